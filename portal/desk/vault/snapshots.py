"""One unchanging view of the whole database for as long as it is read, while everybody else goes on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import DEFAULT_DB_ALIAS, connections, transaction

ALIAS = "snapshot"

# The first words of the transaction. PostgreSQL would otherwise give each query a view of its own.
_BEGIN = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the alias of a second connection to the same database, on which nothing changes and nothing can be written.

    It sees what was committed when it first reads: rows of an open transaction are not in it.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    settings = deepcopy(usual.settings_dict)
    if usual.vendor == "sqlite":
        # The portal's own transactions begin IMMEDIATE, as writers: a backup would make all others wait.
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
    own = type(usual)(settings, alias=ALIAS)
    connections[ALIAS] = own
    try:
        with transaction.atomic(using=ALIAS):
            with own.cursor() as cursor:
                cursor.execute(_BEGIN[own.vendor])
            yield ALIAS
    finally:
        own.close()
        del connections[ALIAS]
