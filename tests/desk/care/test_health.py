"""The trend: one row a day and language, written once, in the clinic's own days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk.care.health import Health, health_of, note_health
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.shelf.pages import Page
from tests.desk.test_reviewing import sign


def test_a_day_is_noted_once_with_what_readers_see(loaded: object) -> None:
    grades = list(Page.objects.values_list("grade", flat=True))
    assert (note_health(), note_health()) == (True, False)
    noted = Health.objects.get()
    assert (noted.on, noted.language, noted.pages) == (timezone.localdate(), "en", 4)
    assert noted.mean_grade == pytest.approx(sum(grades) / 4)
    assert noted.highest_grade == max(grades)
    assert (noted.reviewed, noted.overdue, noted.changed, noted.awaiting) == (0, 0, 0, 4)


def test_reviews_are_counted_by_where_they_stand(spacer: Document, reviewer: User) -> None:
    sign(spacer, reviewer)
    today = timezone.localdate()
    now = health_of("en", today)
    assert (now.reviewed, now.overdue, now.changed, now.awaiting) == (1, 0, 0, 3)
    later = health_of("en", today + timedelta(days=366))
    assert (later.reviewed, later.overdue) == (0, 1)
    Page.objects.filter(slug=spacer.slug).update(reviewed_digest="f" * 64)
    changed = health_of("en", today)
    assert (changed.reviewed, changed.changed, changed.awaiting) == (0, 1, 3)


def test_the_first_run_after_midnight_of_the_clinic_notes_the_new_day(
    loaded: object, settings: object, time_machine: object
) -> None:
    settings.TIME_ZONE = "Europe/Oslo"
    time_machine.move_to(datetime(2026, 12, 1, 22, 59, tzinfo=UTC), tick=False)
    tick()
    time_machine.move_to(datetime(2026, 12, 1, 23, 0, tzinfo=UTC), tick=False)
    tick()
    tick()
    assert list(Health.objects.newest_first().values_list("on", flat=True)) == [date(2026, 12, 2), date(2026, 12, 1)]


def test_a_day_that_is_noted_costs_one_query(loaded: object) -> None:
    note_health()
    with CaptureQueriesContext(connection) as counted:
        note_health()
    assert len(counted) == 1


def test_before_the_first_page_there_is_nothing_to_note(db: None) -> None:
    assert note_health() is False
    assert not Health.objects.exists()


def test_a_second_row_of_a_day_is_refused(loaded: object) -> None:
    note_health()
    noted = Health.objects.get()
    assert str(noted) == f"en on {timezone.localdate()}"
    with pytest.raises(IntegrityError), transaction.atomic():
        Health.objects.create(on=noted.on, language="en")
