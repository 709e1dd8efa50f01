"""A morning on which reminders go out, and a person who looks after a page."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.desk.care.stewardship import hand_over
from portal.desk.documents import Document
from portal.desk.people import User
from tests.desk.care.reminders import SITE, TODAY, person
from tests.desk.care.test_standing import signed


@pytest.fixture
def morning(settings: object, time_machine: object) -> None:
    """The site has an address to send from, and it is six o'clock."""
    for name, value in SITE.items():
        setattr(settings, name, value)
    time_machine.move_to("2026-11-26T06:00:00+00:00")


@pytest.fixture
def ann(db: None) -> User:
    ann = person("ann")
    ann.first_name, ann.last_name = "Ann", "Demo"
    ann.save()
    return ann


@pytest.fixture
def overdue(loaded: Path, ann: User) -> Document:
    """A page of Ann's whose review was due yesterday."""
    signed("questions", date(2025, 1, 1), TODAY - timedelta(days=1))
    questions = Document.objects.get(slug="questions")
    hand_over(questions, owner=ann, deputy=None, by=ann)
    return questions
