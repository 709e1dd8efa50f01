"""A loaded library and people, for tests of the desk."""

from pathlib import Path

import pytest

from portal.desk.documents import Document
from portal.desk.loading import load
from portal.desk.people import User
from portal.desk.plans import plan
from tests.library import write_library


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with the small library, not loaded yet."""
    return write_library(tmp_path / "content")


@pytest.fixture
def loaded(content: Path, db: None) -> Path:
    """The same folder, loaded and published."""
    load(plan(content))
    return content


@pytest.fixture
def writer(db: None) -> User:
    return User.objects.create_user("writer")


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user("reviewer")


@pytest.fixture
def spacer(loaded: Path) -> Document:
    """The published procedure."""
    return Document.objects.get(kind="procedure", slug="interspinous-spacer")
