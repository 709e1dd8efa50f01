"""How reminders go out: once a day at most, again after a week, one mail a person, tried again when it failed."""

from datetime import date, timedelta
from smtplib import SMTPException
from unittest import mock

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk.care.reminding import Reminder, waiting_to_be_told
from portal.desk.care.stewardship import hand_over
from portal.desk.documents import Document
from portal.desk.people import User
from tests.desk.care.reminders import ONE, SITE, TODAY, person, run, sent
from tests.desk.care.test_standing import signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def test_twice_on_a_day_is_once_and_a_week_later_again(overdue: Document, time_machine: object) -> None:
    run()
    run()
    assert sent() == [("ann@clinic.example", ONE)]
    time_machine.move_to("2026-12-02T06:00:00+00:00")
    run()
    assert sent() == []
    time_machine.move_to("2026-12-03T06:00:00+00:00")
    run()
    run()
    assert sent() == [("ann@clinic.example", ONE)]


def test_days_on_which_no_run_came_are_caught_up(overdue: Document, time_machine: object) -> None:
    time_machine.move_to("2027-01-20T06:00:00+00:00")
    run()
    assert sent() == [("ann@clinic.example", ONE)]


def test_a_mail_that_failed_is_tried_by_the_next_run_and_others_are_sent(overdue: Document, ann: User) -> None:
    ben = person("ben")
    signed("spinal-stenosis", date(2025, 1, 1), TODAY)
    hand_over(Document.objects.get(slug="spinal-stenosis"), owner=ben, deputy=None, by=ben)
    really = EmailMessage.send

    def send(message: EmailMessage, *args: object) -> int:
        if message.to == [ann.email]:
            raise SMTPException("mailbox full")
        return really(message, *args)

    with mock.patch.object(EmailMessage, "send", send), pytest.raises(SystemExit) as ended:
        call_command("send_reminders")
    assert ended.value.code == 1
    assert sent() == [(ben.email, ONE)]
    call_command("send_reminders")
    assert sent() == [(ann.email, ONE)]
    assert sorted(Reminder.objects.filter(sent_at__isnull=False).values_list("person", flat=True)) == [ann.pk, ben.pk]
    assert Reminder.objects.count() == 2


def test_a_run_that_was_killed_while_sending_is_made_up_for_a_quarter_of_an_hour_later(
    overdue: Document, time_machine: object
) -> None:
    with mock.patch.object(EmailMessage, "send", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        run()
    run()
    assert sent() == []  # that other run may still be sending it
    time_machine.move_to("2026-11-26T06:16:00+00:00")
    run()
    assert sent() == [("ann@clinic.example", ONE)]


def test_what_another_run_has_claimed_is_not_sent_besides(overdue: Document) -> None:
    really, inner = EmailMessage.send, []

    def send(message: EmailMessage, *args: object) -> int:
        if not inner:
            inner.append(True)
            run()
        return really(message, *args)

    with mock.patch.object(EmailMessage, "send", send):
        run()
    assert sent() == [("ann@clinic.example", ONE)]


def test_the_database_holds_that_nobody_is_told_twice_on_a_day(ann: User) -> None:
    Reminder.objects.create(person=ann, item="x", told_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(person=ann, item="x", told_on=TODAY)


def test_check_counts_and_sends_nothing(overdue: Document, ann: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_reminders", check=True)
    assert capsys.readouterr().out == "ann: 1\n"
    assert (sent(), Reminder.objects.count()) == ([], 0)
    run()
    assert waiting_to_be_told() == []


@pytest.mark.parametrize("name", list(SITE))
@pytest.mark.parametrize("check", [True, False])
def test_the_command_stops_without_its_settings(overdue: Document, settings: object, name: str, check: bool) -> None:
    setattr(settings, name, "")
    with pytest.raises(CommandError, match="No mail was sent"):
        call_command("send_reminders", check=check)
    assert sent() == []


def test_days_are_those_of_the_clinic(overdue: Document, settings: object, time_machine: object) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    time_machine.move_to("2026-11-26T23:00:00+00:00")
    with timezone.override("Pacific/Auckland"):
        run()
    assert list(Reminder.objects.values_list("told_on", flat=True)) == [date(2026, 11, 27)]


def test_old_reminders_are_cleared_away(ann: User) -> None:
    Reminder.objects.create(person=ann, item="old", told_on=TODAY - timedelta(days=91))
    Reminder.objects.create(person=ann, item="young", told_on=TODAY - timedelta(days=90))
    run()
    assert list(Reminder.objects.values_list("item", flat=True)) == ["young"]


def test_more_matters_ask_no_more_questions_than_one_each_to_write_them(overdue: Document, ann: User) -> None:
    def asked() -> int:
        Reminder.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            run()
        return len(queries) - Reminder.objects.count()

    one = asked()
    for slug in ("spinal-stenosis", "another-operation"):
        signed(slug, date(2026, 1, 1), TODAY)
        hand_over(Document.objects.get(slug=slug), owner=ann, deputy=None, by=ann)
    assert asked() == one
    assert Reminder.objects.count() == 3
