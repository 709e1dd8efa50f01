"""A plan: every file of `content/` and every document of the desk side by side, before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from portal.desk.documents import Document
from portal.desk.exchange import pictures
from portal.desk.exchange.comparison import AGREEMENTS, CLASHES, LOADED, FileState, LiveState, Step, compare
from portal.desk.exchange.files import ContentFile, Tree, read_tree
from portal.desk.exchange.renaming import renames
from portal.kinds.registry import KINDS
from portal.shelf.addresses import Address


class Standing(NamedTuple):
    """Where a document stands, without its texts: keys of its head and live revision, digests ("" for none)."""

    pk: int
    head_pk: int | None
    live_pk: int | None
    live: str
    synced: str
    clash: str

    @property
    def has_draft(self) -> bool:
        return self.head_pk != self.live_pk


UNKNOWN = Standing(0, None, None, "", "", "")


class FaultyFiles(Exception):
    """A load or export that was refused because files are wrong; its text names each fault, a line each."""


@dataclass(frozen=True)
class Item:
    """One line of a plan: a file, a document or both, and how they stand to each other. `was` is the old path of a
    document whose file has another name now.
    """

    step: Step
    path: str
    file: ContentFile | None
    document: Document | None
    was: str = ""

    @property
    def is_known_clash(self) -> bool:
        """Whether the file's clashing words are kept on the desk already."""
        clash = self.document.clash if self.document else None
        return self.step in CLASHES and clash is not None and self.file is not None and clash.digest == self.file.digest

    @property
    def ends_clash(self) -> bool:
        """Whether the file no longer holds the words that clashed. A clash that is live already is a draft's own."""
        if self.document is None or self.document.clash is None or self.step in CLASHES | LOADED:
            return False
        return not self.document.is_draft_behind

    @property
    def is_agreement(self) -> bool:
        """Whether all that there is to do is to note that file and site agree, or that they clash no more."""
        return not self.was and (self.step in AGREEMENTS or self.ends_clash)

    @property
    def has_work(self) -> bool:
        """Whether loading writes anything for it."""
        is_new_clash = self.step in CLASHES and not self.is_known_clash
        return is_new_clash or self.ends_clash or bool(self.was) or self.step in LOADED | AGREEMENTS


@dataclass(frozen=True)
class Plan:
    """How the folder `root` and the desk stand to each other. Where files are wrong, nothing at all is done.

    `tree` is what was read, for a second plan that need not check the same again. `missing` and `left` are files of
    pictures that an export writes again or deletes, by their paths.
    """

    root: Path
    items: tuple[Item, ...]
    fault_lines: tuple[str, ...]
    tree: Tree
    missing: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def of(self, steps: Iterable[Step]) -> list[Item]:
        wanted = frozenset(steps)
        return [item for item in self.items if item.step in wanted]

    def narrowed(self, steps: Iterable[Step]) -> "Plan":
        """The same plan, for the documents that stand in these ways alone.

        Agreements stay in it, because noting them changes no words: left out, the next change of one side would be
        taken for a clash.
        """
        wanted = frozenset(steps)
        return replace(self, items=tuple(item for item in self.items if item.step in wanted or item.is_agreement))

    @property
    def has_work(self) -> bool:
        """Whether loading would write anything."""
        return any(item.has_work for item in self.items)

    def refuse_faults(self) -> None:
        """Raise FaultyFiles where a file is wrong."""
        if self.fault_lines:
            raise FaultyFiles("\n".join(self.fault_lines))


def plan(root: Path, *, before: Tree | None = None) -> Plan:
    """Compare every file below `root` with the desk; `before` is what was read there a moment ago.

    Writes nothing. Raises UnreadableTree without the folder, and CrewFailed as reading does.
    """
    known = _standings()
    synced = {address: standing.synced for address, standing in known.items() if standing.synced}
    tree = read_tree(root, trusted=synced, before=before)
    renamed = renames(tree, known.keys(), {address for address, standing in known.items() if standing.live})
    for new, old in renamed.items():
        known[new] = known.pop(old)
    places = sorted(_places(tree, known), key=lambda place: path_of(place.address))
    documents = _documents(place.standing.pk for place in places if place.matters)
    items = tuple(
        Item(
            step=place.step,
            path=path_of(place.address),
            file=place.file,
            document=documents.get(place.standing.pk),
            was=path_of(renamed[place.address]) if place.address in renamed else "",
        )
        for place in places
    )
    missing, left = (tuple(map(pictures.path_of, names)) for names in pictures.loose_ends(root))
    return Plan(root, items, tuple(tree.fault_lines()), tree, missing, left)


def path_of(address: Address) -> str:
    """Where the file of a document is, below content/."""
    language, kind, slug = address
    return KINDS[kind].path(language, slug)


class _Place(NamedTuple):
    address: Address
    step: Step
    file: ContentFile | None
    standing: Standing

    @property
    def matters(self) -> bool:
        """Whether there is more to say of it than that nothing has changed."""
        return bool(self.standing.clash) or self.step is not Step.NOTHING


def _places(tree: Tree, known: Mapping[Address, Standing]) -> Iterator[_Place]:
    for file in tree.files:
        standing = known.get(file.address, UNKNOWN)
        yield _Place(file.address, _step(_file_state(file.digest, standing), standing), file, standing)
    for address in known.keys() - tree.addresses:
        place = _Place(address, _step(FileState.ABSENT, known[address]), None, known[address])
        if place.matters:
            yield place


def _step(file: FileState, standing: Standing) -> Step:
    return compare(
        file=file, was_synced=bool(standing.synced), live=_live_state(standing), has_draft=standing.has_draft
    )


def _file_state(digest: str, standing: Standing) -> FileState:
    if digest == standing.live:
        return FileState.LIVE
    return FileState.SYNCED if digest == standing.synced else FileState.OTHER


def _live_state(standing: Standing) -> LiveState:
    if not standing.live:
        return LiveState.NONE
    return LiveState.SYNCED if standing.live == standing.synced else LiveState.OTHER


def _standings() -> dict[Address, Standing]:
    """Every document of the desk by its address: digests only, for texts of thousands of pages would fill memory."""
    digests = (f"{pointer}__digest" for pointer in ("live", "synced", "clash"))
    rows = Document.objects.values_list("language", "kind", "slug", "pk", "head_id", "live_id", *digests)
    return {
        (language, kind, slug): Standing(pk, head, live_pk, *(digest or "" for digest in found))
        for language, kind, slug, pk, head, live_pk, *found in rows
    }


def _documents(numbers: Iterable[int]) -> dict[int, Document]:
    pointers = ("head", "live", "synced", "clash", "due")
    documents = Document.objects.select_related(*pointers).defer(*(f"{pointer}__text" for pointer in pointers))
    return documents.in_bulk([number for number in numbers if number])
