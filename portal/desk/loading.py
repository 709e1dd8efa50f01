"""Loading `content/`: all files are checked first; then all of them are taken in one transaction, or none."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from portal.desk import drafts
from portal.desk.comparison import FileState, LiveState, Step, compare
from portal.desk.documents import Document, Origin, Revision
from portal.desk.files import ContentFile, read_tree
from portal.desk.projection import Progress
from portal.desk.publishing import publish_together
from portal.desk.surroundings import languages
from portal.shelf.counter import Counter

NOTE = "loaded from content/"


class FaultyFiles(Exception):
    """A load that was refused because files are wrong; its text names each fault, a line each."""


@dataclass(frozen=True)
class Item:
    """One line of a plan: a file, or a document whose file is gone, and what loading does about it."""

    step: Step
    path: str
    file: ContentFile | None
    document: Document | None


@dataclass(frozen=True)
class Plan:
    """What a load of the folder `root` would do. With faults it does nothing at all."""

    root: Path
    items: tuple[Item, ...]
    fault_lines: tuple[str, ...]

    def of(self, *steps: Step) -> list[Item]:
        return [item for item in self.items if item.step in steps]

    @property
    def has_work(self) -> bool:
        return bool(self.of(Step.ADOPT, Step.CREATE, Step.TAKE, Step.KEEP_BESIDE))

    @property
    def has_trouble(self) -> bool:
        return bool(self.fault_lines or self.of(Step.KEEP_BESIDE, Step.CLASH_STANDS, Step.FILE_GONE))


def plan(root: Path) -> Plan:
    """Compare every file below `root` with the desk. Writes nothing; raises UnreadableTree without the folder."""
    known = {
        (document.language, document.kind, document.slug): document
        for document in Document.objects.select_related("live", "synced", "clash", "head")
    }
    trusted = {address: document.synced.digest for address, document in known.items() if document.synced}
    tree = read_tree(root, trusted=trusted)
    items = [_item(file, known.get(file.address)) for file in tree.files]
    missing = known.keys() - tree.addresses
    items += [_item_without_file(known[address]) for address in sorted(missing)]
    return Plan(root, tuple(sorted(items, key=lambda item: item.path)), tuple(tree.fault_lines()))


@transaction.atomic
def load(work: Plan, *, progress: Progress | None = None) -> None:
    """Carry out a plan. Raises FaultyFiles where a file is wrong, and NotPublishable; nothing is written then.

    Another process may have loaded or published since the plan was made, so it is made again once this load has the
    turn to itself.
    """
    Counter.take_turns(languages())
    work = plan(work.root)
    if work.fault_lines:
        raise FaultyFiles("\n".join(work.fault_lines))
    pairs = [_taken(item) for item in work.of(Step.CREATE, Step.TAKE)]
    for item in work.of(Step.ADOPT):
        assert item.document is not None, "only a known document is adopted"
        _sync(item.document, item.document.live)
    for item in work.of(Step.KEEP_BESIDE):
        _kept(item)
    if pairs:
        publish_together(pairs, note=NOTE, progress=progress)


def _item(file: ContentFile, document: Document | None) -> Item:
    synced, live = (document.synced, document.live) if document else (None, None)
    step = compare(
        file=_file_state(file, synced, live),
        was_synced=synced is not None,
        live=_live_state(synced, live),
        is_known=document is not None,
    )
    if step is Step.KEEP_BESIDE and document and document.clash and document.clash.digest == file.digest:
        step = Step.CLASH_STANDS
    return Item(step, file.path, file, document)


def _item_without_file(document: Document) -> Item:
    step = compare(
        file=FileState.ABSENT,
        was_synced=document.synced_id is not None,
        live=_live_state(document.synced, document.live),
        is_known=True,
    )
    return Item(step, document.path, None, document)


def _file_state(file: ContentFile, synced: Revision | None, live: Revision | None) -> FileState:
    if live is not None and file.digest == live.digest:
        return FileState.LIVE
    if synced is not None and file.digest == synced.digest:
        return FileState.SYNCED
    return FileState.OTHER


def _live_state(synced: Revision | None, live: Revision | None) -> LiveState:
    if live is None:
        return LiveState.NONE
    return LiveState.SYNCED if synced is not None and live.digest == synced.digest else LiveState.OTHER


def _taken(item: Item) -> tuple[Document, Revision]:
    """The document and its new revision from the file, which is also the synced one from now on."""
    assert item.file is not None, "only a file is taken"
    document, text = item.document, item.file.text
    if document is None:
        language, _kind, _slug = item.file.address
        document = drafts.begin(
            ref=item.file.ref, language=language, text=text, author=None, origin=Origin.FILE, note=NOTE
        )
        revision = document.head
    else:
        revision = drafts.take_file(document, text=text, note=NOTE)
    assert revision is not None, "a taken file is a revision"
    _sync(document, revision)
    return document, revision


def _kept(item: Item) -> None:
    assert item.file is not None, "the file has words"
    assert item.document is not None, "so has the site"
    drafts.keep_beside(item.document, text=item.file.text, parent=item.document.synced, note=NOTE)


def _sync(document: Document, revision: Revision | None) -> None:
    document.synced, document.clash = revision, None  # file and site agree, whatever stood between them before
    document.save(update_fields=["synced", "clash"])
