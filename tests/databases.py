"""Databases of their own, for tests in which other connections must see what is written. Gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Databases:
    """Makes databases of the sort that the suite runs on: files on SQLite, beside the suite's own on PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[str] = []

    def migrated(self) -> str:
        """A new database with empty tables; gives its name."""
        name = self._name()
        if connection.vendor == "postgresql":
            self._administer("DROP DATABASE IF EXISTS", name)
            self._administer("CREATE DATABASE", name)
        with self.used(name):
            call_command("migrate", verbosity=0)
        return name

    def copied(self, name: str) -> str:
        """A new database with everything that is in another one; gives its name."""
        copy = self._name()
        if connection.vendor == "postgresql":
            self._administer("DROP DATABASE IF EXISTS", copy)
            self._administer("CREATE DATABASE", copy, "TEMPLATE", name)
        else:
            shutil.copy(name, copy)
        return copy

    def _name(self) -> str:
        spare = f"spare_{len(self._made)}"
        usual = connection.settings_dict["NAME"]
        name = f"{usual}_{spare}" if connection.vendor == "postgresql" else str(self._folder / f"{spare}.sqlite3")
        self._made.append(name)
        return name

    @contextmanager
    def used(self, name: str) -> Iterator[None]:
        """Let everything go to this database for as long as the block runs."""
        usual, spare = connections["default"], self._connection(name)
        connections["default"] = spare
        ContentType.objects.clear_cache()
        try:
            yield
        finally:
            spare.close()
            connections["default"] = usual
            ContentType.objects.clear_cache()

    def drop(self) -> None:
        """Take all of them away."""
        if connection.vendor == "postgresql":
            for name in self._made:
                self._administer("DROP DATABASE IF EXISTS", name)

    def _connection(self, name: str) -> BaseDatabaseWrapper:
        usual = connections["default"]
        return type(usual)(deepcopy(usual.settings_dict) | {"NAME": name}, alias="default")

    def _administer(self, *statement: str) -> None:
        """Run a statement, given as verb and name by turns, outside of any of these databases."""
        administrator = self._connection("postgres")
        words = [administrator.ops.quote_name(word) if at % 2 else word for at, word in enumerate(statement)]
        with administrator.cursor() as cursor:
            cursor.execute(" ".join(words))
        administrator.close()
