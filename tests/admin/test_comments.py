"""What is typed beside a button that decides: kept whole, or refused with the words still there."""

import pytest

from portal.admin.addresses import screen
from portal.desk.approvals import Approval
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.admin.test_deciding import SPACER, decide, public_title, retitled

pytestmark = pytest.mark.django_db
LINES = "A line.\r\n" * 10  # as a browser sends ten lines


def test_a_comment_as_long_as_the_box_takes_is_kept_line_breaks_and_all(loaded, writer):
    typed = LINES + "x" * (2000 - 80)
    decide(writer, retitled(writer), "submit", comment=typed)
    assert Approval.objects.get().comment == typed.replace("\r\n", "\n")


@pytest.mark.parametrize("action", ["approve", "send_back"])
def test_a_comment_that_cannot_be_kept_stops_the_decision_and_stays_in_its_box(loaded, writer, everything, action):
    found = retitled(writer)
    decide(writer, found, "submit")
    refused = decide(everything, found, action, comment="x" * 2001)
    assert refused.status_code == 409
    assert "it has 2001 characters, and 2000 are the most" in words_of(refused)
    assert "Say what should be changed" not in words_of(refused)
    assert form_in(refused, "deciding")["comment"] == ["x" * 2001]
    assert [row.decision for row in Approval.objects.all()] == ["submitted"]


def test_the_reason_of_a_safety_correction_may_fill_its_box_and_no_more(loaded, publisher):
    found = retitled(publisher)
    refused = decide(publisher, found, "correct", reason="x" * 301)
    assert "it has 301 characters, and 300 are the most" in words_of(refused)
    assert "Say what was dangerous" in words_of(decide(publisher, found, "correct", reason=" "))
    assert public_title() == "A spacer between the bones"
    decide(publisher, found, "correct", reason=LINES + "x" * (300 - 80))
    assert public_title() == "A spacer in the back"


def test_the_reason_of_a_withdrawal_counts_a_line_break_once(loaded, publisher):
    found = document(*SPACER)
    publisher.post(screen(found, "withdraw"), {"reason": LINES + "x" * (300 - 80)})
    assert document(*SPACER).live_id is None
