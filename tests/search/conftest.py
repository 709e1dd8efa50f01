"""The made-up library, published, and the ways in which its documents change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from tests.kept import starting_with
from tests.library import write_library
from tests.search.library import LIBRARY

Publish = Callable[[dict[str, str]], None]


@pytest.fixture
def publish(db: None, tmp_path: Path) -> Publish:
    """Publish documents, given by their paths below content/; withdraw what was given before and is not any more."""

    def publish_documents(documents: dict[str, str]) -> None:
        folder = tmp_path / "content"
        for path in folder.rglob("*.md"):
            path.unlink()
        write_library(folder, documents)
        load(plan(folder), prune=True)

    return publish_documents


published_library = starting_with(LIBRARY)


@pytest.fixture
def library(published_library: Path) -> dict[str, str]:
    """The made-up library, published."""
    return LIBRARY
