"""Writing: new documents and new revisions. Nothing that comes in is lost, and nothing is overwritten."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address
from portal.text import frontmatter
from portal.text.references import Ref


class DraftRefused(Exception):
    """A save that was refused; its text says why and what to do."""


class AddressTaken(DraftRefused):
    """There is a document at this address already."""


class StaleDraft(DraftRefused):
    """Somebody saved a newer revision since this text was opened. `newest` is that revision."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        super().__init__(
            _(
                "This page was changed after you opened it (revision %s). Your text is still here: compare it with the "
                "newest revision, take over what is missing, then save again."
            )
            % newest.pk
        )


def language_of(kind: str, language: str) -> str:
    """The language that a document of this kind is kept under: "all" where every language shares it."""
    return SHARED_LANGUAGE if KINDS[kind].is_shared else language


@transaction.atomic
def begin(*, ref: Ref, language: str, text: str, author: User | None, origin: Origin, note: str = "") -> Document:
    """Make a new document with its first revision. Raises AddressTaken if the address has one already."""
    document, is_new = Document.objects.get_or_create(
        language=language_of(ref.kind, language), kind=ref.kind, slug=ref.slug
    )
    if not is_new:
        raise AddressTaken(_("There is already a page at %s. Open that one, or choose another short name.") % document)
    move_head(document, written(document, text=text, parent=None, author=author, origin=origin, note=note))
    return document


@transaction.atomic
def begin_from_files(new: Sequence[tuple[Address, str]], *, note: str) -> list[tuple[Document, Revision]]:
    """Make new documents from the texts of files in a few queries for all of them, each with its first revision.

    File and site agree on it; its text is not held in memory. Raises AddressTaken if an address has one already.
    """
    documents = [Document(language=language, kind=kind, slug=slug) for (language, kind, slug), _text in new]
    try:
        with transaction.atomic():
            Document.objects.bulk_create(documents)
    except IntegrityError as error:
        raise AddressTaken(_("Somebody has begun a page at the address of a new file just now. Load again.")) from error
    revisions = Revision.objects.bulk_create(
        Revision(document=document, text=text, digest=frontmatter.digest(text), origin=Origin.FILE, note=note)
        for document, (_address, text) in zip(documents, new, strict=True)
    )
    first = Subquery(Revision.objects.filter(document=OuterRef("pk")).values("pk")[:1])
    Document.objects.filter(pk__in=[document.pk for document in documents]).update(head=first, synced=first)
    for document, revision in zip(documents, revisions, strict=True):
        document.head = document.synced = revision
        del revision.text
    return list(zip(documents, revisions, strict=True))


@transaction.atomic
def revise(
    document: Document, *, text: str, based_on: Revision | None, author: User | None, origin: Origin, note: str = ""
) -> Revision | None:
    """Save a new revision written from `based_on`; None if the text is the same as there.

    Raises StaleDraft if `based_on` is no longer the newest revision.
    """
    locked = Document.objects.select_for_update(of=("self",)).select_related("head").get(pk=document.pk)
    if locked.head is not None and (based_on is None or locked.head.pk != based_on.pk):
        raise StaleDraft(locked.head)
    if based_on is not None and based_on.digest == frontmatter.digest(text):
        return None
    revision = written(locked, text=text, parent=based_on, author=author, origin=origin, note=note)
    move_head(locked, revision)
    document.head = revision
    return revision


@transaction.atomic
def keep_beside(document: Document, *, text: str, parent: Revision | None, note: str) -> Revision:
    """Keep a file's text that could not be taken, as a revision that `clash` points to. The head stays where it is."""
    clash = written(document, text=text, parent=parent, author=None, origin=Origin.FILE, note=note)
    document.clash = clash
    document.save(update_fields=["clash"])
    return clash


def agree(document: Document, revision: Revision | None) -> None:
    """Note that file and site agree on this text, or that there is none, so that no file clashes any more."""
    document.synced = revision
    if not document.is_draft_behind:
        document.clash = None
    document.save(update_fields=["synced", "clash"])


@transaction.atomic
def take_file(document: Document, *, text: str, note: str) -> Revision:
    """Make a revision of a changed file, written from the live one. A draft in progress stays the head."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    revision = written(locked, text=text, parent=locked.live, author=None, origin=Origin.FILE, note=note)
    if not locked.has_draft:
        move_head(locked, revision)
        document.head = revision
    return revision


def written(
    document: Document,
    *,
    text: str,
    parent: Revision | None,
    author: User | None,
    origin: Origin,
    note: str,
    merges: Revision | None = None,
) -> Revision:
    """A new revision, which nothing points to yet: the first thing that happens to any words that come in."""
    return Revision.objects.create(
        document=document,
        text=text,
        digest=frontmatter.digest(text),
        origin=origin,
        author=author,
        parent=parent,
        merges=merges,
        note=note,
    )


def move_head(document: Document, revision: Revision) -> None:
    """Make a revision the newest one."""
    document.head = revision
    document.save(update_fields=["head"])
