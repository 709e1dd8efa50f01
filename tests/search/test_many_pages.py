"""Among more pages than can be judged, those that answer are still the ones that are found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.search.conftest import Publish
from tests.search.library import WORDS, condition, found, guide

MANY = 40  # more than all of them are looked at
OTHERS = {
    f"en/guides/g-{at:02}.md": guide(f"Daily life {at}", "Wash the incision. Sleep well. Walk uphill.", about="A walk.")
    for at in range(MANY)
}


@pytest.fixture
def crowd(publish: Publish) -> None:
    """Many pages that say the same, and a few of which each says something besides."""
    publish(
        OTHERS
        | {
            "en/search/words.md": WORDS,
            "en/guides/walking.md": guide("Walking", "Begin on the flat.", about="Each day a little."),
            "en/guides/ladders.md": guide("Ladders and heights", "Walk around a scaffold.", about="About heights."),
            "en/guides/cut.md": guide("Your cut", "Keep it dry.", about="Dry and clean."),
            "en/conditions/ulbd.md": condition("Tight canal", "It gives way.", asked_as=["ULBD"]),
        }
    )


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("walking", "/guides/walking/"),  # a name that is the question comes before forty that only hold the word
        ("incision", "/guides/cut/"),  # a name that means the same comes before forty texts with the very word
        ("ladder", "/guides/ladders/"),
        ("walk a scaffold", "/guides/ladders/"),  # all of it, in one text only
        ("ladder handstand", "/guides/ladders/"),  # a part of it, because nothing here holds the rest
        ("ULBD L3/4", "/conditions/ulbd/"),  # figures weigh little, known or not
        ("ULBD 42", "/conditions/ulbd/"),
    ],
)
def test_what_answers_is_found_among_many_pages(crowd: None, question: str, first: str) -> None:
    assert found(question)[0] == first


def test_a_question_of_forty_pages_takes_a_fixed_number_of_reads(crowd: None) -> None:
    for question in ("walking", "incision", "ladder", "walk a scaffold", "ladder handstand", "daily life"):
        with CaptureQueriesContext(connection) as counted:
            assert found(question)
        assert len(counted) <= 9, question
