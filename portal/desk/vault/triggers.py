"""Database triggers that keep history permanent even against raw SQL, on SQLite and PostgreSQL."""

from collections.abc import Callable
from typing import Any

from django.db import connections, transaction

PERMANENT_TABLES = (
    "portal_revision",
    "portal_approval",
    "portal_publication",
    "portal_confirmation",
    "portal_scheduling",
    "portal_signoff",
    "portal_handover",
    "portal_edition",
    "portal_blob",
)

# SQLite tells no trigger of the row that REPLACE puts out of the way, so that is refused by what would be replaced.
_REPLACED = {
    "portal_edition": "id = NEW.id OR "
    "(language = NEW.language AND kind = NEW.kind AND slug = NEW.slug AND number = NEW.number)",
    "portal_confirmation": "id = NEW.id OR publication_id = NEW.publication_id",
    "portal_blob": "id = NEW.id OR digest = NEW.digest",
}

_MESSAGE = "history is permanent: write a new row instead"
_FUNCTION = "portal_history_is_permanent()"
_NAMES = {"sqlite": ("update", "delete", "replace"), "postgresql": ("change", "truncate")}
_IN_PLACE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND pg_table_is_visible(tgrelid)",
}


def _sqlite_up(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    replaced = f"EXISTS (SELECT 1 FROM {table} WHERE {_REPLACED.get(table, 'id = NEW.id')})"  # noqa: S608  names of ours
    when = {"update": "UPDATE", "delete": "DELETE", "replace": "INSERT"}
    triggers = {name: f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}" for name, verb in when.items()}
    triggers["replace"] += f" WHEN {replaced}"
    return [*_sqlite_down(table), *(f"{trigger} {refuse}" for trigger in triggers.values())]


def _sqlite_down(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in _NAMES["sqlite"]]


def _postgresql_up(table: str) -> list[str]:
    refuse = f"BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END"
    function = f"CREATE OR REPLACE FUNCTION {_FUNCTION} RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$"
    # Dropping them first would wait for everybody who reads the table; replacing them does not.
    change = f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    truncate = f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return [function, *(f"{trigger} EXECUTE FUNCTION {_FUNCTION}" for trigger in (change, truncate))]


def _postgresql_down(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}" for what in _NAMES["postgresql"]]


_STATEMENTS: dict[str, tuple[Callable[[str], list[str]], Callable[[str], list[str]]]] = {
    "sqlite": (_sqlite_up, _sqlite_down),
    "postgresql": (_postgresql_up, _postgresql_down),
}


class UnknownDatabase(RuntimeError):
    """Raised for a database that has no triggers written for it: only SQLite and PostgreSQL keep history safe."""


def _vendor(connection: Any) -> str:
    if connection.vendor not in _STATEMENTS:
        raise UnknownDatabase(f"{connection.vendor} is not supported: use SQLite or PostgreSQL.")
    return str(connection.vendor)


def _run(connection: Any, which: int) -> None:
    """Run the statements for every table of history that is there; before the first migration none of them is."""
    statements = _STATEMENTS[_vendor(connection)][which]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in PERMANENT_TABLES:
            for statement in statements(table) if table in there else ():
                cursor.execute(statement)


def hold(connection: Any) -> None:
    """Put the triggers on every table of history; those that are there already are made anew."""
    _run(connection, 0)


def lift(connection: Any) -> None:
    """Take the triggers off; only a migration backwards and the test suite's clean-up may do that."""
    _run(connection, 1)


def missing(connection: Any) -> list[str]:
    """Names of the triggers that the database lacks, or that somebody has switched off."""
    vendor = _vendor(connection)
    with connection.cursor() as cursor:
        cursor.execute(_IN_PLACE[vendor])
        in_place = {name for (name,) in cursor.fetchall()}
    wanted = [f"{table}_no_{what}" for table in PERMANENT_TABLES for what in _NAMES[vendor]]
    return [name for name in wanted if name not in in_place]


def hold_after_migrating(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: SQLite drops a table's triggers when a migration rebuilds the table."""
    hold(connections[using])
