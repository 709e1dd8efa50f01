"""Making a backup: one moment of the whole database in one file, which is there whole or not at all."""

import gzip
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.db import connections
from django.utils import timezone

from portal.desk.vault.backup_files import BackupRefused, BackupWriter, Contents, Header, examine
from portal.desk.vault.schemas import WrongSchema, kept_models, must_be_migrated
from portal.desk.vault.snapshots import snapshot

Progress = Callable[[str, int], None]

UNFINISHED = ".unfinished-portal-backup"
# A running backup writes all the time. What has rested for so long was left by one that was killed.
RESTED_SECONDS = 3600


def default_name(moment: datetime) -> str:
    """Such as `portal-backup-2026-11-25T031500Z.jsonl.gz`, after the moment, so that names sort by age."""
    return moment.strftime("portal-backup-%Y-%m-%dT%H%M%SZ.jsonl.gz")


def back_up(target: Path, *, overwrite: bool = False, progress: Progress | None = None) -> tuple[Path, Contents]:
    """Write a backup to a file, or under its default name into a folder; gives its path and what is in it.

    Others go on reading and writing meanwhile. The file is read back before it gets its name. `progress` is told of
    each model and its number of rows. Raises BackupRefused, and then no file has been made or replaced.
    """
    moment = timezone.now()
    path = target / default_name(moment) if target.is_dir() else target
    _may_be_written(path, overwrite)
    _clear_what_was_left(path.parent)
    with _unfinished(path) as unfinished:
        _write(unfinished, moment, progress)
        contents = examine(unfinished)
        _may_be_written(path, overwrite)
        if contents.damaged and path.exists():
            raise BackupRefused(
                f"{path} was not replaced: in the database, the text of revisions {_listed(contents.damaged)} is not "
                "what was saved, and the older backup may still hold it. Keep it, and back up under another name."
            )
        unfinished.replace(path)
    _sync_folder(path.parent)
    return path, contents


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


def _may_be_written(path: Path, overwrite: bool) -> None:
    if path.exists() and not overwrite:
        raise BackupRefused(f"{path} exists. Choose another name, or add --overwrite to replace it.")


def _clear_what_was_left(folder: Path) -> None:
    for left in folder.glob(f"*{UNFINISHED}"):
        if time.time() - left.stat().st_mtime > RESTED_SECONDS:
            left.unlink(missing_ok=True)


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A new file beside `path` that only its owner may read: it will hold password hashes. Gone afterwards."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=UNFINISHED)
    except OSError as error:
        raise BackupRefused(
            f"No file can be made in {path.parent} ({error.strerror}). Name a folder that exists and may be written to."
        ) from error
    os.close(handle)
    try:
        yield Path(name)
    except OSError as error:
        raise BackupRefused(f"{path} could not be written ({error.strerror}). Make room, then try again.") from error
    finally:
        Path(name).unlink(missing_ok=True)


def _write(path: Path, moment: datetime, progress: Progress | None) -> None:
    with path.open("r+b") as file, snapshot() as alias:
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6) as stream:
            writer = BackupWriter(stream, _header(alias, moment))
            for model in kept_models():
                writer.write_rows(model, using=alias)
                if progress:
                    progress(model._meta.label_lower, writer.rows[model._meta.label_lower])
            writer.write_footer()
        file.flush()
        os.fsync(file.fileno())


def _header(alias: str, moment: datetime) -> Header:
    try:
        schema = must_be_migrated(using=alias)  # the first to read, so that the snapshot is of this moment
    except WrongSchema as error:
        raise BackupRefused(str(error)) from error
    made_at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Header(schema=schema, made_at=made_at, database=connections[alias].vendor)


def _sync_folder(folder: Path) -> None:
    """Have the new name outlive a power cut too, where the file system can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
