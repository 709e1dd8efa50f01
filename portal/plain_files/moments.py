"""One moment of the database for all pages, and how two moments are told apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.shelf.counter import Counter
from portal.views.freshness import release


def moment() -> dict[str, Any]:
    """All that pages depend on: publications of each language, the day (review dates), the release, the settings."""
    return {
        "publications": {language: [number, since.isoformat()] for language, number, since in Counter.numbers()},
        "day": timezone.localdate().isoformat(),
        "release": release(),
        "site": settings.SITE_URL,
        "is_hidden": settings.ACCEPT_UNREVIEWED,
    }


@contextmanager
def one_state() -> Iterator[None]:
    """Let everything that is read inside be of one moment, while staff go on publishing.

    SQLite's transactions are begun as a reader's, since the portal's own would keep every writer waiting. Inside a
    transaction of somebody else it is theirs that holds.
    """
    if connection.in_atomic_block:
        yield
        return
    database: Any = connection
    before = getattr(database, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            database.transaction_mode = "DEFERRED"
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            database.transaction_mode = before
