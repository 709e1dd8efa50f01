"""Where words could be left behind: every table, every log line."""

import logging
from collections import Counter
from collections.abc import Iterator

from django.db import connection


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Every cell of every table, those of no model too, with the name of its table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the names are our own
            for row in cursor.fetchall():
                yield from ((table, bytes(cell).hex() if isinstance(cell, memoryview) else str(cell)) for cell in row)


def counts() -> dict[str, int]:
    """How many cells each table has."""
    return Counter(table for table, _cell in everything_in_the_database())


def said_by(record: logging.LogRecord) -> str:
    """A log line as any handler could write it, with its fault and all that came along."""
    return logging.Formatter().format(record) + str(vars(record))
