"""Bringing two lines of words together: a file's and the site's, a draft's and what went live meanwhile, two editors'.

Every join is a revision with two parents, so that neither side's words count as newer than it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.desk.approvals import Publication
from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import StaleDraft, agree, move_head, written
from portal.desk.people import User
from portal.desk.press.checking import canonical
from portal.text import frontmatter
from portal.text.faults import BadText
from portal.text.merge import Merged, merge

SET_ASIDE = "stays withdrawn; the file's words were set aside"


class JoiningRefused(Exception):
    """A decision about two lines of words that was refused; its text says why and what to do."""


def waiting(document: Document) -> Revision | None:
    """The words that the newest ones have yet to take in: a file's that clash, or what went live past a draft."""
    head = document.head
    for other in (document.clash, document.last_shown()):
        if head is not None and other is not None and not head.descends_from(other):
            return other
    return None


def joined(ours: Revision, theirs: Revision) -> Merged:
    """What the two make together, over the newest text that both were written from; ours where they conflict.

    Raises BadText where one of the texts cannot be read any more.
    """
    base = ours.common_ancestor(theirs)
    return merge(base.text if base else None, ours.text, theirs.text)


def clean_text(document: Document, ours: Revision, theirs: Revision) -> str | None:
    """The canonical text of both together; None where a person must decide."""
    try:
        together = joined(ours, theirs)
        return canonical(together.text, document.ref) if together.is_clean else None
    except BadText:
        return None


@transaction.atomic
def join(
    document: Document, *, ours: Revision, theirs: Revision, text: str, author: User | None, note: str = ""
) -> Revision:
    """Save the newest words `ours` with those of `theirs` taken in, as `text` has them. It becomes the newest revision.

    Raises StaleDraft if `ours` is no longer the newest one. Publishing it settles a clash with `theirs`; where those
    words are live already, there is nothing left to settle.
    """
    pointers = ("head", "live", "clash")
    locked = Document.objects.select_for_update(of=("self",)).select_related(*pointers).get(pk=document.pk)
    if locked.head is None or locked.head.pk != ours.pk:
        raise StaleDraft(locked.head or ours)
    revision = written(locked, text=text, parent=ours, merges=theirs, author=author, origin=Origin.MERGE, note=note)
    move_head(locked, revision)
    if locked.is_draft_behind and revision.descends_from(locked.clash):
        locked.clash = document.clash = None
        locked.save(update_fields=["clash"])
    document.head = revision
    return revision


@transaction.atomic
def join_by_itself(document: Document, *, theirs: Revision, author: User | None, note: str) -> Revision | None:
    """Join the newest words with `theirs` where that needs no decision; None where a person must decide."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("head").get(pk=document.pk)
    assert locked.head is not None, "a document that is joined has words of its own"
    text = clean_text(locked, locked.head, theirs)
    if text is None:
        return None
    return join(document, ours=locked.head, theirs=theirs, text=text, author=author, note=note)


@transaction.atomic
def join_stale(document: Document, *, text: str, based_on: Revision | None, author: User, note: str) -> Revision | None:
    """Save words that were written from a revision which is not the newest any more.

    They are kept as a revision of their own before anything else. Returns their join with the newest one where that
    needs no decision, else None.
    """
    kept = _kept(document, text, based_on, author, note)
    return join_by_itself(document, theirs=kept, author=author, note=note)


@transaction.atomic
def keep_late(document: Document, *, ours: Revision, theirs: Revision, text: str, author: User, note: str) -> Revision:
    """Keep a join of `ours` and `theirs` for which `ours` is no longer the newest revision, as one that is not either.

    Its writer decides what becomes of it; whatever that is, the words stay in the history.
    """
    return _kept(document, text, ours, author, note, merges=theirs)


@transaction.atomic
def set_aside(document: Document, *, clash: Revision, by: User) -> None:
    """Let a withdrawn document stay withdrawn, although its file has new words: they stay in the history.

    Raises JoiningRefused where it was not withdrawn, or where the file has other words by now.
    """
    pointers = ("live", "clash")
    locked = Document.objects.select_for_update(of=("self",)).select_related(*pointers).get(pk=document.pk)
    if not locked.was_withdrawn:
        raise JoiningRefused(_("Only the file’s words of a withdrawn page can be set aside. Join them, then publish."))
    if locked.clash != clash:
        raise JoiningRefused(_("The file has other words by now. Read those, then decide."))
    Publication.objects.create(revision=clash, is_withdrawal=True, by=by, note=SET_ASIDE)
    agree(locked, clash)


def _kept(
    document: Document,
    text: str,
    based_on: Revision | None,
    author: User,
    note: str,
    *,
    merges: Revision | None = None,
) -> Revision:
    """The typed words as a revision; a form that is sent twice makes one."""
    origin, digest = Origin.MERGE if merges else Origin.STAFF, frontmatter.digest(text)
    same = Revision.objects.filter(document=document, parent=based_on, merges=merges, author=author, digest=digest)
    return same.first() or written(
        document, text=text, parent=based_on, merges=merges, author=author, origin=origin, note=note
    )
