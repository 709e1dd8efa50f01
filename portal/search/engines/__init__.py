"""What databases do for finding: choose entries that are worth a closer look, and words that are spelled alike.

Stems are made before, and the order of what is shown is decided after, so that both databases find the same.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db import connection, connections

from portal.search.asked import Group, Look, Scope
from portal.search.engines.postgresql import PostgreSQL
from portal.search.engines.sqlite import SQLite
from portal.search.ranking import Outline

Execute = Callable[[str], Any]


class Engine(Protocol):
    """One database's way. `create` and `drop` are for migrations, which hand them what executes a statement."""

    def create(self, execute: Execute) -> None:
        """Make what is searched, beside the tables of entries and words, and let it follow them by itself."""

    def drop(self, execute: Execute) -> None:
        """Take it away again."""

    def hold(self, execute: Execute) -> None:
        """Let it follow again where it has been cut off."""

    def entries(self, groups: Sequence[Group], scope: Scope, look: Look, *, at_most: int) -> list[Outline]:
        """Entries that hold a way of the groups there; those that the database thinks best come first."""

    def named(self, stems: Sequence[str], scope: Scope, *, at_most: int) -> list[Outline]:
        """Entries with all the stems in their names and headings; the last one may be the front of a word."""

    def without_waiting(self) -> AbstractContextManager[None]:
        """Within, a write for which another must be waited for fails at once, with OperationalError."""

    def alike(self, language: str, word: str, *, at_most: int) -> dict[str, int]:
        """Words of the index with many of the same letters, the most alike first, each with its number of entries."""


_ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def hold_after_migrating(*, using: str, **_kwargs: Any) -> None:
    """To change a table SQLite makes a new one, and the triggers of the old one are gone without a word."""
    connection = connections[using]
    if "portal_entry" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            engine(connection.vendor).hold(cursor.execute)


def engine(vendor: str = "") -> Engine:
    """The engine of a database, of the one in use by default. KeyError for a database that the portal does not know."""
    return _ENGINES[vendor or connection.vendor]
