"""What is scheduled and will not go live by itself is said so, wherever the schedule is told of."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk import publishing, reviewing
from portal.desk.approvals import Approval, Decision
from portal.desk.care.underway import hindrance, hindrance_of, stopped, under_way
from portal.desk.documents import Document
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.shelf.counter import Counter
from tests.admin.conftest import document
from tests.admin.forms import words_of
from tests.admin.report_tables import rows
from tests.desk.four_eyes import approved
from tests.desk.test_publishing import revised
from tests.library import change_file

SPACER, GUIDE = ("procedure", "interspinous-spacer"), ("guide", "questions")
pytestmark = pytest.mark.django_db


@pytest.fixture
def timed(loaded, author) -> Document:
    """The procedure, with a draft that is approved and goes live in an hour."""
    spacer = document(*SPACER)
    at = timezone.now() + timedelta(hours=1)
    publishing.schedule(spacer, revision=approved(revised(spacer, "is small", "is tiny", author)), at=at, by=author)
    return document(*SPACER)


@pytest.fixture
def seen(reader, time_machine):
    """The words of the screen for publishing, an hour and some minutes later by default."""

    def read(found: Document, hours: float = 1.2) -> str:
        time_machine.move_to(timezone.now() + timedelta(hours=hours))
        reader.force_login(User.objects.get(username="reader"))
        return words_of(reader.get(screen(found, "publishing")))

    return read


def test_what_nothing_stops_is_said_to_go_live_by_itself(timed, seen):
    said = seen(timed, hours=0)
    assert f"Revision {timed.due_id} goes live by itself on" in said
    assert "will not go live" not in said


def test_what_was_sent_back_is_not_said_to_go_live(timed, seen, reader):
    reviewing.send_back(document(*SPACER).head, by=User.objects.create_user("second"), comment="Not yet.")
    said = seen(timed, hours=0)
    assert "Scheduled, but will not go live" in said
    assert "it is not approved, or was sent back. Have it approved, or cancel the schedule." in said
    assert "goes live by itself on" not in said


def test_what_was_refused_at_its_time_says_why(timed, seen, reader, loaded):
    change_file(loaded, "en/procedures/interspinous-spacer.md", "is small", "is little")
    load(plan(loaded))
    said = seen(timed)
    assert "was to go live by itself on" in said
    assert "and could not. Mend what stops it, or cancel the schedule:" in said
    assert "was not written from what readers saw last" in said
    assert "goes live by itself on" not in said


def test_what_nothing_stops_any_more_says_so_unless_the_timed_run_has_stopped(timed, seen, reader):
    said = seen(timed)
    assert said.count("Nothing goes live by itself at present.") == 1
    assert "within some minutes" not in said
    Counter.note_tick(["en"])
    said = seen(timed, hours=0)
    assert "Nothing stops it any more, so it should go live within some minutes." in said
    assert "at present" not in said


def test_the_report_does_not_promise_what_was_refused(timed, seen, reader):
    assert [row[5] for row in rows(reader, "waiting", "?state=scheduled")] == ["its time, and goes live by itself"]
    seen(timed)
    assert [row[5] for row in rows(reader, "waiting", "?state=stuck")] == [
        "somebody to see what stops it from going live"
    ]


@pytest.mark.parametrize(("decision", "minutes"), list(product([None, *Decision], [-11, -9, 9])))
def test_one_document_and_many_are_judged_alike(loaded, author, decision, minutes):
    """What the heap counts is what each document says of itself, for every time and every decision."""
    draft = revised(document(*SPACER), "is small", "is tiny", author)
    if decision:
        Approval.objects.create(revision=draft, decision=decision, by=author, comment="x")
    at = timezone.now() + timedelta(minutes=minutes)
    Document.objects.filter(pk=draft.document_id).update(due=draft, due_at=at, due_by=author)
    row = under_way().get(pk=draft.document_id)
    is_stopped = decision != Decision.APPROVED or minutes == -11
    assert bool(hindrance(row.due_at, row.due_decision)) == is_stopped
    assert hindrance_of(document(*SPACER)) == hindrance(row.due_at, row.due_decision)
    assert stopped().filter(pk=row.pk).exists() == is_stopped
