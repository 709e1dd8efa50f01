"""What the front page shows of reviews: the first of each state, and how many there are."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk.care.reviews import (
    MINE,
    OTHERS,
    WANTING,
    awaiting_review,
    by_urgency,
    first_of_each,
    in_review_states,
    looked_after,
)
from portal.desk.documents import Document
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.shelf.pages import Page
from portal.shelf.reference import Card
from tests.library import write_library

CARD = "---\nformat: 1\ntitle: Card {n}\nposition: {n}\nshown_on: every_page\nin_brief: Numb.\n---\n\n- Call at once.\n"
GUIDE = "---\nformat: 1\ntitle: Guide {n}\nsummary: A guide.\nshort_answer: Yes.\nstage: pain\n---\n\n## Ask\n\nAsk.\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def many(loaded: Path) -> None:
    """Three cards and nine guides besides the four pages; none is reviewed yet."""
    cards = {f"en/cards/card-{n}.md": CARD.format(n=n) for n in range(1, 4)}
    load(plan(write_library(loaded, cards | {f"en/guides/guide-{n}.md": GUIDE.format(n=n) for n in range(1, 10)})))


def review(slug: str, *, due_in: int, digest: str = "") -> None:
    """Let the page or the card have a review that is due in so many days, of these words or of the present ones."""
    table = Card if slug.startswith("card") else Page
    row = table.objects.select_related("edition").get(slug=slug)
    today = timezone.localdate()
    row.reviewed_on, row.review_due_on = today - timedelta(days=100), today + timedelta(days=due_in)
    row.reviewed_digest, row.reviewer_name = digest or row.reading_digest, "A. Demo"
    row.save()


@pytest.fixture
def reviewed(many: None, writer: User) -> None:
    """Reviews in every state, some of them the writer's to look after, one only as the deputy of somebody who left."""
    for slug, due_in in {"guide-1": -5, "guide-2": -7, "card-1": -6, "guide-3": -5, "card-2": 10, "guide-4": 5}.items():
        review(slug, due_in=due_in)
    for slug in ("guide-5", "guide-6", "card-3"):
        review(slug, due_in=300, digest="f" * 64)
    review("guide-7", due_in=60)
    review("guide-8", due_in=61)
    here = User.objects.create_user("here", is_staff=True)
    gone = User.objects.create_user("gone", is_active=False)
    Document.objects.filter(slug__in=["guide-1", "card-1", "guide-5", "guide-8"]).update(owner=writer)
    Document.objects.filter(slug__in=["guide-2"]).update(owner=here, deputy=writer)
    Document.objects.filter(slug__in=["guide-3"]).update(owner=gone, deputy=writer)


@pytest.mark.parametrize("most", [1, 2, 3, 8])
def test_they_are_the_first_of_all_that_are_listed(reviewed: None, writer: User, most: int) -> None:
    def listed(whose: str, state: str) -> tuple[int, list[int]]:
        keys = list(by_urgency(looked_after(in_review_states([state]), whose, writer)))
        return len(keys), keys[:most]

    expected = {(whose, state): listed(whose, state) for whose in (MINE, OTHERS) for state in WANTING}
    found = first_of_each(WANTING, writer, most)
    assert found == {place: what for place, what in expected.items() if what[0]}
    assert {place: what[0] for place, what in found.items()} == {
        (MINE, "overdue"): 3,
        (MINE, "changed"): 1,
        (OTHERS, "overdue"): 1,
        (OTHERS, "changed"): 2,
        (OTHERS, "due"): 3,
    }


def test_pages_and_cards_stand_together_by_their_date(reviewed: None, writer: User) -> None:
    _count, keys = first_of_each(WANTING, writer, 8)[MINE, "overdue"]
    slugs = dict(Document.objects.values_list("pk", "slug"))
    assert [slugs[key] for key in keys] == ["card-1", "guide-1", "guide-3"]


def test_only_the_states_that_were_asked_for_are_counted(reviewed: None, writer: User) -> None:
    assert set(first_of_each(["due"], writer, 8)) == {(OTHERS, "due")}


def test_what_was_never_reviewed_is_only_counted(many: None, writer: User) -> None:
    assert awaiting_review() == 16
    assert first_of_each(WANTING, writer, 8) == {}
    review("guide-1", due_in=100)
    review("card-1", due_in=-1)
    assert awaiting_review() == 14


def test_the_cost_is_the_same_with_one_review_and_with_three(many: None, writer: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            first_of_each(WANTING, writer, 8)
        return len(counted)

    review("guide-1", due_in=-1)
    assert cost() == 2
    review("guide-2", due_in=-1)
    review("card-1", due_in=-1)
    assert cost() == 2
