"""Database triggers that keep history permanent even against raw SQL, on SQLite and PostgreSQL."""

from collections.abc import Callable
from typing import Any

PERMANENT_TABLES = ("portal_revision", "portal_approval", "portal_publication", "portal_signoff", "portal_edition")

# SQLite tells no trigger of the row that REPLACE puts out of the way, so that is refused by what would be replaced.
_REPLACED = {
    "portal_edition": "id = NEW.id OR "
    "(language = NEW.language AND kind = NEW.kind AND slug = NEW.slug AND number = NEW.number)"
}

_MESSAGE = "history is permanent: write a new row instead"
_FUNCTION = "portal_history_is_permanent()"


def _sqlite_up(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    replaced = f"EXISTS (SELECT 1 FROM {table} WHERE {_REPLACED.get(table, 'id = NEW.id')})"  # noqa: S608  names of ours
    when = {"update": "UPDATE", "delete": "DELETE", "replace": "INSERT"}
    triggers = {name: f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}" for name, verb in when.items()}
    triggers["replace"] += f" WHEN {replaced}"
    return [f"{trigger} {refuse}" for trigger in triggers.values()]


def _sqlite_down(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete", "replace")]


def _postgresql_up(table: str) -> list[str]:
    refuse = f"BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END"
    function = f"CREATE OR REPLACE FUNCTION {_FUNCTION} RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$"
    change = f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    truncate = f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return [function, *(f"{trigger} EXECUTE FUNCTION {_FUNCTION}" for trigger in (change, truncate))]


def _postgresql_down(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}" for what in ("change", "truncate")]


_STATEMENTS: dict[str, tuple[Callable[[str], list[str]], Callable[[str], list[str]]]] = {
    "sqlite": (_sqlite_up, _sqlite_down),
    "postgresql": (_postgresql_up, _postgresql_down),
}


class UnknownDatabase(RuntimeError):
    """Raised for a database that has no triggers written for it: only SQLite and PostgreSQL keep history safe."""


def _run(connection: Any, which: int) -> None:
    if connection.vendor not in _STATEMENTS:
        raise UnknownDatabase(f"{connection.vendor} is not supported: use SQLite or PostgreSQL.")
    statements = _STATEMENTS[connection.vendor][which]
    with connection.cursor() as cursor:
        for table in PERMANENT_TABLES:
            for statement in statements(table):
                cursor.execute(statement)


def hold(connection: Any) -> None:
    """Put the triggers on every table of history."""
    _run(connection, 0)


def lift(connection: Any) -> None:
    """Take the triggers off; only a migration backwards and the test suite's clean-up may do that."""
    _run(connection, 1)
