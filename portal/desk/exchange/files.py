"""Reading `content/`: every file checked, every fault named by path and line, nothing taken on trust."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from pathlib import Path
from types import MappingProxyType

from portal.desk.exchange import pictures
from portal.desk.exchange.folders import UnreadableTree, bytes_digest, content_of, entries, must_be_readable, placed
from portal.desk.pictures.blobs import Blob
from portal.desk.press.checking import Drawn, Judged, Sent, judge
from portal.desk.press.crew import Crew, chunked
from portal.desk.press.spool import Kept, Spool
from portal.desk.press.surroundings import Surroundings, rooms_for
from portal.kinds.index import Index
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address
from portal.shelf.rows import ROWS
from portal.text import frontmatter
from portal.text.faults import BadText, Fault
from portal.text.references import Ref

# Files that are checked in one go: few enough that all processes end together.
CHUNK = 8


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One readable file: its address, and its text in canonical form, which is not held in memory.

    `seen` is the digest of its bytes as they were read. `aliases` are the former short names in it, each with its line;
    a file that is as last synced has been asked before. `drawn` is what the check made of it, for projection; None for
    a text that had been checked before.
    """

    path: str
    language: str
    ref: Ref
    digest: str
    is_canonical: bool
    place: Path
    seen: str
    words: Kept | None = None
    drawn: Kept | None = None
    aliases: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words. Raises UnreadableTree if they have to be read again and have changed meanwhile."""
        if self.words is not None:
            return str(self.words.back())
        text = frontmatter.read(self.place.read_bytes())
        if frontmatter.digest(text) != self.digest:
            raise UnreadableTree(f"content/{self.path} has been changed while it was read. Try again.")
        return text

    @property
    def address(self) -> Address:
        return self.language, self.ref.kind, self.ref.slug


@dataclass
class Tree:
    """Every file below a folder that could be read, and every fault found, by path.

    `addresses` are those of all files in their places, the wrong ones too. `bytes_digests` and `indexes` tell whether a
    check still holds: for each path the SHA-256 of the bytes, for each language the documents that were known.
    `pictures` are the files of uploaded pictures by their names, each with its path.
    """

    files: list[ContentFile] = field(default_factory=list)
    addresses: set[Address] = field(default_factory=set)
    pictures: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    bytes_digests: dict[str, str] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)

    def fault_lines(self) -> list[str]:
        """The faults as `content/path:line: what, and the mend`, in the order of the paths."""
        return [f"content/{path}:{fault.line}: {fault.message}" for path, fault in sorted(self.faults)]


def read_tree(root: Path, *, trusted: Mapping[Address, str] = MappingProxyType({}), before: Tree | None = None) -> Tree:
    """Read and check every file below `root` (the folder `content/`).

    A file whose digest is in `trusted` for its address is already a checked revision and is not checked again; nor is
    one that has the same bytes and the same documents around it as in the tree `before`.
    Raises UnreadableTree if there is no such folder, and CrewFailed if a process that helps with it is ended.
    """
    if not root.is_dir():
        raise UnreadableTree(f"There is no folder {root}. Set CONTENT_DIR to the folder that holds the content.")
    tree = Tree()
    found = sorted(_found(root, tree), key=lambda placed: (KINDS[placed[2].kind].rank, placed[0]))
    new = len(tree.addresses - trusted.keys() - (before.addresses if before else set()))
    with Crew(expected=new) as crew:
        check = _Check(root, tree, trusted, before or Tree(), crew)
        # What others include comes first, so that they are drawn with its words.
        for _rank, alike in groupby(found, key=lambda placed: KINDS[placed[2].kind].rank):
            check.judge_all(alike)
    tree.files.sort(key=lambda file: file.path)
    return tree


def _found(root: Path, tree: Tree) -> Iterator[tuple[str, str, Ref]]:
    """The path, language and document of each file that can be read; what cannot is noted as a fault."""
    known = Blob.objects.names()
    for entry, path in entries(root):
        try:
            if pictures.is_place(path):
                tree.pictures[pictures.checked(entry, path, known)] = path
                continue
            language, ref = placed(path)
            tree.addresses.add((language, ref.kind, ref.slug))
            must_be_readable(entry)
        except BadText as bad:
            tree.faults += [(path, fault) for fault in bad.faults]
        else:
            yield path, language, ref


class _Check:
    """A check of a tree that is under way."""

    def __init__(self, root: Path, tree: Tree, trusted: Mapping[Address, str], before: Tree, crew: Crew) -> None:
        self.root, self.tree, self.trusted, self.before, self.crew = root, tree, trusted, before, crew
        self.checked_before = {file.path: file for file in before.files}
        self.rooms: dict[str, Surroundings] = {}

    def judge_all(self, placed: Iterable[tuple[str, str, Ref]]) -> None:
        """Check the files at these places, none of which includes another."""
        chunks = chunked(self._sent(placed), CHUNK)
        # Without anything to check, nobody asks what is around it.
        for first in islice(chunks, 1):
            self._gather_rooms()
            for judged, spool in self.crew.each(judge, self.rooms, chain([first], chunks)):
                for one in judged:
                    self._take(one, spool)

    def _sent(self, placed: Iterable[tuple[str, str, Ref]]) -> Iterator[Sent]:
        """The files whose words have to be judged; the others are taken as they are."""
        for path, language, ref in placed:
            try:
                content = content_of(self.root / path)
            except BadText as bad:
                self._refuse(path, bad.faults)
                continue
            trusted = self.trusted.get((language, ref.kind, ref.slug))
            self.tree.bytes_digests[path] = digest = bytes_digest(content)
            if digest == trusted:
                self._keep(ContentFile(path, language, ref, digest, True, self.root / path, digest))
            elif not self._stands(path, language, digest):
                yield Sent(path, language, ref, content, trusted)

    def _stands(self, path: str, language: str, digest: str) -> bool:
        """Take over what an earlier check found of the same bytes, if it would find the same now."""
        file = self.checked_before.get(path)
        if file is None or file.drawn is None or self.before.bytes_digests.get(path) != digest:
            return False
        self._gather_rooms()
        if self.before.indexes.get(language) != self.tree.indexes[language]:
            return False
        self._keep(file)
        return True

    def _gather_rooms(self) -> None:
        if not self.rooms:
            self.rooms = rooms_for(self.tree.addresses | pictures.addresses_of(self.tree.pictures))
            self.tree.indexes = {language: room.index for language, room in self.rooms.items()}

    def _take(self, judged: Judged, spool: Spool) -> None:
        path, language, ref = judged.sent
        if judged.faults:
            self._refuse(path, judged.faults)
            return
        words, drawn = (Kept(spool, *place) if place else None for place in (judged.text, judged.drawn))
        self._keep(
            ContentFile(
                path,
                language,
                ref,
                judged.digest,
                judged.is_canonical,
                self.root / path,
                seen=self.tree.bytes_digests[path],
                words=words,
                drawn=drawn,
                aliases=judged.aliases,
            )
        )

    def _keep(self, file: ContentFile) -> None:
        self.tree.files.append(file)
        if file.drawn and not KINDS[file.ref.kind].is_page:
            drawn: Drawn = file.drawn.back()
            row = ROWS[file.ref.kind]
            self._gather_rooms()
            for room in self.rooms.values():
                if file.language in (room.language, SHARED_LANGUAGE):
                    room.note(row(slug=file.ref.slug, language=file.language, **row.columns(drawn.fields)))

    def _refuse(self, path: str, faults: Iterable[Fault]) -> None:
        self.tree.faults += [(path, fault) for fault in faults]
