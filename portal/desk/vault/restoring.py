"""Taking a backup into a new database: all of it, checked before and after, or nothing."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import F
from django.utils import timezone

from portal.desk.vault.backup_files import BackupReader, BackupRefused, Contents, Header, examine, opened
from portal.desk.vault.schemas import WrongSchema, kept_models, must_be_migrated, must_fit
from portal.desk.vault.verifying import verify_history
from portal.shelf.counter import Counter

# A migration makes groups and the timer makes counters, in a database that nobody has used yet.
REMADE = {"auth.group", "portal.counter"}
MOST_FAULTS = 20


class FaultyHistory(BackupRefused):
    """The file is whole, but the history in it is not."""

    def __init__(self, faults: list[str]) -> None:
        more = "" if len(faults) < MOST_FAULTS else "\n… and perhaps more"
        super().__init__(
            "Nothing was restored: the history in this backup has faults. Take an older backup, or restore this one as "
            "it is with --despite-faults and mend them there.\n" + "\n".join(faults) + more
        )


def check_backup(path: Path) -> Contents:
    """Read a backup to its end and tell what it holds. Raises BackupRefused if it is broken or not for this portal."""
    contents = examine(path)
    try:
        must_fit(contents.header.schema)
    except WrongSchema as error:
        raise BackupRefused(str(error)) from error
    return contents


def restore(path: Path, *, despite_faults: bool = False) -> Contents:
    """Put every row of a backup into the empty database as it was, save that the counters move on; give what it held.

    Raises BackupRefused where file, portal or database are not fit for it, and FaultyHistory unless `despite_faults`;
    the database is then as it was.
    """
    contents = check_backup(path)
    with transaction.atomic():
        _must_be_new()
        try:
            with opened(path) as reader:
                _pour(reader)
            _set_sequences()
            _outrun_what_was_lost(contents.header)
            connections[DEFAULT_DB_ALIAS].check_constraints()
        except (DatabaseError, DeserializationError, ValueError, LookupError) as error:
            raise BackupRefused(
                f"Nothing was restored: the database does not take what is in {path} ({error}). Take an older backup."
            ) from error
        faults = list(islice(verify_history(), MOST_FAULTS))
        if faults and not despite_faults:
            raise FaultyHistory(faults)
    return contents


def _must_be_new() -> None:
    """Only what a new database has by itself may be there, and makes way."""
    try:
        must_be_migrated()
    except WrongSchema as error:
        raise BackupRefused(str(error)) from error
    kept = kept_models()
    numbers = {model: model._base_manager.count() for model in kept if model._meta.label_lower not in REMADE}
    found = [f"{number} {model._meta.label_lower}" for model, number in numbers.items() if number]
    if found:
        raise BackupRefused(
            f"The database is not empty ({', '.join(found[-3:])}), and a backup never overwrites anything. Make a new "
            "database, name it in DATABASE_URL, run: python3 manage.py migrate, and restore again."
        )
    for model in kept:
        if model._meta.label_lower in REMADE:
            model._base_manager.all().delete()


def _pour(reader: BackupReader) -> None:
    """Insert every row as it is. Which comes first matters not: keys are checked at the end of the transaction."""
    allowed = {model._meta.label_lower for model in kept_models()}
    for row in Deserializer(_only(reader.rows(), allowed), using=DEFAULT_DB_ALIAS):
        row.save(using=DEFAULT_DB_ALIAS, force_insert=True)


def _only(rows: Iterator[dict[str, Any]], allowed: set[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["model"] not in allowed:
            raise LookupError(f"no rows of {row['model']} are kept")
        yield row


def _outrun_what_was_lost(header: Header) -> None:
    """Raise the counters past all that they can have been since the backup was made.

    Browsers hold pages under those numbers; were one of them used again, they would go on showing what is gone.
    """
    passed = timezone.now() - datetime.fromisoformat(header.made_at)
    most = max(int(passed.total_seconds()), 0) + 1  # nobody publishes more than once a second
    Counter.objects.update(number=F("number") + most, bumped_at=timezone.now())


def _set_sequences() -> None:
    """PostgreSQL gives out numbers by itself, and has not seen those that came in with their rows."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)
