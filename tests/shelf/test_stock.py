"""The database knows of its own rows after a load, a rebuild and each day."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from portal.desk.ticking import tick
from tests.library import DOCUMENTS, write_library

pytestmark = pytest.mark.django_db


def known_pages() -> int:
    """How many pages the database believes there are; 0 where it has never looked."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'portal_page'")
        else:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'portal_page'")
        return max(int(cursor.fetchone()[0] or 0), 0)


@pytest.fixture
def forgotten() -> None:
    """A database that has never looked at its rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_stat1")


@pytest.mark.parametrize("chore", ["load", "rebuild", "day"])
def test_the_database_takes_stock(tmp_path: Path, forgotten: None, chore: str) -> None:
    content = write_library(tmp_path / "content", DOCUMENTS)
    assert known_pages() == 0
    call_command("load_content", "--from", str(content), verbosity=0)
    loaded = known_pages()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM portal_page")
        there = cursor.fetchone()[0]
    if chore == "load":
        assert loaded == there > 3
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1" if connection.vendor == "sqlite" else "SELECT 1")
    {"rebuild": lambda: call_command("rebuild_pages", verbosity=0), "day": tick}[chore]()
    assert known_pages() == there
