"""Loading `content/`: all files are checked first; then all of them are taken in one transaction, or none."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from django.db import transaction

from portal.desk import drafts
from portal.desk.documents import Document, Revision
from portal.desk.exchange import pictures
from portal.desk.exchange.comparison import AGREEMENTS, CLASHES, LOADED, PRUNED, Step
from portal.desk.exchange.plans import Item, Plan, plan
from portal.desk.exchange.renaming import refuse_left_behind, rename
from portal.desk.joining import join_by_itself
from portal.desk.press.crew import chunked
from portal.desk.press.projection import Progress, render_again
from portal.desk.press.spool import Kept
from portal.desk.press.surroundings import languages
from portal.desk.publishing import PublishingRefused, move_schedule, publish_together
from portal.desk.withdrawing import withdraw
from portal.kinds.registry import KINDS
from portal.shelf.addresses import Address
from portal.shelf.counter import Counter
from portal.shelf.uses import LINKS, MEETS, Uses
from portal.text.references import Ref

NOTE = "loaded from content/"
JOINED = "joined with what was loaded from content/"
GONE = "its file in content/ is gone"
# New documents whose texts are in memory at the same time.
TOGETHER = 200


class Outcome(Enum):
    """What became of a document beyond what the plan says."""

    REBASED = "its draft has taken in the file's words"
    LEFT_BEHIND = "its draft and the file's words have both changed the same place, and a person must join them"
    JOINED = "file and site fit together; what they make is a draft, and a person must publish it"
    TO_JOIN = "file and site have both changed the same place, and a person must join them"
    WITHDRAWN = "withdrawn, because its file is gone"
    STILL_USED = "its file is gone, but it cannot be withdrawn"


TROUBLES = frozenset({Outcome.LEFT_BEHIND, Outcome.JOINED, Outcome.TO_JOIN, Outcome.STILL_USED})


@dataclass
class Loaded:
    """What a load has done: outcomes in order, each with the document's path and, in trouble, a reason."""

    outcomes: list[tuple[Outcome, str, str]] = field(default_factory=list)

    def note(self, outcome: Outcome, document: Document, reason: str = "") -> None:
        self.outcomes.append((outcome, document.path, reason))

    @property
    def has_trouble(self) -> bool:
        return any(outcome in TROUBLES for outcome, _path, _reason in self.outcomes)


@transaction.atomic
def load(
    work: Plan, *, prune: bool = False, only: Collection[Step] | None = None, progress: Progress | None = None
) -> Loaded:
    """Carry out a plan; with `prune`, withdraw published documents whose file is gone.

    With `only`, what stands in other ways than these is left as it is. What is already agreed on is noted all the same.
    Another process may have loaded or published since the plan was made, so it is made again once this load has the
    turn to itself. Raises FaultyFiles where a file is wrong, NotPublishable where what is used is not public, and
    LeftBehind where a former name is still used; nothing is written then.
    """
    Counter.take_turns(languages())
    work, done = plan(work.root, before=work.tree), Loaded()
    work.refuse_faults()
    work = work if only is None else work.narrowed(only)
    texts = (item.file.text for item in work.of(LOADED | CLASHES) if item.file)
    pictures.take_in(work.root, {name for text in texts for name in pictures.files_named_in(text)})
    renamed = [_renamed(item) for item in work.items if item.was]
    for item in work.items:
        _settle(item)
    changed = [(item, *_taken(item)) for item in work.of(LOADED - {Step.CREATE})]
    pairs = [*_begun(work), *((document, revision) for _item, document, revision in changed)]
    if pairs:
        publish_together(pairs, note=NOTE, prepared=_prepared(work), progress=progress)
    _follow(renamed)
    for item, document, revision in changed:
        if item.step is Step.TAKE_UNDER_DRAFT:
            _rebase(document, revision, done)
    for item in work.of(CLASHES):
        _clash(item, done)
    if prune:
        _prune(work.of(PRUNED), done)
    return done


def _renamed(item: Item) -> tuple[Address, Ref]:
    """Give the document its new name; returns its old address and its new reference."""
    document, file = item.document, item.file
    assert document is not None and file is not None, "what is renamed is known, and has a file"  # noqa: PT018
    old = document.language, document.kind, document.slug
    rename(document, file.ref.slug)
    return old, file.ref


def _follow(renamed: Iterable[tuple[Address, Ref]]) -> None:
    """Let pages lead to the new names of what they link to, and refuse names that cannot be followed."""
    pairs = list(renamed)
    for (language, kind, slug), _new in pairs:
        render_again(Uses.objects.of_address(language, Ref(kind, slug)).how(LINKS, MEETS).users())
    refuse_left_behind(pairs)


def _settle(item: Item) -> None:
    """Note that file and site agree, or that the file's words no longer clash."""
    if item.document and item.step in AGREEMENTS:
        drafts.agree(item.document, item.document.live)
    elif item.document and item.ends_clash:
        drafts.agree(item.document, item.document.synced)


def _begun(work: Plan) -> Iterator[tuple[Document, Revision]]:
    """The documents of new files, each with its first revision."""
    files = (item.file for item in work.of({Step.CREATE}) if item.file)
    for some in chunked(files, TOGETHER):
        yield from drafts.begin_from_files([(file.address, file.text) for file in some], note=NOTE)


def _taken(item: Item) -> tuple[Document, Revision]:
    """The document and its new revision from the file, which is also the synced one from now on."""
    document, file = item.document, item.file
    assert document is not None and file is not None, "what has changed is known, and has a file"  # noqa: PT018
    revision = drafts.take_file(document, text=file.text, note=NOTE)
    drafts.agree(document, revision)
    return document, revision


def _prepared(work: Plan) -> dict[Address, tuple[str, Kept]]:
    """What the check of the files has drawn, so that nothing is drawn twice."""
    files = (item.file for item in work.of(LOADED) if item.file)
    return {file.address: (file.digest, file.drawn) for file in files if file.drawn}


def _rebase(document: Document, taken: Revision, done: Loaded) -> None:
    """Let a draft in progress take in the file's words, which are live now, or leave that for a person."""
    draft = document.head
    assert draft is not None, "a draft is a revision"
    joined = join_by_itself(document, theirs=taken, author=draft.author, note=JOINED)
    if joined is None:
        document.clash = taken
    elif document.due_id == draft.pk:
        # What was scheduled goes live with the file's words in it, once somebody has approved both together.
        move_schedule(document, joined=joined)
    document.save(update_fields=["clash", "due"])
    done.note(Outcome.REBASED if joined else Outcome.LEFT_BEHIND, document)


def _clash(item: Item, done: Loaded) -> None:
    """Keep the file's words, unless they are kept already; join them with the newest words where that is clean.

    What was withdrawn is left for a person: whether it comes back at all is to be decided first.
    """
    document, file = item.document, item.file
    assert document is not None and file is not None, "both sides have words"  # noqa: PT018
    if item.is_known_clash:
        is_joined = document.head is not None and document.head.descends_from(document.clash)
        done.note(Outcome.JOINED if is_joined else Outcome.TO_JOIN, document)
        return
    clash = drafts.keep_beside(document, text=file.text, parent=document.clash or document.synced, note=NOTE)
    author = document.head.author if document.head else None
    joined = None
    if not document.was_withdrawn:
        joined = join_by_itself(document, theirs=clash, author=author, note=JOINED)
    done.note(Outcome.JOINED if joined else Outcome.TO_JOIN, document)


def _prune(items: Iterable[Item], done: Loaded) -> None:
    """Withdraw what has no file any more, what includes others first."""
    documents = [item.document for item in items if item.document is not None]
    for document in sorted(documents, key=lambda document: -KINDS[document.kind].rank):
        try:
            withdraw(document, by=None, note=GONE)
        except PublishingRefused as refused:
            done.note(Outcome.STILL_USED, document, str(refused))
        else:
            document.refresh_from_db()
            drafts.agree(document, None)
            done.note(Outcome.WITHDRAWN, document)
