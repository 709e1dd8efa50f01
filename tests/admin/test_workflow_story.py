"""A correction on its way from a writer to a patient, through the browsers of the people who have a part in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as BrowserPage

from portal.admin.addresses import screen
from portal.desk.approvals import Publication
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.shelf.treatments import Procedure
from tests.admin.conftest import document
from tests.admin.permission_table import PUBLISHER, REVIEWER, WRITER
from tests.admin.test_permissions import roles  # noqa: F401  a fixture
from tests.admin.test_story import SAVE, press, troubles
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SPACER = ("procedure", "interspinous-spacer")
FINDING = ("finding", "moojen-2013-another-operation")
PASSWORD = "a password for tests"
PATIENT = "/procedures/interspinous-spacer/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Story = Callable[[BrowserPage], Any]


@pytest.fixture
def people(loaded: Any, roles: None) -> dict[str, User]:  # noqa: F811
    """One person for each part; names that are plainly made up."""
    made = {}
    for number, role in enumerate((WRITER, REVIEWER, PUBLISHER)):
        user = User.objects.create_user(f"demo-{number}", password=PASSWORD, is_staff=True, last_name=f"Demo {role}")
        user.groups.add(Group.objects.get(name=role))
        made[role] = user
    return made


@pytest.fixture
def told(browse: Any, live_server: Any, people: dict[str, User]) -> Callable[..., Any]:
    """Tell a story in the browser of one of them: `told(WRITER, story)`; it gets a page that is signed in."""

    def by(role: str, story: Story, **context: Any) -> Any:
        def signed_in(page: BrowserPage) -> Any:
            page.goto(live_server.url + reverse("admin:index"))
            page.fill("#id_username", people[role].username)
            page.fill("#id_password", PASSWORD)
            press(page, "input[type=submit]")
            return story(page)

        return browse(signed_in, **({"viewport": WIDE} | context))

    return by


@pytest.fixture
def patient(browse: Any, live_server: Any) -> Callable[[], str]:
    """What a patient reads now, in a browser that has kept nothing."""

    def read(page: BrowserPage) -> str:
        page.goto(live_server.url + PATIENT)
        return page.inner_text("main")

    return lambda: browse(read, viewport=NARROW)


@pytest.fixture
def at(live_server: Any, people: dict[str, User]) -> Callable[[tuple[str, str], str], str]:
    """Where a screen of a document is; asked before a story begins, for no story may ask the database."""
    places = {
        what: {name: screen(document(*what), name) for name in ("change", "publishing")} for what in (SPACER, FINDING)
    }
    return lambda what, name: str(live_server.url) + places[what][name]


class Correction:
    """What each person does to one figure; `found` keeps what would keep people out of each screen."""

    def __init__(self, at: Callable[[tuple[str, str], str], str]) -> None:
        self.write, self.publishing = at(FINDING, "change"), at(FINDING, "publishing")
        self.day = timezone.localtime() + timedelta(hours=2)
        self.found: dict[str, list[str]] = {}

    def look(self, page: BrowserPage, name: str) -> None:
        self.found[name] = troubles(page)

    def corrected_to(self, percent: str) -> Story:
        def story(page: BrowserPage) -> None:
            page.goto(self.write)
            page.fill("[aria-label='Percent, row 1']", percent)
            page.fill("#id_saving-note", "misread the table")
            press(page, "text=Save and hand in")
            page.fill("#id_comment", "Please compare with the table of the study.")
            self.look(page, f"to hand in {percent}")
            press(page, "text=Hand in for approval")
            self.look(page, f"handed in {percent}")

        return story

    def sent_back(self, page: BrowserPage) -> str:
        page.goto(self.publishing)
        shown = page.inner_text("main")
        self.look(page, "to decide")
        page.fill("#id_comment", "The table says 31.")
        press(page, "text=Send back")
        self.look(page, "sent back")
        return shown

    def approved(self, page: BrowserPage) -> None:
        page.goto(self.publishing)
        press(page, "button >> text=Approve")
        self.look(page, "approved")

    def scheduled(self, page: BrowserPage) -> str:
        page.goto(self.publishing)
        page.click("text=Publish it later")
        page.fill("#id_on", f"{self.day:%Y-%m-%d}")
        page.fill("#id_at", f"{self.day:%H:%M}")
        self.look(page, "to schedule")
        press(page, "button >> text=Schedule")
        self.look(page, "scheduled")
        return page.inner_text("main")


def test_a_corrected_figure_goes_from_the_writer_to_the_patient(
    told: Any, patient: Any, at: Any, time_machine: Any
) -> None:
    figure = Correction(at)
    assert "29 of 100" in patient()
    told(WRITER, figure.corrected_to("30"))
    compared = told(REVIEWER, figure.sent_back, viewport=NARROW)
    assert "1 place differs: Groups." in compared
    said = " ".join(compared.split())
    assert "Groups, spacer, Percent removed: 29 (end)" in said
    assert "Groups, spacer, Percent added: 30 (end)" in said
    told(WRITER, lambda page: (page.goto(figure.publishing), figure.look(page, "sent back to me")))
    told(WRITER, figure.corrected_to("31"))
    told(REVIEWER, figure.approved)
    assert "goes live by itself" in told(PUBLISHER, figure.scheduled, viewport=NARROW, color_scheme="dark")
    assert tick().published == []
    assert "29 of 100" in patient()
    time_machine.move_to(figure.day + timedelta(minutes=1))
    assert [shown.slug for shown in tick().published] == [FINDING[1]]
    read = patient()
    assert "31 of 100" in read
    assert "29 of 100" not in read
    assert "Awaiting clinical review." in read
    assert {name: faults for name, faults in figure.found.items() if faults} == {}


def test_a_review_holds_until_a_figure_on_the_page_changes(
    told: Any, patient: Any, at: Any, people: dict[str, User]
) -> None:
    found: dict[str, list[str]] = {}

    def signs(page: BrowserPage) -> None:
        page.goto(at(SPACER, "publishing"))
        press(page, "text=Record a clinical review")
        page.fill("#id_reviewer_name", "Dr Example")
        page.fill("#id_reviewer_role", "spine surgeon (demo)")
        found["to sign"] = troubles(page)
        press(page, "text=Record this review")
        found["signed"] = troubles(page)

    told(REVIEWER, signs)
    assert "Dr Example, spine surgeon (demo)" in patient()
    finding = document(*FINDING)
    publish(finding, revision=revised(finding, "percent: 29", "percent: 31", people[WRITER]), by=people[PUBLISHER])
    assert "Changed since its review" in patient()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_clinic_of_two_withdraws_at_once_and_the_second_confirms(
    told: Any, browse: Any, live_server: Any, at: Any
) -> None:
    found: dict[str, list[str]] = {}

    def withdraws(page: BrowserPage) -> str:
        page.goto(at(SPACER, "publishing"))
        press(page, "text=Withdraw it from the site")
        shown = page.inner_text("main")
        found["to withdraw"] = troubles(page)
        page.fill("#id_reason", "The implant was recalled.")
        page.fill("#id_leads_to", live_server.url + "/conditions/spinal-stenosis/")
        press(page, "text=Withdraw it now")
        found["withdrawn"] = troubles(page)
        return shown + page.inner_text("main")

    said = told(PUBLISHER, withdraws, viewport=NARROW, color_scheme="dark")
    assert "Pages that link to it or name it" in said
    assert "somebody else confirms it" in said
    assert not Procedure.objects.exists()
    landed = browse(lambda page: (page.goto(live_server.url + PATIENT), page.url)[1])
    assert landed == live_server.url + "/conditions/spinal-stenosis/"

    def confirms(page: BrowserPage) -> str:
        page.goto(at(SPACER, "publishing"))
        found["to confirm"] = troubles(page)
        press(page, "text=I agree that it was taken down")
        found["confirmed"] = troubles(page)
        return page.inner_text("main")

    assert "please confirm" not in told(REVIEWER, confirms, viewport=NARROW)
    assert not Publication.objects.unconfirmed().exists()
    assert {name: faults for name, faults in found.items() if faults} == {}


CHECKS = """check_items:
  - id: size
    question: How large is a spacer?
    choices:
      - Small
      - Large
    truth: A spacer is small.
    passage: what-it-can-cost
  - id: again
    question: May another operation follow?
    choices:
      - "Yes"
      - "No"
    truth: Some people need a second operation.
    passage: what-it-can-cost
"""


def test_a_writer_edits_one_question_of_the_knowledge_check(told: Any, at: Any, people: dict[str, User]) -> None:
    before = revised(document(*SPACER), "another-operation\n", f"another-operation\n{CHECKS}", people[WRITER])
    found: dict[str, list[str]] = {}

    def edits(page: BrowserPage) -> None:
        page.goto(at(SPACER, "change"))
        page.fill("[aria-label='The true sentence, row 2']", "Twenty-nine of 100 people had a second operation.")
        press(page, SAVE)
        found["saved"] = troubles(page)

    told(WRITER, edits, viewport=NARROW)
    after = document(*SPACER).head
    old, new = "truth: Some people need", "truth: Twenty-nine of 100 people had"
    assert after.text == before.text.replace(old, new)
    assert {name: faults for name, faults in found.items() if faults} == {}
