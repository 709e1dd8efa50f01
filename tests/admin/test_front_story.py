"""The front page, the reports and a link for somebody outside, in a real browser, wide and narrow, light and dark."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.admin.addresses import screen
from portal.admin.reports.register import REPORTS
from portal.desk import publishing, reviewing
from portal.desk.care.health import Health
from portal.desk.care.links import LinkCheck
from portal.desk.people import User
from portal.desk.ticking import tick
from tests.admin.conftest import document
from tests.admin.test_front import signed
from tests.admin.test_story import NARROW, WIDE, press, sign_in, troubles
from tests.browser import visit
from tests.desk.test_publishing import revised

SPACER, GUIDE, RISK = ("procedure", "interspinous-spacer"), ("guide", "questions"), ("risk", "another-operation")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy(loaded):
    """A desk on which something of most sorts waits for the chief."""
    cache.clear()
    User.objects.create_superuser("chief", password="a password for tests")
    other = User.objects.create_user("other-hand", first_name="Dr", last_name="Example", is_staff=True)
    reviewing.submit(revised(document(*SPACER), "is small", "is tiny", other), by=other)
    risk = document(*RISK)
    publishing.correct(risk, revision=revised(risk, "How often", "How many", other), by=other, note="a dose")
    signed("questions", due_in=-1)
    signed("spinal-stenosis", due_in=20)
    for day in (1, 2, 3):
        Health.objects.create(on=date(2026, 1, day), language="en", pages=4, mean_grade=5 + day / 10, awaiting=4)
    now = timezone.now()
    facts = {"status": "fails", "reason": "404", "failed_since": now - timedelta(days=8), "checked_at": now}
    LinkCheck.objects.create(address=f"https://www.example.org/{'long-' * 30}", places=["source:moojen-2013"], **facts)
    tick()


def opened(link):
    """The story of somebody outside: what the link shows, what keeps them out, and what it leaves behind."""

    def story(page):
        visit(page, link)
        found = {"open": troubles(page)}
        words = page.inner_text("body")
        page.goto(link.replace("/preview/", "/preview/x"))
        return words, found | {"closed": troubles(page)}, page.context.cookies()

    return story


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_chief_finds_the_work_the_reports_and_a_way_to_ask_somebody_outside(busy, live_server, browse, size, scheme):
    sharing = screen(document(*SPACER), "sharing")
    reports = [reverse("admin:reports"), *(reverse("admin:report", args=(slug,)) for slug in REPORTS)]
    reports.append(reverse("admin:report", args=("reviews",)) + "?state=every")

    def story(page):
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        sign_in(page, live_server.url)
        found = {"front": troubles(page)}
        front = page.inner_text("main")
        for address in reports:
            visit(page, live_server.url + address)
            found[address] = troubles(page)
        page.goto(live_server.url + reverse("admin:index"))
        press(page, "main >> text=A spacer between the bones")
        press(page, "main >> text=Make a link for somebody outside")
        found["form"] = troubles(page)
        assert page.url == live_server.url + sharing
        page.fill("#id_note", "Dr Example")
        press(page, "text=Make the link")
        found["made"] = troubles(page)
        return front, page.input_value("#link"), {name: faults for name, faults in found.items() if faults}, said

    front, link, found, said = browse(story, viewport=size, color_scheme=scheme)
    assert (found, said) == ({}, [])
    order = [
        "To be confirmed by a second person",
        "Clinical review overdue",
        "Handed in by others",
        "due soon",
        "Pages",
    ]
    assert sorted(order, key=front.index) == order
    words, barred, cookies = browse(opened(link), viewport=size, color_scheme=scheme)
    assert (barred, cookies) == ({"open": [], "closed": []}, [])
    assert "Draft for reading, not published" in words
    assert "A spacer is tiny" in words
