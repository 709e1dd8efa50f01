"""What became of a schedule is told in the history and in the report of changes, with the person who did it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk.care.stewardship import hand_over
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.publishing import unschedule
from portal.desk.withdrawing import withdraw
from tests.admin.conftest import document
from tests.admin.forms import parsed
from tests.admin.report_tables import file_of, place, rows
from tests.desk.four_eyes import publish, schedule
from tests.desk.test_publishing import revised

SPACER, GUIDE, RISK = ("procedure", "interspinous-spacer"), ("guide", "questions"), ("risk", "another-operation")
IN_EACH = {SPACER: ("is small", "is tiny"), GUIDE: ("I wait", "we wait"), RISK: ("a second", "another")}
pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return User.objects.create_user("author", first_name="Dr", last_name="Example", is_staff=True)


@pytest.fixture
def second(db):
    return User.objects.create_user("second", is_staff=True)


def set_for_tomorrow(found, by):
    """A draft of the spacer with a time, and a newer draft that follows it."""
    draft, at = revised(found, "is small", "is tiny", by), timezone.now() + timedelta(days=1)
    schedule(found, revision=draft, at=at, by=by)
    return draft, revised(found, "is tiny", "is minute", by), at


ENDINGS = {
    "newer text published by second": lambda found, newer, at, by: publish(found, revision=newer, by=by),
    "newer text scheduled by second": lambda found, newer, at, by: schedule(found, revision=newer, at=at, by=by),
    "page withdrawn by second": lambda found, newer, at, by: withdraw(found, by=by, note="Not safe."),
    "page withdrawn by the timer or a command": lambda found, newer, at, by: withdraw(found, by=None, note="Gone."),
}


@pytest.mark.parametrize("words", ENDINGS)
def test_the_history_tells_what_ended_a_schedule_that_nobody_cancelled(loaded, writer, author, second, words):
    draft, newer, at = set_for_tomorrow(document(*SPACER), author)
    ENDINGS[words](document(*SPACER), newer, at, second)
    page = parsed(writer.get(screen(newer.document, "history")))
    told = [" ".join(" ".join(row.itertext()).split()) for row in page.iter("tr")]
    [row] = [row for row in told if row.startswith(f"{draft.pk} ")]
    assert f"schedule ended: {words}, " in row
    assert "schedule cancelled" not in row


def test_the_feed_and_its_file_tell_what_ended_a_schedule(loaded, reader, author, second):
    draft, _newer, _at = set_for_tomorrow(document(*SPACER), author)
    withdraw(document(*SPACER), by=second, note="Not safe.")
    told = ["schedule ended", "A spacer between the bones", "treatment", str(draft.pk), "page withdrawn"]
    assert [row[2:] for row in rows(reader, "changes") if row[2] == told[0]] == [told]
    written, _answer = file_of(reader, "changes")
    assert [row[1:] for row in written if row[2] == told[0]] == [["second", *told]]


def test_the_feed_costs_the_same_with_one_document_and_with_three(loaded, reader, author, second):
    def cost():
        with CaptureQueriesContext(connection) as counted:
            reader.get(place("changes"))
        return len(counted)

    def scheduled_cancelled_ended_and_handed_over(address):
        found, (old, new) = document(*address), IN_EACH[address]
        at = timezone.now() + timedelta(days=1)
        schedule(found, revision=revised(found, old, new, author), at=at, by=author)
        unschedule(found, by=second)
        schedule(found, revision=found.head, at=at, by=author)
        withdraw(found, by=second, note="Not safe.")
        hand_over(found, owner=author, deputy=second, by=second)

    # What is part of no other page is withdrawn first.
    scheduled_cancelled_ended_and_handed_over(GUIDE)
    cost()
    once = cost()
    scheduled_cancelled_ended_and_handed_over(SPACER)
    scheduled_cancelled_ended_and_handed_over(RISK)
    feed = [row[2] for row in rows(reader, "changes")]
    assert [feed.count(what) for what in ("schedule cancelled", "schedule ended", "owner or deputy changed")] == [3] * 3
    assert cost() == once
    assert Document.objects.filter(due__isnull=False).count() == 0
