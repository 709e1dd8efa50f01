"""The people of the guide, and the desk as they find it: made up, and named so that everybody sees it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group

from portal.desk import publishing, reviewing
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.ticking import tick
from tests.admin.conftest import document
from tests.admin.permission_table import MANAGER, PUBLISHER, REVIEWER, WRITER
from tests.admin.test_permissions import roles  # noqa: F401  a fixture
from tests.desk.test_publishing import revised
from tests.library import write_library

MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
PASSWORD = "a password for tests"
SPACER = ("procedure", "interspinous-spacer")
FINDING = ("finding", "moojen-2013-another-operation")
GUIDE = ("guide", "questions")
RISK = ("risk", "another-operation")


@pytest.fixture
def morning() -> Any:
    with time_machine.travel(MORNING, tick=True):
        yield MORNING


@pytest.fixture
def clinic(tmp_path: Path, transactional_db: None, roles: None, morning: Any) -> dict[str, User]:  # noqa: F811
    """A loaded library, one person for each role, and work under way: something for each of them to do."""
    load(plan(write_library(tmp_path / "content")))
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
    writer, reviewer, publisher = (people[role] for role in (WRITER, REVIEWER, PUBLISHER))
    figure = revised(document(*FINDING), "percent: 29", "percent: 31", writer)
    reviewing.submit(figure, by=writer, comment="Please compare with the table of the study.")
    guide = revised(document(*GUIDE), "Write your questions down", "Write down what you want to ask", writer)
    reviewing.submit(guide, by=writer)
    reviewing.approve(guide, by=reviewer)
    risk = revised(document(*RISK), "a second operation", "another operation later", writer)
    publishing.correct(document(*RISK), revision=risk, by=publisher, note="“Second” was read as “the next day”.")
    revised(document(*SPACER), "is small", "is a small implant", writer)
    tick()
    return people
