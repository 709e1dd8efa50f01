"""What patients type, held against the shipped library on either database.

The questions were written by people who knew the pages by title and text, not the search: lay words, misspellings,
symptoms, whole questions, abbreviations, codes, worries.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.search.asked import Scope
from portal.search.finding import find
from portal.shelf.addresses import address_of
from portal.text.references import Ref

pytestmark = pytest.mark.usefixtures("site", "db")

FOLDER = Path(__file__).parent / "questions"
SCOPE = Scope("en")
# Of a hundred questions, so many may have no right page among the first three.
MISSES_OF_100 = 5
LEADS = {
    "emergency": {"every_page", "after_treatment"},
    "after": {"every_page", "after_treatment"},
    "crisis": {"crisis_line"},
}


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Each question of a file, and what stands behind it."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, _bar, rest = line.partition("|")
            yield question.strip(), rest.split()


def test_the_right_page_is_among_the_first_three_for_nearly_all_questions() -> None:
    asked, missed = 0, []
    for question, wanted in rows("found.txt"):
        asked += 1
        found = [hit.address for hit in find(question, SCOPE).hits[:3]]
        right = {address_of("en", Ref.parse(name)) for name in wanted}
        if right.isdisjoint(found):
            missed.append(f"{question}: {found}")
    assert asked >= 870
    assert len(missed) * 100 <= asked * MISSES_OF_100, missed


def test_nothing_is_found_for_other_matters() -> None:
    assert [question for question, _nothing in rows("nothing.txt") if find(question, SCOPE).hits] == []


def test_what_to_do_at_once_stands_first_for_every_emergency() -> None:
    told = {question: (kind, find(question, SCOPE).urgent[:1]) for question, (kind,) in rows("urgent.txt")}
    assert len(told) >= 260
    assert [question for question, (kind, first) in told.items() if not LEADS[kind].intersection(first)] == []


def test_few_harmless_questions_bring_up_a_card() -> None:
    alarmed = [question for question, _nothing in rows("calm.txt") if find(question, SCOPE).urgent]
    assert len(alarmed) <= 2, alarmed


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("can't pee", "every_page"),
        ("numb between my legs", "every_page"),
        ("legs went weak", "every_page"),
        ("can't breathe after op", "after_treatment"),
        ("calf swollen", "after_treatment"),
        ("wound leaking", "after_treatment"),
        ("want to die", "crisis_line"),
    ],
)
def test_the_plainest_words_of_an_emergency_lead_to_the_right_card(question: str, lead: str) -> None:
    assert find(question, SCOPE).urgent[:1] == (lead,)


@pytest.mark.parametrize("question", ["knee replacement", "aortic stenosis", "inguinal hernia"])
def test_operations_elsewhere_are_told_to_be_elsewhere(question: str) -> None:
    found = find(question, SCOPE)
    assert (found.hits, found.urgent) == ((), ())


@pytest.mark.parametrize(
    "question",
    [
        "asthma before operation",
        "pacemaker and MRI scan",
        "epilepsy and anaesthetic",
        "stent and blood thinners before surgery",
        "covid before my operation",
        "dementia after surgery",
        "CAT scan of my back",
        "pian in my leg",
    ],
)
def test_what_people_have_besides_hides_nothing(question: str) -> None:
    assert find(question, SCOPE).hits


@pytest.mark.parametrize(
    "question", ["temperature 39 after operation in my room", "fever after surgery, emergency room"]
)
def test_where_somebody_is_takes_nothing_from_a_fever(question: str) -> None:
    assert set(find(question, SCOPE).urgent) & LEADS["after"]
