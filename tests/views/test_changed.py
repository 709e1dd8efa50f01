"""“You said, we changed” on the page about this site, and nowhere else."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk.documents import Document
from portal.desk.exchange.renaming import rename
from portal.desk.people import User
from portal.text.references import Ref
from portal.visitors import triage
from portal.visitors.feedback import Feedback
from tests.admin.forms import words_of
from tests.site.asked import HOSTILE
from tests.views.conftest import SITE, Publish
from tests.visitors.messages import TEXT, sent

ABOUT = """---
format: 1
title: About this site
summary: Who made it.
short_answer: We made it.
---

## Who made it

We did.
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def about(publish: Publish) -> None:
    publish(SITE | {"en/articles/about.md": ABOUT})


@pytest.fixture
def nurse(db: None) -> User:
    return User.objects.create_user("nurse")


def answered(nurse: User, words: str, *, is_shown: bool = True, **place: Any) -> Feedback:
    told = triage.Answer(f"Said {words}.", f"Changed {words}.", is_shown, TEXT)
    return triage.answer(sent("reader’s own words", **place), by=nurse, told=told)


def test_it_says_honestly_that_nothing_was_changed_yet(client: Client, about: None, nurse: User) -> None:
    sent()
    answered(nurse, "quietly", is_shown=False)
    page = client.get("/about/")
    assert "We have changed nothing because of that yet." in words_of(page)
    assert "quietly" not in words_of(page)
    assert '<li><a href="#you-said">You said, we changed</a></li>' in page.content.decode()


def test_answers_that_are_shown_stand_there_newest_first_without_readers_words(
    client: Client, about: None, nurse: User, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-03 12:00Z")
    answered(nurse, "first")
    answered(nurse, "of a page that is gone", ref=Ref("guide", "gone"))
    time_machine.move_to("2026-11-22 12:00Z")
    answered(nurse, "second")
    said = words_of(client.get("/about/"))
    first, gone, second = (said.index(f"Changed {name}.") for name in ("first", "of a page that is gone", "second"))
    assert second < gone < first
    assert "You said: Said second. We changed: Changed second. 22 November 2026 · A spacer between the bones" in said
    assert "Changed of a page that is gone. 3 November 2026 You said:" in said
    assert "reader’s own words" not in said
    assert Feedback.objects.filter(answered_on=date(2026, 11, 22)).count() == 1


def test_an_answer_about_a_page_with_another_name_since_leads_there(client: Client, about: None, nurse: User) -> None:
    answered(nurse, "first")
    rename(Document.objects.get(kind="procedure"), "spacer")
    page = client.get("/about/").content.decode()
    assert '<a href="/procedures/spacer/">A spacer between the bones</a>' in page


def test_staffs_words_are_shown_as_typed(client: Client, about: None, nurse: User) -> None:
    triage.answer(sent(), by=nurse, told=triage.Answer(HOSTILE, HOSTILE, True, TEXT))
    page = client.get("/about/")
    assert "<script>alert" not in page.content.decode()
    assert HOSTILE in words_of(page)


def test_a_kept_copy_is_given_up_when_an_answer_comes(
    client: Client, about: None, nurse: User, time_machine: Any
) -> None:
    tag = client.get("/about/").headers["ETag"]
    assert client.get("/about/", headers={"if-none-match": tag}).status_code == 304
    sent()
    assert client.get("/about/", headers={"if-none-match": tag}).status_code == 304
    answered(nurse, "first")
    assert client.get("/about/", headers={"if-none-match": tag}).status_code == 200


def test_no_other_page_has_it_or_pays_for_it(client: Client, about: None, nurse: User) -> None:
    answered(nurse, "first")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/procedures/interspinous-spacer/")
    assert "You said" not in words_of(page)
    assert [query for query in asked if "portal_feedback" in query["sql"]] == []


@pytest.mark.parametrize("count", [1, 3])
def test_its_cost_does_not_grow(client: Client, about: None, nurse: User, count: int) -> None:
    for number in range(count):
        answered(nurse, str(number))
    with CaptureQueriesContext(connection) as asked:
        client.get("/about/")
    assert len(asked) == 10
    assert timezone.localdate() == Feedback.objects.first().answered_on
