"""Publishing: what goes live, and when."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.approvals import Approval, Decision, Ending, Publication, Scheduling
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.press import sheets
from portal.desk.press.composing import NotPublishable, Prepared
from portal.desk.press.named import index_of
from portal.desk.press.projection import Progress, Projected, project
from portal.desk.press.surroundings import languages
from portal.kinds.form import ALIASES, DocumentForm
from portal.shelf.counter import Counter
from portal.shelf.rows import ROWS
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
            _(
                "Revision %(number)s was not written from what readers saw last (revision %(shown)s). Join the two on "
                "the document’s screen for that, save, and publish the result."
            )
            % {"number": revision.pk, "shown": shown and shown.pk}
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
    rows = ROWS[document.kind].objects.in_language(document.language).of_kind(document.kind)
    taken = {document.slug, *rows.named(former).values_list("slug", flat=True)}
    for number, slug in enumerate(former):
        if slug in taken:
            words = _("%(field)s names “%(slug)s”, where readers find a page; withdraw that one, or take the name out")
            yield Fault(form.line((ALIASES, number)), words % {"field": form.called(ALIASES), "slug": slug})


def check(document: Document, revision: Revision) -> None:
    """Raise NotFastForward, PublishingRefused or NotPublishable if the revision may not go live."""
    if revision.document_id != document.pk:
        raise PublishingRefused(_("Revision %s belongs to another page. Publish it there.") % revision.pk)
    # Also of what was withdrawn: an older text may not come back in its place unseen.
    must_descend(revision, document.last_shown())
    must_not_be_sent_back(revision)
    faults = obstacles(document, revision)
    if faults:
        raise NotPublishable(document, faults)


def must_not_be_live(document: Document, revision: Revision) -> None:
    """Raise PublishingRefused if readers see this revision: a button that is pressed twice does nothing twice."""
    if document.live_id == revision.pk:
        raise PublishingRefused(_("Readers see this revision already. Nothing was done a second time."))


def _must_be_asked_for(document: Document, revision: Revision) -> None:
    """Raise PublishingRefused unless this is the newest revision, or the one whose time was set.

    Any change after an approval asks for another: an older screen must not publish over words it has not seen.
    """
    if revision.pk not in (document.head_id, document.due_id):
        raise PublishingRefused(_("There is a newer revision of this page. Open it again and decide about that one."))


def must_not_be_sent_back(revision: Revision) -> None:
    """Raise PublishingRefused, with the comment, if the newest decision sends the revision back."""
    newest = Approval.objects.filter(revision=revision).first()
    if newest is not None and newest.decision == Decision.SENT_BACK:
        raise PublishingRefused(_("This revision was sent back: %s Change it, then hand it in again.") % newest.comment)


def must_be_approved(revision: Revision) -> None:
    """Raise PublishingRefused unless somebody else than its writer has approved exactly this revision."""
    must_not_be_sent_back(revision)
    newest = Approval.objects.filter(revision=revision).first()
    if newest is None or newest.decision != Decision.APPROVED:
        raise PublishingRefused(
            _(
                "Nobody has approved this revision. Hand it in; a colleague reads it and approves it, then it can be "
                "published. If readers are in danger meanwhile, publish it as a safety correction."
            )
        )


@transaction.atomic
def publish(document: Document, *, revision: Revision, by: User | None, note: str = "") -> Projected:
    """Make one approved revision live and re-render what uses it; what comes from a file (`by` is None) needs none.

    Raises as `check` and `must_be_approved` do, and then nothing has changed.
    """
    if by is not None:
        must_be_approved(revision)
    return _publish(document, revision, by=by, note=note, is_urgent=False)


@transaction.atomic
def correct(document: Document, *, revision: Revision, by: User, note: str) -> Projected:
    """A safety correction: make a revision live without an approval; a second person confirms it afterwards.

    Raises as `check` does, and PublishingRefused without a reason.
    """
    if not note.strip():
        raise PublishingRefused(_("Say what was dangerous and what you changed, so that a colleague can confirm it."))
    return _publish(document, revision, by=by, note=note, is_urgent=True)


def _publish(document: Document, revision: Revision, *, by: User | None, note: str, is_urgent: bool) -> Projected:
    Counter.take_turns(languages())
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if by is not None:
        must_not_be_live(locked, revision)
    check(locked, revision)
    if by is not None:
        _must_be_asked_for(locked, revision)
    done = project(_go_live([(locked, revision)], Publication(by=by, note=note, is_urgent=is_urgent)))
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
    is_alone: bool = False,
) -> Projected:
    """Make many checked revisions live at once, so that pages that need each other can appear together.

    `prepared` is what their check has drawn of them; `is_alone` is for a look at one page, which is rolled back.
    Raises NotFastForward where readers have something newer.
    """
    documents = _go_live(list(pairs), Publication(by=by, note=note))
    return project(documents, prepared=prepared, progress=progress, is_alone=is_alone)


def _go_live(pairs: list[tuple[Document, Revision]], act: Publication) -> list[Document]:
    """Point documents to what readers are to see, and note each publication; `act` says who did it and why."""
    for document, revision in pairs:
        must_descend(revision, document.live)
        document.live = revision
        is_overtaken = document.due is not None and revision.descends_from(document.due)
        is_settled = document.clash is not None and revision.descends_from(document.clash)
        if is_overtaken and document.due_id == revision.pk:
            _forget_schedule(document)
        elif is_overtaken:
            end_schedule(document, by=act.by, ending=Ending.PUBLISHED)
        if is_settled:
            # The file's words are in what readers see, so from now on only the site can be ahead.
            document.synced, document.clash = document.clash, None
        if is_overtaken or is_settled:
            document.save(update_fields=["synced", "clash", *SCHEDULE])
    documents = [document for document, _revision in pairs]
    Document.objects.bulk_update(documents, ["live"], batch_size=BATCH)
    Publication.objects.bulk_create(
        Publication(revision=revision, by=act.by, note=act.note, is_urgent=act.is_urgent)
        for _document, revision in pairs
    )
    return documents


@transaction.atomic
def schedule(document: Document, *, revision: Revision, at: datetime, by: User) -> None:
    """Have an approved revision published at a time to come. Raises as `publish`; PublishingRefused for a past time."""
    if at <= timezone.now():
        raise PublishingRefused(_("That time has passed. Choose a later one, or publish now."))
    must_be_approved(revision)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    must_not_be_live(locked, revision)
    check(locked, revision)
    _must_be_asked_for(locked, revision)
    if locked.due_id != revision.pk:
        end_schedule(locked, by=by, ending=Ending.SCHEDULED)
    locked.due, locked.due_at, locked.due_by = revision, at, by
    locked.save(update_fields=SCHEDULE)
    Scheduling.objects.create(revision=revision, at=at, by=by)


@transaction.atomic
def unschedule(document: Document, *, by: User) -> None:
    """Let a scheduled revision stay a draft. Raises PublishingRefused if none is scheduled."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.due_id is None:
        raise PublishingRefused(_("Nothing is scheduled for this page; it may have gone live already."))
    end_schedule(locked, by=by)
    locked.save(update_fields=SCHEDULE)


def end_schedule(document: Document, *, by: User | None, ending: str = "") -> None:
    """Take the schedule off a document that is about to be saved, and keep who ended it; without `ending`, cancelled.

    `by` is None where a command did, from a file. A document without a schedule is left as it is.
    """
    if document.due_id is not None:
        Scheduling.objects.create(revision_id=document.due_id, by=by, ending=ending)
        _forget_schedule(document)


def move_schedule(document: Document, *, joined: Revision) -> None:
    """Let what a command has joined from the scheduled text and a file's go live in its place; then save the document.

    The person who chose the time still answers for it, and the rows say that it was a command that moved it.
    """
    assert document.due is not None, "only what is scheduled is moved"
    Scheduling.objects.create(revision=document.due, by=None, ending=Ending.JOINED)
    Scheduling.objects.create(revision=joined, at=document.due_at, by=None)
    document.due = joined


def _forget_schedule(document: Document) -> None:
    document.due, document.due_at, document.due_by = None, None, None
