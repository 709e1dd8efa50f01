"""A portal that may be written down, and a folder for it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest

from portal.desk.documents import Document
from portal.desk.press.projection import take_off
from portal.plain_files import compressing
from portal.plain_files.publishing import Published, publish_site
from portal.shelf.counter import Counter
from portal.shelf.moved import Moved
from tests.views.choices import COMPARED
from tests.views.conftest import SITE, starting_with

NAME = "https://portal.example"
SPACER = "/procedures/interspinous-spacer/"
STENOSIS = "/conditions/spinal-stenosis/"
Write = Callable[..., Published]

site = starting_with(SITE)
compared = starting_with(COMPARED)


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    """The site has a name of its own."""
    settings.SITE_URL, settings.ALLOWED_HOSTS = NAME, ["portal.example"]


@pytest.fixture(autouse=True)
def packed_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """How small files get is not what is tested here."""
    monkeypatch.setattr(compressing, "BROTLI_QUALITY", 0)
    monkeypatch.setattr(compressing, "GZIP_LEVEL", 1)


@pytest.fixture(autouse=True)
def waited_for() -> Iterator[Mock]:
    """Nobody waits here until everything is on the disk, which on a busy machine takes seconds."""
    with patch("os.sync") as sync:
        yield sync


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "plain"


@pytest.fixture
def write(folder: Path) -> Write:
    """Publish the site into the folder."""
    return lambda **how: publish_site(folder, **how)


def read(folder: Path, name: str) -> str:
    """A file that readers get."""
    return (folder / "current" / "site" / name).read_text(encoding="utf-8")


def names(folder: Path) -> set[str]:
    """Every file that readers get."""
    site = folder / "current" / "site"
    return {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}


def releases(folder: Path) -> set[str]:
    """What is below releases/."""
    return {path.name for path in (folder / "releases").iterdir()}


def something_is_published() -> None:
    Counter.bump(["en"])


def rename_and_withdraw() -> None:
    """An old address leads to the narrowed canal, and the spacer is taken down."""
    Moved.objects.create(language="en", kind="condition", slug="narrow", to_kind="condition", to_slug="spinal-stenosis")
    take_off(Document.objects.get(kind="procedure", slug="interspinous-spacer"))
    something_is_published()
