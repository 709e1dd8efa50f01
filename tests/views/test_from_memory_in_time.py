"""Real pages from memory are new as soon as somebody looked, and stay readable when nobody can."""

from datetime import date, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from portal.desk import drafts, sharing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.ready import watch as watching
from portal.ready.watch import LONGEST_BLIND
from portal.shelf.treatments import Procedure
from tests.desk.four_eyes import publish as published
from tests.desk.four_eyes import schedule
from tests.ready.asking import get
from tests.views.test_pages import SPACER


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("somebody", is_staff=True)


@pytest.fixture
def questions(site: None) -> Document:
    return Document.objects.get(slug="questions")


def revised(document: Document, old: str, new: str, by: User) -> Revision:
    text = document.head.text.replace(old, new)
    found = drafts.revise(document, text=text, based_on=document.head, author=by, origin=Origin.STAFF)
    document.refresh_from_db()
    return found


def test_a_draft_and_its_preview_are_nowhere_in_memory(questions, front, person):
    draft = revised(questions, "What if I wait?", "zwitscherling", person)
    until = timezone.now() + timedelta(days=1)
    _link, token = sharing.share(revision=draft, html="<p>zwitscherling</p>", note="Ann", until=until, by=person)
    assert b"zwitscherling" in get(front, f"/preview/{token}/").body
    assert front.memory.taken == 0
    assert b"zwitscherling" not in get(front, "/guides/questions/").body


def test_a_publication_is_seen_after_one_look(questions, front, person):
    before = get(front, "/guides/questions/")
    published(questions, revision=revised(questions, "What if I wait?", "What if I do not?", person), by=person)
    assert get(front, "/guides/questions/") == before
    front.watch.look()
    after = get(front, "/guides/questions/", HTTP_IF_NONE_MATCH=before.headers["ETag"])
    assert (after.status, b"What if I do not?" in after.body, b"What if I wait?" in after.body) == (200, True, False)


def test_a_withdrawn_page_is_gone_after_one_look(questions, front, person):
    assert get(front, "/guides/questions/").status == 200
    withdraw(questions, by=person, note="It was wrong.")
    front.watch.look()
    assert [get(front, "/guides/questions/").status for _time in "12"] == [410, 410]


def test_a_scheduled_publication_is_seen_after_the_timed_run_and_one_look(questions, front, person, time_machine):
    at = timezone.now() + timedelta(hours=1)
    draft = revised(questions, "What if I wait?", "What if I do not?", person)
    schedule(questions, revision=draft, at=at, by=person)
    assert b"What if I wait?" in get(front, "/guides/questions/").body
    time_machine.move_to(at + timedelta(minutes=1), tick=False)
    tick()
    front.watch.look()
    assert b"What if I do not?" in get(front, "/guides/questions/").body


def test_a_review_that_falls_due_is_said_after_the_timed_run_and_one_look(site, front, time_machine):
    time_machine.move_to("2026-05-04T12:00:00Z", tick=False)
    row = Procedure.objects.select_related("edition").get()
    reviewed = {"reviewer_name": "Ann", "reviewer_role": "surgeon", "reviewed_on": date(2026, 3, 1)}
    due = {"review_due_on": date(2026, 5, 4), "fresh_until": timezone.now() + timedelta(hours=1)}
    Procedure.objects.update(reviewed_digest=row.reading_digest, **reviewed, **due)
    first = front.watch.look()
    assert b"next review due 4 May 2026." in get(front, SPACER).body
    time_machine.move_to("2026-05-04T13:01:00Z", tick=False)
    assert tick().turned == 1
    assert front.watch.look() is not first


def test_at_midnight_every_page_is_made_anew(site, front, time_machine, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    time_machine.move_to("2026-05-04T21:59:59Z", tick=False)
    row = Procedure.objects.select_related("edition").get()
    reviewed = {"reviewer_name": "Ann", "reviewer_role": "surgeon", "reviewed_on": date(2026, 3, 1)}
    Procedure.objects.update(reviewed_digest=row.reading_digest, **reviewed, review_due_on=date(2026, 5, 4))
    assert b"next review due 4 May 2026." in get(front, SPACER).body
    time_machine.move_to("2026-05-04T22:00:00Z", tick=False)
    front.watch.look()
    assert b"the next review was due on 4 May 2026." in get(front, SPACER).body


def test_readers_read_on_without_a_database_for_a_quarter_of_an_hour(site, front, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: now[0])
    before = get(front, SPACER)

    def away() -> None:
        raise OperationalError

    front.watch._numbers = away
    now[0] = LONGEST_BLIND - 1.0
    assert front.watch.look() is None
    assert get(front, SPACER) == before
    assert len(front.application.asked) == 1
    now[0] = LONGEST_BLIND + 1.0
    get(front, SPACER)
    get(front, SPACER)
    assert len(front.application.asked) == 3
