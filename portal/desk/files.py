"""Reading `content/`: every file checked, every fault named by path and line, nothing taken on trust."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from portal.desk.surroundings import Address, index_of, languages
from portal.kinds.form import ALIASES, DocumentForm
from portal.kinds.index import Index
from portal.kinds.registry import KINDS, kind_at
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText, Fault
from portal.text.frontmatter import LARGEST_FILE
from portal.text.references import Ref

PLACE = "move it to <language>/<folder>/<short-name>.md, such as en/conditions/slipped-disc.md"


@dataclass(frozen=True)
class ContentFile:
    """One readable file: its address, its text in canonical form, and a digest of its bytes as they were read.

    `aliases` are the former short names in it, each with its line; a file that is as last synced has been asked before.
    """

    path: str
    language: str
    ref: Ref
    text: str
    is_canonical: bool
    seen: str
    aliases: Mapping[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return frontmatter.digest(self.text)

    @property
    def address(self) -> Address:
        return self.language, self.ref.kind, self.ref.slug


@dataclass
class Tree:
    """Every file below a folder that could be read, and every fault found, by path.

    `addresses` are those of all files in their places, the wrong ones too.
    """

    files: list[ContentFile] = field(default_factory=list)
    addresses: set[Address] = field(default_factory=set)
    faults: list[tuple[str, Fault]] = field(default_factory=list)

    def fault_lines(self) -> list[str]:
        """The faults as `content/path:line: what, and the mend`, in the order of the paths."""
        return [f"content/{path}:{fault.line}: {fault.message}" for path, fault in sorted(self.faults)]


class UnreadableTree(Exception):
    """The content folder itself cannot be used; the text says why and what to do."""


def read_tree(root: Path, *, trusted: Mapping[Address, str] = MappingProxyType({})) -> Tree:
    """Read and check every file below `root` (the folder `content/`).

    A file whose digest is in `trusted` for its address is already a checked revision and is not checked again.
    Raises UnreadableTree if there is no such folder.
    """
    if not root.is_dir():
        raise UnreadableTree(f"There is no folder {root}. Set CONTENT_DIR to the folder that holds the content.")
    tree, raw = Tree(), []
    for path in sorted(_paths(root)):
        try:
            language, ref = _placed(path)
            tree.addresses.add((language, ref.kind, ref.slug))
            raw.append((path, language, ref, _bytes(root, path)))
        except BadText as error:
            tree.faults += [(path, fault) for fault in error.faults]
    coming = [(language, ref.kind, ref.slug) for _path, language, ref, _data in raw]
    indexes = {language: index_of(language, coming) for language in (*languages(), SHARED_LANGUAGE)}
    for path, language, ref, data in raw:
        try:
            tree.files.append(_checked(path, language, ref, data, indexes[language], trusted))
        except BadText as error:
            tree.faults += [(path, fault) for fault in error.faults]
    return tree


def bytes_digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, to tell whether it is still the one that was read."""
    return hashlib.sha256(data).hexdigest()


def canonical(text: str, ref: Ref, index: Index) -> tuple[str, DocumentForm]:
    """A document's text in canonical form, and its form. Raises BadText with every fault that makes it unreadable."""
    parsed = upgrade.lift(frontmatter.parse(text))
    form = KINDS[ref.kind].form.from_text(parsed, index=index, languages=languages())
    if not form.is_valid():
        raise BadText(*form.faults())
    return form.as_text(), form


def _paths(root: Path) -> Iterator[str]:
    """Every path below `root`, links and strangers included so that they can be named; hidden files left out."""
    for folder, folders, names in os.walk(root, onerror=_refuse_folder, followlinks=False):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in links)
        for name in (*names, *links):
            if not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _refuse_folder(error: OSError) -> None:
    raise UnreadableTree(f"The folder {error.filename} cannot be read ({error.strerror}). Give yourself the right to.")


def _placed(path: str) -> tuple[str, Ref]:
    """The address that a path stands for."""
    if not path.endswith(".md"):
        raise BadText(Fault(1, f"only Markdown files (.md) belong in content/; {PLACE}, or take it out"))
    found = kind_at(path)
    if found is None:
        raise BadText(Fault(1, f"this is no place for a document; {PLACE}"))
    language, ref = found
    if language not in (*languages(), SHARED_LANGUAGE):
        raise BadText(Fault(1, f"{language!r} is not a language of this site; add it to LANGUAGES, or {PLACE}"))
    return language, ref


def _bytes(root: Path, path: str) -> bytes:
    place = root / path
    if place.is_symlink() or not place.resolve().is_relative_to(root.resolve()):
        raise BadText(Fault(1, "this is a link to another place; put the file itself here"))
    if not place.is_file():
        raise BadText(Fault(1, "this is not an ordinary file; take it out"))
    if place.stat().st_size > LARGEST_FILE:
        raise BadText(frontmatter.TOO_LARGE)
    try:
        return place.read_bytes()
    except OSError as error:
        raise BadText(Fault(1, f"this file cannot be read ({error.strerror}); give yourself the right to")) from error


def _checked(
    path: str, language: str, ref: Ref, data: bytes, index: Index, trusted: Mapping[Address, str]
) -> ContentFile:
    text, seen = frontmatter.read(data), bytes_digest(data)
    if frontmatter.digest(text) == trusted.get((language, ref.kind, ref.slug)):
        return ContentFile(path, language, ref, text, is_canonical=True, seen=seen)
    tidy, form = canonical(text, ref, index)
    if obstacles := form.obstacles():
        raise BadText(*obstacles)
    lines = {slug: form.line((ALIASES, number)) for number, slug in enumerate(form.value(ALIASES) or ())}
    return ContentFile(path, language, ref, tidy, is_canonical=tidy == text, seen=seen, aliases=lines)
