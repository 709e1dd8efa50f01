"""Two people at one document know of each other, and nobody is locked out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.admin.addresses import screen
from portal.desk.people import User
from portal.desk.presence import AWAY, Writing, forget_gone, note, others
from portal.desk.ticking import tick
from portal.desk.vault.schemas import kept_models
from tests.admin.conftest import WRITES, document
from tests.admin.forms import form_in, words_of

SPACER = ("procedure", "interspinous-spacer")
# Long before the people of these tests sign in, so that no session has ended by then.
AT = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor(staff):
    client = staff("doctor", *WRITES)
    User.objects.filter(username="doctor").update(first_name="Dr", last_name="Example")
    return client


def change(client):
    return words_of(client.get(screen(document(*SPACER), "change")))


def test_a_colleague_is_told_who_has_the_page_open_since_when(loaded, writer, doctor):
    with time_machine.travel(AT, tick=False):
        assert "has had this page open" not in change(doctor)
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        assert "Dr Example has had this page open since 10:30 (last seen a minute ago)." in change(writer)
        assert "writer has had this page open since 10:31 (there just now)." in change(doctor)


def test_who_keeps_the_page_open_stays_and_who_has_gone_is_forgotten(loaded, writer, doctor):
    here = screen(document(*SPACER), "here")
    with time_machine.travel(AT, tick=False):
        change(doctor)
    with time_machine.travel(AT + timedelta(minutes=9), tick=False):
        assert doctor.post(here).status_code == 200
    with time_machine.travel(AT + timedelta(minutes=15), tick=False):
        said = words_of(writer.post(here))
        assert "Dr Example has had this page open since 10:30 (last seen 6 minutes ago)." in said
    with time_machine.travel(AT + timedelta(minutes=9) + AWAY + timedelta(seconds=1), tick=False):
        assert words_of(writer.post(here)) == ""
        change(doctor)
        assert "since 10:49" in words_of(writer.post(here))


def test_both_can_save(loaded, writer, doctor):
    address = screen(document(*SPACER), "change")
    mine, theirs = form_in(writer.get(address)), form_in(doctor.get(address))
    assert doctor.post(address, theirs | {"summary": "Theirs."}).status_code == 302
    assert writer.post(address, mine | {"title": "Mine"}).status_code == 302
    text = document(*SPACER).head.text
    assert ("title: Mine" in text, "summary: Theirs." in text) == (True, True)


def test_only_who_may_write_is_noted_and_only_by_post(loaded, writer, staff):
    here = screen(document(*SPACER), "here")
    assert writer.get(here).status_code == 405
    assert staff("reader", "view").post(here).status_code == 403
    assert Client().post(here).status_code == 403
    assert Writing.objects.count() == 0
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    assert strict.post(here).status_code == 403
    assert Writing.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_the_people(loaded, writer):
    found, here = document(*SPACER), screen(document(*SPACER), "here")

    def queries(names):
        for name in names:
            note(document=found, by=User.objects.create_user(name))
        writer.post(here)
        with CaptureQueriesContext(connection) as counted:
            shown = words_of(writer.post(here))
        return len(counted), shown.count("has had this page open")

    first, one = queries(["a"])
    last, three = queries(["b", "c"])
    assert (one, three) == (1, 3)
    assert first == last


def test_a_name_with_markup_is_shown_as_words(loaded, writer):
    found = document(*SPACER)
    note(document=found, by=User.objects.create_user("<b>x</b>"))
    assert "&lt;b&gt;x&lt;/b&gt;" in writer.post(screen(found, "here")).content.decode()


def test_the_timed_run_throws_old_notes_away(loaded):
    found, user = document(*SPACER), User.objects.create_user("a")
    with time_machine.travel(AT, tick=False):
        note(document=found, by=user)
        assert (forget_gone(), Writing.objects.count()) == (0, 1)
        assert others(document=found, besides=User.objects.create_user("b"))[0].by == user
    with time_machine.travel(AT + AWAY + timedelta(seconds=1), tick=False):
        tick()
        assert Writing.objects.count() == 0


def test_a_clock_that_was_set_back_keeps_nobody_from_writing(loaded):
    found, user = document(*SPACER), User.objects.create_user("a")
    with time_machine.travel(AT, tick=False):
        note(document=found, by=user)
    with time_machine.travel(AT - timedelta(hours=1), tick=False):
        note(document=found, by=user)
    assert Writing.objects.get().seen_at == AT


def test_a_person_is_noted_once_at_a_document(loaded):
    found, user = document(*SPACER), User.objects.create_user("a")
    note(document=found, by=user)
    note(document=found, by=user)
    with pytest.raises(IntegrityError):
        Writing.objects.create(document=found, by=user, opened_at=AT, seen_at=AT)


def test_notes_are_in_no_backup():
    assert Writing not in kept_models()
