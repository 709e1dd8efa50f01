"""The lists of the visit kit on the shelf."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.shelf.kit import KitList
from tests.library import write_library
from tests.views.kit_form import KIT

pytestmark = pytest.mark.django_db


@pytest.fixture
def kit(db: None, tmp_path: Path) -> None:
    """The lists, published."""
    load(plan(write_library(tmp_path, KIT)))


def test_lists_come_by_their_position(kit: None) -> None:
    assert [one.slug for one in KitList.objects.in_language("en").in_order()] == ["wants", "ready", "questions"]
    assert KitList.objects.get(slug="wants").lines == [
        {"id": "plan", "words": "I want a plan."},
        {"id": "choices", "words": "I want to hear my choices."},
    ]


@pytest.mark.parametrize(("part", "stage"), [("question", ""), ("want", "pain")])
def test_only_questions_have_a_stage_and_all_do(kit: None, part: str, stage: str) -> None:
    with pytest.raises(IntegrityError, match="only_questions_of_the_kit_have_a_stage"), transaction.atomic():
        KitList.objects.filter(slug="wants").update(part=part, stage=stage)
