"""Decisions about words: submitting, approving, sending back, and the clinical sign-off of what patients read."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.approvals import Approval, Confirmation, Decision, Publication, SignOff
from portal.desk.documents import Document, Revision
from portal.desk.intervals import months_after
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.press.surroundings import languages, languages_reading
from portal.desk.publishing import obstacles
from portal.shelf.counter import Counter
from portal.shelf.published import Published
from portal.shelf.rows import ROWS
from portal.shelf.uses import read_in


class ReviewRefused(Exception):
    """A decision that was refused; its text says why and what to do."""


@transaction.atomic
def submit(revision: Revision, *, by: User, comment: str = "") -> Approval:
    """Hand the newest revision in for approval.

    Raises ReviewRefused where that has been done or was answered, and where readers see the same words already.
    """
    _must_be_newest(revision)
    if _says_nothing_new(revision):
        raise ReviewRefused(_("Readers see these words already. Change something first, then hand it in."))
    if (newest := _decision(revision)) is not None:
        raise ReviewRefused(_ANSWERED[newest])
    return Approval.objects.create(revision=revision, decision=Decision.SUBMITTED, by=by, comment=comment)


def _says_nothing_new(revision: Revision) -> bool:
    """Whether readers see these words already. One that takes a file's words in settles them by going live."""
    live, clash = revision.document.live, revision.document.clash
    is_settling = clash is not None and revision.descends_from(clash)
    return live is not None and live.digest == revision.digest and not is_settling


_ANSWERED = {
    Decision.SUBMITTED: gettext_lazy("This revision has been handed in already. A colleague reads it next."),
    Decision.APPROVED: gettext_lazy("This revision has been approved already. It can be published."),
    Decision.SENT_BACK: gettext_lazy(
        "This revision was sent back. Change the text, save it, and hand in the new revision."
    ),
}


@transaction.atomic
def approve(revision: Revision, *, by: User, comment: str = "") -> Approval:
    """Approve the newest revision, which was handed in.

    Raises ReviewRefused for its own author, for an older revision and for one that was not handed in; NotPublishable
    where it could not go live.
    """
    _must_be_newest(revision)
    if revision.author_id == by.pk:
        raise ReviewRefused(_("You wrote this revision, so somebody else must approve it."))
    if (newest := _decision(revision)) != Decision.SUBMITTED:
        raise ReviewRefused(_ANSWERED[newest] if newest else _("Its writer has not handed this revision in yet."))
    if faults := obstacles(revision.document, revision):
        raise NotPublishable(revision.document, faults)
    return Approval.objects.create(revision=revision, decision=Decision.APPROVED, by=by, comment=comment)


@transaction.atomic
def send_back(revision: Revision, *, by: User, comment: str) -> Approval:
    """Send the newest revision, handed in or approved, back to its writer. Raises ReviewRefused without a reason."""
    _must_be_newest(revision)
    if not comment.strip():
        raise ReviewRefused(_("Say what should be changed, so that the writer can mend it."))
    newest = _decision(revision)
    if newest not in (Decision.SUBMITTED, Decision.APPROVED):
        raise ReviewRefused(_ANSWERED[newest] if newest else _("Its writer has not handed this revision in yet."))
    return Approval.objects.create(revision=revision, decision=Decision.SENT_BACK, by=by, comment=comment)


@transaction.atomic
def confirm(publication: Publication, *, by: User, comment: str = "") -> Confirmation:
    """Stand behind what one person did alone: a safety correction or a withdrawal.

    Raises ReviewRefused for that person, and where nothing waits to be confirmed any more.
    """
    Counter.take_turns(languages())
    if publication.by_id == by.pk:
        raise ReviewRefused(_("You did this yourself, so somebody else must confirm it."))
    if not Publication.objects.unconfirmed().filter(pk=publication.pk).exists():
        raise ReviewRefused(_("Nothing waits to be confirmed here: a colleague did, or the page has changed since."))
    return Confirmation.objects.create(publication=publication, by=by, comment=comment)


def _decision(revision: Revision) -> Decision | None:
    """The newest decision about exactly this revision."""
    newest = Approval.objects.filter(revision=revision).first()
    return None if newest is None else Decision(newest.decision)


def _must_be_newest(revision: Revision) -> None:
    # Locked, so that two decisions about one revision come one after the other.
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    if document.head_id != revision.pk:
        raise ReviewRefused(_("There is a newer revision of this page. Open it and decide about that one."))
    if document.live_id == revision.pk:
        raise ReviewRefused(
            _("Readers see this revision already. Change the text first; a new one can be decided about.")
        )


@dataclass(frozen=True)
class Reviewer:
    """Who reviewed, as readers are told."""

    name: str
    role: str
    registration: str = ""


@transaction.atomic
def sign_off(
    document: Document,
    *,
    reading_digest: str,
    reviewer_name: str,
    reviewer_role: str,
    reviewer_registration: str = "",
    reviewed_on: date,
    due_on: date,
    by: User,
) -> SignOff:
    """Record a clinician's review of the published page, bound to the reading digest that they were shown.

    Raises ReviewRefused if the page reads differently by now, or if the dates cannot be.
    """
    Counter.take_turns(languages())
    row = ROWS[document.kind].objects.at(document.language, document.ref).select_related("edition").first()
    if row is None:
        raise ReviewRefused(_("This page is not published. Publish it, then have it reviewed as patients read it."))
    if row.reading_digest != reading_digest:
        raise ReviewRefused(_("The page has changed since it was shown for review. Read it again, then sign."))
    reviewer = Reviewer(reviewer_name, reviewer_role, reviewer_registration)
    return sign(document, row, reviewer=reviewer, reviewed_on=reviewed_on, due_on=due_on, by=by)


def sign(
    document: Document, row: Published, *, reviewer: Reviewer, reviewed_on: date, due_on: date, by: User
) -> SignOff:
    """Write down a review of what a public row says now, whose reader has just been made sure of.

    Raises ReviewRefused if the dates cannot be, for a review that would hold longer than its kind's interval, and for
    what is reviewed with the pages that use it.
    """
    if not row.review_months:
        raise ReviewRefused(_("This is reviewed with the pages that use it. Sign those pages."))
    if reviewed_on > timezone.localdate() or due_on <= reviewed_on:
        raise ReviewRefused(_("The review must be today or earlier, and the next one must be due after it."))
    latest = months_after(reviewed_on, row.review_months)
    if due_on > latest:
        raise ReviewRefused(
            _("This page is reviewed every %(months)s months. The next review must be due by %(latest)s.")
            % {"months": row.review_months, "latest": formats.date_format(latest, "j F Y")}
        )
    if Publication.objects.of_any(_read_with(document)).unconfirmed().filter(by=by).exists():
        raise ReviewRefused(
            _("You put words of this page before readers alone. A colleague must confirm them before you sign it.")
        )
    signed = SignOff.objects.create(
        document=document,
        reading_digest=row.reading_digest,
        reviewer_name=reviewer.name,
        reviewer_role=reviewer.role,
        reviewer_registration=reviewer.registration,
        reviewed_on=reviewed_on,
        due_on=due_on,
        by=by,
    )
    _state_review(row, signed)
    return signed


def _read_with(document: Document) -> list[Document]:
    """A page and everything that readers read as part of it, such as its findings."""
    page = document.language, document.kind, document.slug
    return [document, *Document.objects.by_address(read_in([page])[page]).values()]


def _state_review(row: Published, signed: SignOff) -> None:
    columns = signed.columns()
    for column, value in columns.items():
        setattr(row, column, value)
    row.fresh_until = row.next_change()
    row.save(update_fields=[*columns, "fresh_until"])
    Counter.bump(languages_reading([row.language]))
