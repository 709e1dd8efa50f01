"""Texts on their way to readers: which of them wait, and for whom. The front page, reports and reminders ask here."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.desk.approvals import Approval, Decision, Publication
from portal.desk.documents import Document
from portal.desk.people import User, has_left
from portal.desk.states import with_states

# The timed run comes each minute; what was scheduled and is still not live after this long was refused.
PATIENCE = timedelta(minutes=10)


def under_way() -> QuerySet[Any]:
    """Every document with its states, its newest decision, the decision about what is scheduled, and since when.

    Columns besides those of `with_states`: `decision_number` and `decided_by` of the newest decision about the newest
    text, `due_decision`, and `waits_since`.
    """
    newest = Approval.objects.filter(revision=OuterRef("head")).order_by("-pk")
    of_due = Approval.objects.filter(revision=OuterRef("due")).order_by("-pk")
    decided_at = Subquery(newest.values("made_at")[:1], output_field=DateTimeField())
    known: QuerySet[Any] = with_states(Document.objects.all()).annotate(
        decision_number=Subquery(newest.values("pk")[:1]),
        decided_by=Subquery(newest.values("by")[:1]),
        due_decision=Subquery(of_due.values("decision")[:1]),
        waits_since=Coalesce(decided_at, F("head__made_at")),
    )
    return known


def refused_by(moment: datetime) -> QuerySet[Document]:
    """What should have gone live by itself before that moment and did not, with its text and its people."""
    return Document.objects.due(moment - PATIENCE).select_related("head", "owner", "deputy")


def is_past(due_at: datetime) -> bool:
    """Whether something that is still scheduled should have gone live by now."""
    return due_at <= timezone.now() - PATIENCE


# Conditions on what is `under_way`. Words that readers have never seen: what was approved once and has been withdrawn
# must not wait to be published again.
_UNSEEN = Q(head__publications__isnull=True)
IS_SENT_BACK = Q(is_sent_back=True)
IS_SUBMITTED = Q(is_submitted=True)
IS_PUBLISHABLE = Q(is_approved=True, due__isnull=True) & _UNSEEN
# A text that was put back to what readers see is no work for anybody, unless it settles what a file says.
_IS_NEWS = Q(live__isnull=True) | Q(clash__isnull=False) | ~Q(head__digest=F("live__digest"))
_IS_OPEN = Q(is_draft=True) | Q(is_new=True) | (Q(is_withdrawn=True) & _UNSEEN)
# Says nothing that the rest does not; but a database can tell so from the document alone, and most are as readers see.
_IS_AHEAD = Q(live__isnull=True) | ~Q(head=F("live"))
IS_UNFINISHED = _IS_AHEAD & _IS_OPEN & Q(decision__isnull=True) & _IS_NEWS
IS_CLASH = Q(is_clash=True)


def will_fail() -> Q:
    """Scheduled, and refused at its time, or without the approval that it needs."""
    is_refused = Q(due_at__lte=timezone.now() - PATIENCE)
    return Q(due__isnull=False) & (is_refused | ~Q(due_decision=Decision.APPROVED) | Q(due_decision__isnull=True))


UNAPPROVED, REFUSED = "unapproved", "refused"


def hindrance(due_at: datetime, due_decision: str | None) -> str:
    """Why what is scheduled will not go live by itself, UNAPPROVED or REFUSED; "" where nothing is known to stop it.

    The test of `will_fail`, for a document that has been read: its time, and the newest decision about that revision.
    """
    if due_decision != Decision.APPROVED:
        return UNAPPROVED
    return REFUSED if is_past(due_at) else ""


def hindrance_of(document: Document) -> str:
    """The same of a document that was not read `under_way`; "" also where nothing is scheduled."""
    if document.due_at is None:
        return ""
    newest = Approval.objects.filter(revision=document.due_id).first()
    return hindrance(document.due_at, newest.decision if newest else None)


def will_go_live() -> Q:
    """Scheduled and approved, and its time has not passed."""
    return Q(due_at__gt=timezone.now() - PATIENCE, due_decision=Decision.APPROVED)


def of_nobody_else(person: User) -> Q:
    """What this person wrote, and what nobody wrote who could go on with it: a file, or somebody who has left."""
    return Q(head__author=person) | Q(head__author__isnull=True) | has_left("head__author")


def of_others(person: User) -> Q:
    """What this person did not write, and so may approve."""
    return ~Q(head__author=person) | Q(head__author__isnull=True)


def not_done_by(person: User) -> Q:
    """What somebody else did alone, and so this person may confirm."""
    alone = Publication.objects.unconfirmed().filter(revision__document=OuterRef("pk"))
    return Q(Exists(alone.exclude(by=person)))


def sent_back_to(person: User) -> QuerySet[Any]:
    """Texts for this person to change, given that they may write."""
    return under_way().filter(IS_SENT_BACK, of_nobody_else(person))


def to_approve_by(person: User) -> QuerySet[Any]:
    """Texts that others have handed in, for this person to decide on, given that they may approve."""
    return under_way().filter(IS_SUBMITTED, of_others(person))


def to_publish() -> QuerySet[Any]:
    """Texts that are approved and not scheduled, for anybody who may publish."""
    return under_way().filter(IS_PUBLISHABLE)


def stopped() -> QuerySet[Any]:
    """Everything that is scheduled and will not go live by itself."""
    return under_way().filter(will_fail())
