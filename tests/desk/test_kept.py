"""Tests that begin with the same library do not see each other, nor does one that begins with nothing see theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from portal.desk.documents import Document
from portal.desk.exchange.comparison import Step
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from tests.kept import keeper, starting_with
from tests.library import DOCUMENTS

QUESTIONS = "en/guides/questions.md"
small = starting_with({QUESTIONS: DOCUMENTS[QUESTIONS]})


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(datetime(2001, 2, 3, tzinfo=UTC)):
        yield


@pytest.mark.parametrize("time", ["first", "again"])
def test_what_a_test_has_written_is_gone_for_the_next(loaded: Path, time: str) -> None:
    assert User.objects.count() == 0
    User.objects.create_user(time)
    assert keeper.documents is DOCUMENTS


def test_the_folder_of_each_test_is_its_own_and_agrees_with_the_desk(loaded: Path, tmp_path: Path) -> None:
    assert loaded == tmp_path / "content"
    assert {item.step for item in plan(loaded).items} == {Step.NOTHING}
    assert Document.objects.count() == len(DOCUMENTS)


def test_another_library_takes_its_place(small: Path) -> None:
    assert [document.slug for document in Document.objects.all()] == ["questions"]


def test_who_begins_with_nothing_finds_nothing(db: None) -> None:
    assert not Document.objects.exists()
    assert keeper.documents is None


def test_what_is_dated_by_a_clock_of_the_test_is_loaded_by_the_test(clock: None, loaded: Path) -> None:
    assert {document.live.made_at.year for document in Document.objects.select_related("live")} == {2001}
    assert keeper.documents is None


@pytest.mark.django_db(transaction=True)
def test_what_other_connections_must_see_is_loaded_by_the_test(loaded: Path) -> None:
    assert not connection.in_atomic_block
    assert Document.objects.count() == len(DOCUMENTS)
