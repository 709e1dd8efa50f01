"""What of the library is red or amber, since when, and who looks after it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk import publishing, reviewing, withdrawing
from portal.desk.approvals import SignOff
from portal.desk.care.standing import standing
from portal.desk.care.stewardship import hand_over
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.shelf.rows import ROWS
from tests.desk.four_eyes import publish, schedule
from tests.desk.test_publishing import revised

TODAY = date(2026, 11, 26)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine: object) -> None:
    time_machine.move_to("2026-11-26T09:00:00+00:00")


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", first_name="Ann", last_name="Demo", is_staff=True)


def signed(slug: str, on: date, due: date) -> SignOff:
    document = Document.objects.get(slug=slug)
    row = ROWS[document.kind].objects.at("en", document.ref).select_related("edition").get()
    by, _is_new = User.objects.get_or_create(username="signs")
    return reviewing.sign_off(
        document,
        reading_digest=row.reading_digest,
        reviewer_name="Dr Example",
        reviewer_role="surgeon (demo)",
        reviewed_on=on,
        due_on=due,
        by=by,
    )


def told() -> list[tuple[str, str, str, date]]:
    return [(item.colour, item.sort, item.document.slug, item.since) for item in standing().items]


def test_a_library_in_order_has_nothing_red_or_amber(loaded: Path) -> None:
    signed("questions", TODAY, TODAY + timedelta(days=61))
    assert told() == []
    assert standing().counts == {"red": 0, "amber": 0}


def test_reviews_turn_amber_sixty_days_before_and_red_the_day_after(loaded: Path, ann: User) -> None:
    signed("questions", date(2025, 1, 1), TODAY - timedelta(days=1))
    signed("spinal-stenosis", date(2025, 1, 1), TODAY)
    signed("another-operation", date(2026, 2, 1), TODAY + timedelta(days=60))
    signed("interspinous-spacer", date(2025, 2, 1), TODAY + timedelta(days=61))
    hand_over(Document.objects.get(slug="questions"), owner=ann, deputy=None, by=ann)
    assert told() == [
        ("red", "overdue", "questions", date(2026, 11, 25)),
        ("amber", "due", "spinal-stenosis", date(2026, 11, 26)),
        ("amber", "due", "another-operation", date(2027, 1, 25)),
    ]
    first = standing().items[0]
    assert (first.title, first.owner, first.why, first.kind.slug, first.screen) == (
        "Questions to ask",
        ann,
        "Its clinical review was due on 25 November 2026.",
        "guide",
        "review",
    )
    assert standing(TODAY + timedelta(days=1)).counts == {"red": 2, "amber": 2}


def test_a_page_that_changed_is_amber_until_its_review_is_over_too(spacer: Document, writer: User) -> None:
    signed("interspinous-spacer", date(2026, 1, 5), date(2026, 12, 1))
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    assert told() == [("amber", "changed", "interspinous-spacer", date(2026, 1, 5))]
    (item,) = standing(date(2026, 12, 2)).items
    assert (item.colour, item.sort, item.why) == (
        "red",
        "overdue",
        "Its clinical review was due on 1 December 2026, and it has changed since the last one.",
    )


def test_what_one_person_did_alone_is_amber_and_red_once_it_is_late(
    spacer: Document, ann: User, time_machine: object
) -> None:
    publishing.correct(spacer, revision=revised(spacer, "is small", "is tiny", ann), by=ann, note="a dose")
    withdrawing.withdraw(Document.objects.get(slug="questions"), by=ann, note="outdated")
    assert {line[:3] for line in told()} == {
        ("amber", "unconfirmed", "questions"),
        ("amber", "unconfirmed", "interspinous-spacer"),
    }
    assert {item.by_id for item in standing().items} == {ann.pk}
    assert standing().counts == {"red": 0, "amber": 2}
    time_machine.move_to("2026-11-29T09:00:01+00:00")
    assert standing().counts == {"red": 2, "amber": 0}
    assert "Ann Demo" in standing().items[0].why
    assert "That time is over." in standing().items[0].why


def test_a_schedule_that_was_refused_is_red(spacer: Document, writer: User, time_machine: object) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    schedule(spacer, revision=draft, at=timezone.now() + timedelta(hours=1), by=writer)
    reviewing.send_back(draft, by=User.objects.get(username="second-person"), comment="Not yet.")
    assert told() == []
    time_machine.move_to("2026-11-26T10:11:00+00:00")
    assert [document for document, _reason in tick().refused] == [spacer]
    assert told() == [("red", "refused", "interspinous-spacer", TODAY)]


def test_a_page_never_reviewed_is_on_neither_list(loaded: Path) -> None:
    assert told() == []


def test_more_items_ask_no_more_questions(loaded: Path, ann: User) -> None:
    counts = []
    slugs = ["questions", "spinal-stenosis", "interspinous-spacer"]
    for slug in slugs:
        signed(slug, date(2025, 1, 1), TODAY - timedelta(days=1))
        hand_over(Document.objects.get(slug=slug), owner=ann, deputy=None, by=ann)
        with CaptureQueriesContext(connection) as asked:
            assert [item.owner for item in standing().items] == [ann] * (len(counts) + 1)
        counts.append(len(asked))
    assert counts == [3, 3, 3]


def test_readers_of_an_overdue_page_are_told_by_the_timed_run_alone(
    loaded: Path, client: Client, time_machine: object
) -> None:
    signed("questions", TODAY, date(2026, 11, 28))
    tick()
    address = "/guides/questions/"
    assert "Clinically reviewed." in client.get(address).content.decode()
    tag = client.get(address).headers["ETag"]
    time_machine.move_to("2026-11-28T23:59:00+00:00")
    assert tick().turned == 0
    time_machine.move_to("2026-11-29T00:01:00+00:00")
    assert tick().turned == 1
    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    words = " ".join(answer.content.decode().split())
    assert "Review overdue." in words
    assert "the next review was due on 28 November 2026." in words
