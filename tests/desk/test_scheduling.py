"""What goes live by itself, at its time, and what keeps it from that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.desk import reviewing
from portal.desk.approvals import Scheduling
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.publishing import PublishingRefused, unschedule
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.shelf.pages import Procedure
from tests.desk.four_eyes import publish, schedule
from tests.desk.test_publishing import revised


def test_a_scheduled_revision_goes_live_at_its_time_and_only_once(
    spacer: Document, writer: User, time_machine: object
) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=draft, at=at, by=writer)
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
    draft = revised(spacer, "is small", "is tiny", writer)
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=draft, at=at, by=writer)
    reviewing.send_back(draft, by=reviewer, comment="Not yet.")
    time_machine.move_to(at + timedelta(minutes=1))
    assert [reason for _document, reason in tick().refused] == [
        "This revision was sent back: Not yet. Change it, then hand it in again."
    ]


def test_a_withdrawn_page_does_not_come_back_by_its_schedule(
    spacer: Document, writer: User, time_machine: object
) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=draft, at=at, by=writer)
    withdraw(spacer, by=writer, note="not safe")
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == []
    assert not Procedure.objects.exists()


def test_a_schedule_that_something_newer_has_overtaken_is_forgotten(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    schedule(spacer, revision=draft, at=timezone.now() + timedelta(hours=1), by=writer)
    newer = revised(spacer, "is tiny", "is minute", writer)
    publish(spacer, revision=newer, by=writer)
    spacer.refresh_from_db()
    assert (spacer.due, spacer.due_at, spacer.due_by) == (None, None, None)


def test_a_schedule_can_be_taken_back_once(spacer: Document, writer: User, time_machine: object) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=draft, at=at, by=writer)
    second = User.objects.create_user("second")
    unschedule(spacer, by=second)
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == []
    with pytest.raises(PublishingRefused, match="Nothing is scheduled"):
        unschedule(spacer, by=second)
    kept = [(row.revision, row.at, row.by) for row in Scheduling.objects.order_by("pk")]
    assert kept == [(draft, at, writer), (draft, None, second)]


def test_a_past_time_cannot_be_scheduled(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    with pytest.raises(PublishingRefused, match="time has passed"):
        schedule(spacer, revision=draft, at=timezone.now(), by=writer)


def test_no_time_is_set_for_words_that_somebody_has_changed_meanwhile(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    revised(spacer, "is tiny", "is minute", writer)
    with pytest.raises(PublishingRefused, match="There is a newer revision of this page"):
        schedule(spacer, revision=draft, at=timezone.now() + timedelta(hours=1), by=writer)
    assert not Scheduling.objects.exists()


def test_what_was_set_goes_live_although_somebody_writes_on(
    spacer: Document, writer: User, time_machine: object
) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=draft, at=at, by=writer)
    revised(spacer, "is tiny", "is minute", writer)
    time_machine.move_to(at + timedelta(minutes=1))
    assert tick().published == [spacer]
    assert "is tiny" in Procedure.objects.get().edition.html
