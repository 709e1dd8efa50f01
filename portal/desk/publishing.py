"""Publishing: what goes live, when, and what is taken back."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.approvals import Approval, Decision, Publication
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.press import sheets
from portal.desk.press.composing import NotPublishable, Prepared
from portal.desk.press.projection import Progress, Projected, project, take_off
from portal.desk.press.surroundings import index_of, languages
from portal.kinds.form import ALIASES, DocumentForm
from portal.shelf.counter import Counter
from portal.shelf.rows import ROWS
from portal.shelf.uses import INCLUDES, Uses
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText, Fault

SCHEDULE = ("due", "due_at", "due_by")
# Documents that are pointed elsewhere in one query, whose time grows with the square of their number.
BATCH = 200


class PublishingRefused(Exception):
    """A publication or withdrawal that was refused; its text says why and what to do."""


class NotFastForward(PublishingRefused):
    """The revision was not written from what readers saw last, so publishing it would undo somebody's words."""

    def __init__(self, revision: Revision, shown: Revision | None) -> None:
        super().__init__(
            f"Revision {revision.pk} was not written from what readers saw last (revision {shown and shown.pk}). "
            "Join the two on the document's screen for that, save, and publish the result."
        )


def must_descend(revision: Revision, shown: Revision | None) -> None:
    """Raise NotFastForward unless the revision was written in the knowledge of what readers see, or saw last."""
    if not revision.descends_from(shown):
        raise NotFastForward(revision, shown)


def obstacles(document: Document, revision: Revision) -> tuple[Fault, ...]:
    """All that stops this revision from being published, with line numbers; empty if nothing does."""
    try:
        parsed = upgrade.lift(frontmatter.parse(revision.text))
    except BadText as error:
        return error.faults
    form = document.kind_row.form.from_text(parsed, index=index_of(document.language), languages=languages())
    if not form.is_valid():
        return tuple(form.faults())
    return (*form.obstacles(), *sheets.obstacles(form), *_taken_names(document, form))


def _taken_names(document: Document, form: DocumentForm) -> Iterator[Fault]:
    """A former short name under which readers find another page cannot lead here."""
    former = form.value(ALIASES) or ()
    pages = ROWS[document.kind].objects.in_language(document.language).named(former)
    taken = {document.slug, *pages.values_list("slug", flat=True)}
    for number, slug in enumerate(former):
        if slug in taken:
            words = _("%(field)s names “%(slug)s”, where readers find a page; withdraw that one, or take the name out")
            yield Fault(form.line((ALIASES, number)), words % {"field": form.called(ALIASES), "slug": slug})


def check(document: Document, revision: Revision) -> None:
    """Raise NotFastForward, PublishingRefused or NotPublishable if the revision may not go live."""
    if revision.document_id != document.pk:
        raise PublishingRefused(f"Revision {revision.pk} belongs to another page. Publish it there.")
    # Also of what was withdrawn: an older text may not come back in its place unseen.
    must_descend(revision, document.last_shown())
    newest = Approval.objects.filter(revision=revision).first()
    if newest is not None and newest.decision == Decision.SENT_BACK:
        raise PublishingRefused(f"This revision was sent back: {newest.comment} Change it, then publish.")
    faults = obstacles(document, revision)
    if faults:
        raise NotPublishable(document, faults)


@transaction.atomic
def publish(document: Document, *, revision: Revision, by: User | None, note: str = "") -> Projected:
    """Make one revision live and re-render what uses it. Raises as `check` does, and then nothing has changed."""
    Counter.take_turns(languages())
    locked = Document.objects.select_for_update().get(pk=document.pk)
    check(locked, revision)
    done = project(_go_live([(locked, revision)], by=by, note=note))
    document.live = revision
    return done


@transaction.atomic
def publish_together(
    pairs: Iterable[tuple[Document, Revision]],
    *,
    by: User | None = None,
    note: str = "",
    prepared: Prepared = MappingProxyType({}),
    progress: Progress | None = None,
) -> Projected:
    """Make many checked revisions live at once, so that pages that need each other can appear together.

    `prepared` is what their check has drawn of them. Raises NotFastForward where readers have something newer.
    """
    documents = _go_live(list(pairs), by=by, note=note)
    return project(documents, prepared=prepared, progress=progress)


def _go_live(pairs: list[tuple[Document, Revision]], *, by: User | None, note: str) -> list[Document]:
    """Point documents to what readers are to see, and note each publication."""
    for document, revision in pairs:
        must_descend(revision, document.live)
        document.live = revision
        is_overtaken = document.due is not None and revision.descends_from(document.due)
        is_settled = document.clash is not None and revision.descends_from(document.clash)
        if is_overtaken:
            _forget_schedule(document)  # it has come, or something newer has overtaken it
        if is_settled:
            # The file's words are in what readers see, so from now on only the site can be ahead.
            document.synced, document.clash = document.clash, None
        if is_overtaken or is_settled:
            document.save(update_fields=["synced", "clash", *SCHEDULE])
    documents = [document for document, _revision in pairs]
    Document.objects.bulk_update(documents, ["live"], batch_size=BATCH)
    Publication.objects.bulk_create(Publication(revision=revision, by=by, note=note) for _document, revision in pairs)
    return documents


@transaction.atomic
def withdraw(document: Document, *, by: User | None, note: str) -> Projected:
    """Take a document off the public site; its address answers 410.

    Raises PublishingRefused while other published documents include it.
    """
    Counter.take_turns(languages())
    locked = Document.objects.select_for_update(of=("self",)).select_related("live").get(pk=document.pk)
    if locked.live is None:
        raise PublishingRefused("This page is not published, so there is nothing to withdraw.")
    row = ROWS[locked.kind].objects.at(locked.language, locked.ref).get()
    users = [f"{kind}:{slug}" for _language, kind, slug in Uses.objects.of(row).how(INCLUDES).users()]
    if users:
        raise PublishingRefused(f"It is part of {', '.join(users)}. Take it out there first, then withdraw it.")
    Publication.objects.create(revision=locked.live, is_withdrawal=True, by=by, note=note)
    locked.live = None
    _forget_schedule(locked)  # or the page would come back by itself
    locked.save(update_fields=["live", *SCHEDULE])
    document.live = None
    return take_off(locked)


@transaction.atomic
def schedule(document: Document, *, revision: Revision, at: datetime, by: User) -> None:
    """Have a revision published at a time to come. Raises as `check` does, and PublishingRefused for a past time."""
    if at <= timezone.now():
        raise PublishingRefused("That time has passed. Choose a later one, or publish now.")
    locked = Document.objects.select_for_update().get(pk=document.pk)
    check(locked, revision)
    locked.due, locked.due_at, locked.due_by = revision, at, by
    locked.save(update_fields=SCHEDULE)


@transaction.atomic
def unschedule(document: Document) -> None:
    """Let a scheduled revision stay a draft. Raises PublishingRefused if none is scheduled."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.due_id is None:
        raise PublishingRefused("Nothing is scheduled for this page; it may have gone live already.")
    _forget_schedule(locked)
    locked.save(update_fields=SCHEDULE)


def _forget_schedule(document: Document) -> None:
    document.due, document.due_at, document.due_by = None, None, None
