"""What lies in the folder `content/`: which paths there are, which document each stands for, and its bytes."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from portal.desk.press.surroundings import languages
from portal.kinds.registry import kind_at
from portal.shelf.addresses import SHARED_LANGUAGE, is_of_the_site
from portal.text import frontmatter
from portal.text.faults import BadText, Fault
from portal.text.frontmatter import LARGEST_FILE
from portal.text.references import Ref

PLACE = "move it to <language>/<folder>/<short-name>.md, such as en/conditions/slipped-disc.md"


class UnreadableTree(Exception):
    """The content folder itself cannot be used; the text says why and what to do."""


def entries(folder: Path | str, above: str = "") -> Iterator[tuple["os.DirEntry[str]", str]]:
    """Everything below a folder with its path, links and strangers included so that they can be named; hidden files
    left out. Raises UnreadableTree for a folder that cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            shown = [entry for entry in found if not entry.name.startswith(".")]
    except OSError as error:
        raise UnreadableTree(
            f"The folder {error.filename} cannot be read ({error.strerror}). Give yourself the right to."
        ) from error
    for entry in shown:
        if entry.is_dir(follow_symlinks=False):
            yield from entries(entry.path, f"{above}{entry.name}/")
        else:
            yield entry, above + entry.name


def placed(path: str) -> tuple[str, Ref]:
    """The address that a path stands for. Raises BadText for one that stands for none."""
    if not path.endswith(".md"):
        raise BadText(Fault(1, f"only Markdown files (.md) belong in content/; {PLACE}, or take it out"))
    found = kind_at(path)
    if found is None:
        raise BadText(Fault(1, f"this is no place for a document; {PLACE}"))
    language, ref = found
    if language not in (*languages(), SHARED_LANGUAGE):
        raise BadText(Fault(1, f"{language!r} is not a language of this site; add it to LANGUAGES, or {PLACE}"))
    if is_of_the_site(ref):
        raise BadText(Fault(1, f"the site itself uses the address /{ref.slug}/; give the file another name"))
    return language, ref


def must_be_ordinary(entry: "os.DirEntry[str]") -> None:
    """Raise BadText for what is no file by itself."""
    if entry.is_symlink():
        raise BadText(Fault(1, "this is a link to another place; put the file itself here"))
    if not entry.is_file(follow_symlinks=False):
        raise BadText(Fault(1, "this is not an ordinary file; take it out"))


def must_be_readable(entry: "os.DirEntry[str]") -> None:
    """Raise BadText for what is no file of ours to read."""
    must_be_ordinary(entry)
    if entry.stat(follow_symlinks=False).st_size > LARGEST_FILE:
        raise BadText(frontmatter.TOO_LARGE)


def content_of(place: Path) -> bytes:
    """A file's bytes. Raises BadText if it cannot be read."""
    try:
        return place.read_bytes()
    except OSError as error:
        raise BadText(Fault(1, f"this file cannot be read ({error.strerror}); give yourself the right to")) from error


def bytes_digest(content: bytes) -> str:
    """SHA-256 of a file's bytes; for a text in canonical form it is the digest of its revision too."""
    return hashlib.sha256(content).hexdigest()
