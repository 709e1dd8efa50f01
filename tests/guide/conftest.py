"""The people of the guide, and the desk as they find it: made up, and named so that everybody sees it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django_otp.oath import totp
from playwright.sync_api import Page as BrowserPage

from portal.desk import factors, publishing, reviewing
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.ticking import tick
from tests.admin.conftest import document
from tests.admin.permission_table import MANAGER, PUBLISHER, REVIEWER, WRITER
from tests.admin.test_permissions import roles  # noqa: F401  a fixture
from tests.admin.test_story import press
from tests.desk.test_publishing import revised
from tests.guide.walk import PASSWORD, WIDE, Walk
from tests.guide.way import BOTH, GUIDE, PATIENT, RISK, SPACER, stops
from tests.library import write_library
from tests.visitors.messages import sent

MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
FIRST_PASSWORD = "words that a manager gave"
# Shown in the pictures of signing in, which are to be the same each time.
SECRET = "0123456789abcdef0123456789abcdef01234567"

QUESTIONS = """What happens if I postpone surgery for a few weeks, and how will I notice that I have waited too long?

Write the answers down. Ask again whenever something is unclear.

- Which treatments could help me?
- What could go wrong with each of them?"""


@pytest.fixture
def morning() -> Any:
    with time_machine.travel(MORNING, tick=True):
        yield MORNING


@pytest.fixture
def clinic(tmp_path: Path, transactional_db: None, roles: None, morning: Any) -> dict[str, User]:  # noqa: F811
    """A loaded library, a person for each role, one with two, and work under way: something for each of them."""
    load(plan(write_library(tmp_path / "content")))
    sent("How small is a spacer?")
    people = {}
    for role in (WRITER, REVIEWER, PUBLISHER, MANAGER):
        name = role.split()[-1]
        people[role] = User.objects.create_user(
            name.lower(), password=PASSWORD, is_staff=True, first_name="Demo", last_name=name.capitalize()
        )
        # With a role in the account, one button signs a page again.
        people[role].role = "made up for this guide"
        people[role].save()
        people[role].groups.add(Group.objects.get(name=role))
    people[BOTH] = User.objects.create_user("both", password=PASSWORD, is_staff=True, last_name="Demo Both")
    people[BOTH].groups.set(Group.objects.filter(name__in=(WRITER, PUBLISHER)))
    writer, reviewer, publisher = (people[role] for role in (WRITER, REVIEWER, PUBLISHER))
    guide = revised(document(*GUIDE), "What if I wait?", QUESTIONS, writer)
    reviewing.submit(guide, by=writer)
    reviewing.send_back(guide, by=reviewer, comment="Please say “wait”, not “postpone”.")
    risk = revised(document(*RISK), "a second operation", "another operation later", writer)
    publishing.correct(document(*RISK), revision=risk, by=publisher, note="“Second” was read as “the next day”.")
    revised(document(*SPACER), "is small", "is a small implant", writer)
    tick()
    return people


@pytest.fixture
def walk(clinic: dict[str, User], live_server: Any, browse: Any, settings: Any, monkeypatch: Any) -> Walk:
    """The whole way, walked once: each person in a browser of their own, then a first day with the telephone."""
    made, way = Walk(live_server.url), stops()
    for role in (WRITER, REVIEWER, PUBLISHER, MANAGER, BOTH, PATIENT):
        own = [stop for stop in way if stop.role == role]

        def story(page: BrowserPage, role: str = role, own: Any = own) -> None:
            if role != PATIENT:
                made.sign_in(page, clinic[role].username)
            for stop in own:
                made.stop(page, stop)

        browse(story, viewport=WIDE)
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setattr(factors, "new_secret", lambda: SECRET)
    new = clinic[WRITER]
    new.set_password(FIRST_PASSWORD)
    new.must_change_password = True
    new.save()
    browse(lambda page: first_day(made, page, new.username), viewport=WIDE)
    browse(lambda page: made.sign_in(page, clinic[WRITER].username), viewport=WIDE)
    return made


def first_day(made: Walk, page: BrowserPage, name: str) -> None:
    """Choose a password, set up the app, and be shown the recovery codes."""
    made.sign_in(page, name, FIRST_PASSWORD)
    made.take(page, "own-password", "#container h1", "form.at-the-door >> nth=0")
    for field in ("#id_new_password1", "#id_new_password2"):
        page.fill(field, PASSWORD)
    press(page, "text=Use this password")
    made.read(page)
    made.take(page, "set-up", "#container h1", "form.at-the-door >> nth=0")
    page.fill("#id_code", f"{totp(bytes.fromhex(SECRET)):06}")
    press(page, "text=Set up >> nth=-1")
    made.read(page)
    page.evaluate("document.querySelectorAll('.recovery-codes code').forEach((one, at) => {"
                  " one.textContent = 'demo ' + String(at + 1).padStart(4, '0'); })")  # fmt: skip
    made.take(page, "codes", "#container h1", ".way-button")
    press(page, "text=I have kept them")
    press(page, "text=My sign-in")
    made.read(page)
