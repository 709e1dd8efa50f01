"""Writing to the folder `content/`, one file at a time: whole or not at all, and never over words that nobody took."""

import os
from pathlib import Path

from portal.desk.exchange.folders import bytes_digest


class Unwritable(Exception):
    """A file or folder that could not be written or deleted; the text says why and what to do."""


def write(place: Path, content: bytes, *, over: str | None) -> bool:
    """Write a file in place of the one that was read (`over` is the digest of its bytes; None: where there was none).

    Returns False, and leaves everything as it is, where there are other bytes by now. A program that is killed at any
    moment leaves the old file or the new one. Raises Unwritable.
    """
    part = place.with_name(f".{place.name}.part")  # hidden, so that it is never read as content
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        # O_NOFOLLOW: a link with this name would lead the words somewhere else.
        mode = place.stat().st_mode & 0o777 if over else 0o666
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not _is_still(place, over):
            part.unlink()
            return False
        part.replace(place)
    except OSError as error:
        raise _unwritable(place, error) from error
    return True


def delete(place: Path, *, over: str | None) -> bool:
    """Delete a file that was read; False where it has other bytes by now. Raises Unwritable."""
    try:
        if not _is_still(place, over):
            return False
        place.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(place, error) from error
    return True


def _is_still(place: Path, over: str | None) -> bool:
    if not place.exists():
        return over is None
    return over is not None and bytes_digest(place.read_bytes()) == over


def _unwritable(place: Path, error: OSError) -> Unwritable:
    return Unwritable(f"{place} cannot be written ({error.strerror}). Give yourself the right to, then export again.")
