"""Who is told of what, in which words, with which link."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from portal.desk import publishing, reviewing
from portal.desk.care.reminding import Reminder
from portal.desk.care.stewardship import hand_over
from portal.desk.documents import Document
from portal.desk.people import User
from tests.desk.care.reminders import ONE, TODAY, person, run, sent
from tests.desk.care.test_standing import signed
from tests.desk.four_eyes import approved, publish, schedule
from tests.desk.test_publishing import revised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def test_an_owner_is_told_what_is_overdue_with_a_link(overdue: Document) -> None:
    run()
    (message,) = mail.outbox
    assert (message.to, message.subject, message.from_email) == (["ann@clinic.example"], ONE, "desk@clinic.example")
    assert message.body.split("\n")[:9] == [
        "Hello Ann Demo,",
        "",
        "this waits for you on the desk of the portal.",
        "",
        "CLINICAL REVIEWS OF PAGES YOU LOOK AFTER",
        "",
        "- Questions to ask (guide)",
        "  Its clinical review was due on 25 November 2026.",
        "  https://portal.example/desk/questions/publishing/",
    ]


def test_what_is_new_is_told_alone(overdue: Document, ann: User, time_machine: object) -> None:
    run()
    mail.outbox.clear()
    time_machine.move_to("2026-11-27T06:00:00+00:00")
    signed("spinal-stenosis", date(2026, 1, 1), date(2027, 1, 1))
    hand_over(Document.objects.get(slug="spinal-stenosis"), owner=ann, deputy=None, by=ann)
    run()
    (message,) = mail.outbox
    assert "A narrowed spinal canal" in message.body
    assert "Questions to ask" not in message.body


def test_nothing_is_sent_when_nothing_waits_and_to_nobody_without_an_address_or_an_account(
    overdue: Document, ann: User
) -> None:
    ann.email = ""
    ann.save()
    run()
    User.objects.filter(pk=ann.pk).update(email="ann@clinic.example", is_active=False)
    run()
    assert sent() == []
    assert not Reminder.objects.exists()


def test_the_deputy_is_told_once_the_owner_has_left(overdue: Document, ann: User) -> None:
    ben = person("ben", "sign_off")
    hand_over(overdue, owner=ann, deputy=ben, by=ann)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    run()
    (message,) = mail.outbox
    assert message.to == ["ben@clinic.example"]
    assert "https://portal.example/desk/questions/review/" in message.body


def test_a_page_that_was_signed_again_is_not_told_of(overdue: Document) -> None:
    signed("questions", TODAY, TODAY + timedelta(days=400))
    run()
    assert sent() == []


def test_a_change_since_the_review_is_told_once_however_often_it_goes_on(
    spacer: Document, ann: User, time_machine: object
) -> None:
    signed("interspinous-spacer", TODAY, TODAY + timedelta(days=400))
    hand_over(spacer, owner=ann, deputy=None, by=ann)
    publish(spacer, revision=revised(spacer, "is small", "is tiny", ann), by=ann)
    run()
    assert sent() == [("ann@clinic.example", ONE)]
    time_machine.move_to("2026-11-27T06:00:00+00:00")
    publish(spacer, revision=revised(spacer, "is tiny", "is wee", ann), by=ann)
    run()
    assert sent() == []


def test_approvers_are_told_what_waits_but_not_of_their_own_words(spacer: Document) -> None:
    person("reader", "view")
    writes, other = person("writes", "approve"), person("other", "approve")
    reviewing.submit(revised(spacer, "is small", "is tiny", writes), by=writes)
    run()
    (message,) = mail.outbox
    assert message.to == [other.email]
    assert "WAITS FOR YOUR APPROVAL" in message.body
    assert "Written by writes." in message.body


def test_a_writer_is_told_what_was_sent_back_and_the_comment_stays_on_the_desk(spacer: Document) -> None:
    writes, _other = person("writes", "change"), person("writes-too", "change")
    draft = revised(spacer, "is small", "is tiny", writes)
    reviewing.submit(draft, by=writes)
    reviewing.send_back(draft, by=person("other"), comment="Zwitscherling")
    run()
    (message,) = mail.outbox
    assert message.to == ["writes@clinic.example"]
    assert "SENT BACK TO YOU" in message.body
    assert "Zwitscherling" not in message.body


@pytest.mark.parametrize("gone", ["is_active", "is_staff"])
def test_what_was_sent_back_to_somebody_who_has_left_is_told_to_everybody_who_writes(
    spacer: Document, gone: str
) -> None:
    left = person("left", "change")
    draft = revised(spacer, "is small", "is tiny", left)
    reviewing.submit(draft, by=left)
    reviewing.send_back(draft, by=person("other"), comment="Zwitscherling")
    User.objects.filter(pk=left.pk).update(**{gone: False})
    writes = person("writes", "change")
    run()
    assert sent() == [(writes.email, ONE)]


def test_what_one_did_alone_is_told_to_others_who_may_confirm_and_again_once_it_is_late(
    spacer: Document, time_machine: object
) -> None:
    alone, other = person("alone", "publish"), person("other", "publish")
    person("reader", "view")
    publishing.correct(spacer, revision=revised(spacer, "is small", "is tiny", alone), by=alone, note="Zwitscherling")
    run()
    assert "Zwitscherling" not in mail.outbox[0].body
    assert sent() == [(other.email, ONE)]
    time_machine.move_to("2026-11-30T06:00:00+00:00")
    run()
    assert "That time is over." in mail.outbox[0].body
    assert sent() == [(other.email, ONE)]


def test_who_scheduled_a_text_is_told_when_it_lost_its_approval_and_when_it_was_refused(
    spacer: Document, ann: User, time_machine: object
) -> None:
    draft = revised(spacer, "is small", "is tiny", User.objects.create_user("writes"))
    schedule(spacer, revision=draft, at=timezone.now() + timedelta(days=1), by=ann)
    run()
    assert sent() == []
    reviewing.send_back(draft, by=User.objects.get(username="second-person"), comment="Not yet.")
    run()
    assert "not approved any more" in mail.outbox[0].body
    assert sent() == [("ann@clinic.example", ONE)]
    time_machine.move_to("2026-11-28T06:00:00+00:00")
    run()
    assert "could not. Its screen for publishing says why." in mail.outbox[0].body
    assert sent() == [("ann@clinic.example", ONE)]


def test_links_lead_to_the_screens_of_the_desk(overdue: Document) -> None:
    call_command("send_reminders")
    assert f"https://portal.example/admin/portal/guidedocument/{overdue.pk}/publishing/" in mail.outbox[0].body


def test_publishers_are_told_once_what_is_approved_until_it_is_scheduled(spacer: Document) -> None:
    writes, publishes = person("writes", "change"), person("publishes", "publish")
    draft = approved(revised(spacer, "is small", "is tiny", writes))
    run()
    (message,) = mail.outbox
    assert message.to == [publishes.email]
    assert "APPROVED, AND WAITS TO BE PUBLISHED" in message.body
    assert sent() == [(publishes.email, ONE)]
    run()
    assert sent() == []
    Reminder.objects.all().delete()
    schedule(spacer, revision=draft, at=timezone.now() + timedelta(days=1), by=publishes)
    run()
    assert sent() == []
