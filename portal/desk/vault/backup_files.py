"""The file that a backup is: gzip, one JSON object a line. A header, every row, and a footer that vouches for both.

Header: {"backup": "spine portal", "format": 1, "schema": {app: newest migration}, "made_at": time, "database": vendor}.
Row: as Django's jsonl serializer writes it, {"model", "pk", "fields"}. Footer: {"rows": {model: number}, "sha256": over
all lines before it}. Rows look the same whichever database they come from.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Serializer
from django.db.models import BinaryField, Model

from portal.desk.documents import Revision
from portal.desk.vault.schemas import Schema, names_what_is_left_out
from portal.text import frontmatter

FORMAT = 1
NAME = "spine portal"
REVISION = Revision._meta.label_lower
LONGEST_HEADER = 100_000
# Rows that are in memory at once.
MANY, FEW = 200, 4


class BackupRefused(Exception):
    """A backup that cannot be made, read or restored; its text says why and what to do."""


class BrokenBackup(BackupRefused):
    """The file is not what was written once."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}. Nothing was changed. Take another copy of the file, or another backup.")


@dataclass(frozen=True, kw_only=True)
class Header:
    """The first line of the file, after the portal's name."""

    format: int = FORMAT
    schema: Schema
    made_at: str
    database: str


@dataclass(frozen=True)
class Contents:
    """What a whole and unchanged file holds: rows by model; numbers of revisions whose text is not what it was."""

    header: Header
    rows: dict[str, int]
    damaged: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.rows.values())


class _Exactly(DjangoJSONEncoder):
    """Django's own encoder cuts times to milliseconds; a row must come back as it was."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | date | time) else super().default(o)


class _RowLines(Serializer):
    """Django's jsonl serializer, with each line written at once: piece by piece it takes twice as long."""

    def end_object(self, obj: Any) -> None:
        self.stream.write(json.dumps(self.get_dump_object(obj), **self.json_kwargs))
        self._current = None


class BackupWriter:
    """Writes the lines of a backup into an open gzip stream and counts and sums them up."""

    def __init__(self, stream: gzip.GzipFile, header: Header) -> None:
        self._stream, self._sum = stream, hashlib.sha256()
        self.rows: dict[str, int] = {}
        self.write(json.dumps({"backup": NAME, **asdict(header)}))

    def write(self, text: str) -> None:
        """Write one line, given without its end."""
        line = f"{text}\n".encode()
        self._sum.update(line)
        self._stream.write(line)

    def write_rows(self, model: type[Model], *, using: str) -> None:
        """Write every row of a model, in the order of their keys."""
        rows = model._base_manager.using(using).order_by("pk")
        # Two hundred pictures would fill memory.
        together = FEW if any(isinstance(field, BinaryField) for field in model._meta.fields) else MANY
        _RowLines().serialize(
            self._counted(model._meta.label_lower, rows.iterator(chunk_size=together)),
            stream=cast("IO[str]", self),  # to write to is all that it is asked for
            use_natural_foreign_keys=names_what_is_left_out(model),
            cls=_Exactly,
        )

    def _counted(self, label: str, rows: Iterator[Model]) -> Iterator[Model]:
        self.rows[label] = 0
        for row in rows:
            self.rows[label] += 1
            yield row

    def write_footer(self) -> None:
        self.write(json.dumps({"rows": self.rows, "sha256": self._sum.hexdigest()}))


class BackupReader:
    """Reads a backup once, front to back. `header` is read on opening, `rows` checks all that it passes."""

    def __init__(self, path: Path, stream: gzip.GzipFile) -> None:
        self._path, self._stream, self._sum = path, stream, hashlib.sha256()
        self._counts: dict[str, int] = {}
        self._damaged: list[int] = []
        self.header = self._read_header()

    def _read_header(self) -> Header:
        try:
            line = self._stream.readline(LONGEST_HEADER)
            found = json.loads(line)
            if found.pop("backup") != NAME:
                raise ValueError(NAME)
            newest = int(found["format"])
            header = Header(**found) if newest <= FORMAT else None
        except (EOFError, zlib.error, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BrokenBackup(self._path, "it is not a backup of the portal, or its beginning is lost") from error
        if header is None:
            raise BackupRefused(
                f"{self._path} is a backup of format {newest}, this portal reads up to {FORMAT}. Update the portal."
            )
        self._sum.update(line)
        return header

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every row, as Django's python deserializer takes them. Raises BrokenBackup, at the end at the latest."""
        try:
            for line in self._stream:
                found = json.loads(line)
                if "sha256" in found:
                    self._judge(found)
                    return
                self._sum.update(line)
                self._count(found)
                yield found
        except (EOFError, zlib.error, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BrokenBackup(self._path, f"it is torn or was changed ({error})") from error
        raise BrokenBackup(self._path, "its end is lost")

    def _count(self, row: dict[str, Any]) -> None:
        self._counts[row["model"]] = self._counts.get(row["model"], 0) + 1
        if row["model"] == REVISION and frontmatter.digest(row["fields"]["text"]) != row["fields"]["digest"]:
            self._damaged.append(row["pk"])

    def _judge(self, footer: dict[str, Any]) -> None:
        if footer["sha256"] != self._sum.hexdigest():
            raise BrokenBackup(self._path, "it was changed after it was made: its checksum is another")
        if {label: number for label, number in footer["rows"].items() if number} != self._counts:
            raise BrokenBackup(self._path, "its numbers of rows are not those that it names")
        if self._stream.read(1):
            raise BrokenBackup(self._path, "something was added after its end")

    def contents(self) -> Contents:
        """What was read. Complete once `rows` has come to its end."""
        return Contents(self.header, dict(self._counts), tuple(self._damaged))


@contextmanager
def opened(path: Path) -> Iterator[BackupReader]:
    """Open a backup for reading. Raises BackupRefused where there is none, BrokenBackup where it is none."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(gzip.open(path, "rb"))
        except OSError as error:
            raise BackupRefused(f"{path} cannot be read ({error.strerror}). Name a file that is a backup.") from error
        yield BackupReader(path, stream)


def examine(path: Path) -> Contents:
    """Read a backup to its end and tell what it holds. Raises BackupRefused and BrokenBackup; writes nothing."""
    with opened(path) as reader:
        for _row in reader.rows():
            pass
        return reader.contents()
