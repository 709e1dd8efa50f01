"""What goes live by itself, at its time, and what keeps it from that."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.desk import reviewing
from portal.desk.approvals import Ending, Scheduling
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.publishing import PublishingRefused, unschedule
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.shelf.treatments import Procedure
from tests.desk.four_eyes import publish, schedule
from tests.desk.test_publishing import revised, scheduled


def kept() -> list[tuple[object, ...]]:
    """Every row about a schedule, the oldest first."""
    return [(row.revision, row.at, row.ending, row.by) for row in Scheduling.objects.order_by("pk")]


def test_a_scheduled_revision_goes_live_at_its_time_and_only_once(
    spacer: Document, writer: User, time_machine: object
) -> None:
    draft, at = scheduled(spacer, writer)
    assert tick().published == []
    assert "is small" in Procedure.objects.get().edition.html
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == [spacer]
    assert "is tiny" in Procedure.objects.get().edition.html
    spacer.refresh_from_db()
    assert (spacer.live, spacer.due, spacer.due_at, spacer.due_by) == (draft, None, None, None)
    assert tick().published == []


def test_a_scheduled_revision_that_may_no_longer_go_live_is_reported(
    spacer: Document, writer: User, reviewer: User, time_machine: object
) -> None:
    draft, at = scheduled(spacer, writer)
    reviewing.send_back(draft, by=reviewer, comment="Not yet.")
    time_machine.move_to(at + timedelta(minutes=1))
    assert [reason for _document, reason in tick().refused] == [
        "This revision was sent back: Not yet. Change it, then hand it in again."
    ]


def test_a_withdrawn_page_does_not_come_back_by_its_schedule(
    spacer: Document, writer: User, time_machine: object
) -> None:
    _draft, at = scheduled(spacer, writer)
    withdraw(spacer, by=writer, note="not safe")
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == []
    assert not Procedure.objects.exists()


def test_a_schedule_that_something_newer_has_overtaken_is_forgotten(spacer: Document, writer: User) -> None:
    scheduled(spacer, writer)
    newer = revised(spacer, "is tiny", "is minute", writer)
    publish(spacer, revision=newer, by=writer)
    spacer.refresh_from_db()
    assert (spacer.due, spacer.due_at, spacer.due_by) == (None, None, None)


def test_who_published_something_newer_than_what_was_scheduled_is_kept(spacer: Document, writer: User) -> None:
    (draft, at), second = scheduled(spacer, writer), User.objects.create_user("second")
    publish(spacer, revision=revised(spacer, "is tiny", "is minute", writer), by=second)
    assert kept() == [(draft, at, "", writer), (draft, None, Ending.PUBLISHED, second)]


def test_what_goes_live_before_its_time_leaves_its_publication_only(spacer: Document, writer: User) -> None:
    draft, at = scheduled(spacer, writer)
    publish(spacer, revision=draft, by=writer)
    assert kept() == [(draft, at, "", writer)]


def test_a_newer_text_that_is_scheduled_ends_the_schedule_of_the_older_one(spacer: Document, writer: User) -> None:
    (draft, at), second = scheduled(spacer, writer), User.objects.create_user("second")
    schedule(spacer, revision=draft, at=at + timedelta(hours=1), by=second)
    newer = revised(spacer, "is tiny", "is minute", writer)
    schedule(spacer, revision=newer, at=at, by=second)
    assert kept() == [
        (draft, at, "", writer),
        (draft, at + timedelta(hours=1), "", second),
        (draft, None, Ending.SCHEDULED, second),
        (newer, at, "", second),
    ]


@pytest.mark.parametrize("is_command", [False, True])
def test_who_withdrew_a_page_that_had_a_schedule_is_kept(spacer: Document, writer: User, is_command: bool) -> None:
    draft, at = scheduled(spacer, writer)
    second = None if is_command else User.objects.create_user("second")
    withdraw(spacer, by=second, note="not safe")
    assert kept() == [(draft, at, "", writer), (draft, None, Ending.WITHDRAWN, second)]


def test_withdrawing_a_page_without_a_schedule_ends_none(spacer: Document, writer: User) -> None:
    withdraw(spacer, by=writer, note="not safe")
    assert kept() == []


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"ending": Ending.PUBLISHED, "at": timezone.now()}, "what_is_set_has_not_ended"),
        ({"by": None}, "only_a_person_cancels_a_schedule"),
    ],
)
def test_the_database_holds_what_a_row_about_a_schedule_says(
    spacer: Document, writer: User, row: dict[str, object], constraint: str
) -> None:
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Scheduling.objects.create(**({"revision": spacer.live, "by": writer} | row))


def test_a_schedule_can_be_taken_back_once(spacer: Document, writer: User, time_machine: object) -> None:
    draft, at = scheduled(spacer, writer)
    second = User.objects.create_user("second")
    unschedule(spacer, by=second)
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == []
    with pytest.raises(PublishingRefused, match="Nothing is scheduled"):
        unschedule(spacer, by=second)
    assert kept() == [(draft, at, "", writer), (draft, None, "", second)]


def test_a_past_time_cannot_be_scheduled(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    with pytest.raises(PublishingRefused, match="time has passed"):
        schedule(spacer, revision=draft, at=timezone.now(), by=writer)


def test_no_time_is_set_for_words_that_somebody_has_changed_meanwhile(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    revised(spacer, "is tiny", "is minute", writer)
    with pytest.raises(PublishingRefused, match="There is a newer revision of this page"):
        schedule(spacer, revision=draft, at=timezone.now() + timedelta(hours=1), by=writer)
    assert kept() == []


def test_what_was_set_goes_live_although_somebody_writes_on(
    spacer: Document, writer: User, time_machine: object
) -> None:
    _draft, at = scheduled(spacer, writer)
    revised(spacer, "is tiny", "is minute", writer)
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == [spacer]
    assert "is tiny" in Procedure.objects.get().edition.html
