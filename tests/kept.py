"""Libraries with which many tests begin: loaded once, and kept as long as test after test begins with the same one.

Loading a library takes longer than most tests. So it is done in a transaction around those of the tests, which take
back to it what they have changed. `starting_with` makes a fixture of a library; the rest is for pytest.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from tests.library import write_library

Documents = dict[str, str]
# What makes a database usable for a test; what is kept has to be there before.
OPENS = "_django_db_helper"
# Tests with these load by themselves: they need the load's rows committed, or dated by a clock that was set before.
LOADS_ITSELF = {"transactional_db", "live_server", "clock", "morning", "today"}
BEGINNING = pytest.StashKey[Documents | None]()


def starting_with(documents: Documents) -> Callable[[pytest.FixtureRequest], Path]:
    """A fixture: the folder with these documents, by their paths below it, and the desk that has published them."""

    def library(request: pytest.FixtureRequest, tmp_path: Path, db: None) -> Path:
        content = write_library(tmp_path / "content", documents)
        if keeper.documents is not documents:
            load(plan(content))
        return content

    library.documents = documents  # type: ignore[attr-defined]
    return pytest.fixture(library)


def begins_with(item: pytest.Item) -> Documents | None:
    """The library that is kept for this test, `None` for a test that begins with nothing or loads by itself."""
    if BEGINNING not in item.stash:
        item.stash[BEGINNING] = _beginning(item)
    return item.stash[BEGINNING]


def _beginning(item: pytest.Item) -> Documents | None:
    names = getattr(item, "fixturenames", ())
    mark = item.get_closest_marker("django_db")
    if LOADS_ITSELF & set(names) or (mark is not None and mark.kwargs.get("transaction")):
        return None
    definitions = [item._fixtureinfo.name2fixturedefs.get(name) for name in names]  # type: ignore[attr-defined]
    libraries = [getattr(found[-1].func, "documents", None) for found in definitions if found]
    return next((documents for documents in libraries if documents is not None), None)


def needs_rows(item: pytest.Item) -> bool:
    """Whether a test reads or writes the database, itself or by a fixture."""
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in getattr(item, "fixturenames", ())


class Keeper:
    """Holds one library, in a transaction that is never committed."""

    def __init__(self) -> None:
        self.documents: Documents | None = None
        self._open = ExitStack()

    def take(self, documents: Documents, folder: Path) -> None:
        """Load these documents. Nothing else may be held."""
        with ExitStack() as opened:
            opened.enter_context(transaction.atomic())
            opened.callback(transaction.set_rollback, True)
            load(plan(write_library(folder, documents)))
            self._open, self.documents = opened.pop_all(), documents

    def put_away(self) -> None:
        """Leave the database as empty as it was."""
        self.documents = None
        self._open.close()


keeper = Keeper()


@pytest.fixture(scope="session")
def library_keeper(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Keeper]:
    """What holds the library; nothing at the end."""
    yield keeper
    with django_db_blocker.unblock():
        keeper.put_away()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests of one file that begin with the same library follow one another."""
    order: dict[int, int] = {}
    runs = groupby(items, key=attrgetter("path"))
    items[:] = [
        item
        for _path, run in runs
        for item in sorted(run, key=lambda item: order.setdefault(id(begins_with(item)), len(order)))
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Put away what this test does not begin with."""
    if keeper.documents is not None and needs_rows(item) and keeper.documents is not begins_with(item):
        with item.config.stash[blocking_manager_key].unblock():
            keeper.put_away()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Take what this test begins with just before it opens its own transaction."""
    if fixturedef.argname != OPENS:
        return
    documents = begins_with(request.node)
    if documents is not None and keeper.documents is None:
        folder = request.getfixturevalue("tmp_path_factory").mktemp("kept")
        with request.config.stash[blocking_manager_key].unblock():
            request.getfixturevalue("library_keeper").take(documents, folder)


@pytest.fixture(autouse=True)
def library_is_kept(request: pytest.FixtureRequest) -> None:
    """Let that be before any fixture that changes a setting: a library is kept as the portal loads it by itself."""
    if begins_with(request.node) is not None:
        request.getfixturevalue(OPENS)
