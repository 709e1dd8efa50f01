"""Heaps of work on the desk: which documents wait for what, since when, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.admin.states import with_states
from portal.desk.approvals import Approval, Decision
from portal.desk.documents import Document

# The timed run comes each minute. What is still scheduled after this long was refused, or the run has stopped.
SHOULD_BE_LIVE = timedelta(minutes=5)


@dataclass(frozen=True)
class Work:
    """One heap of documents. `needs` is what a person must be allowed to do for it to wait for them.

    `where` may use the columns that `waiting` adds; `mine` narrows the heap to what waits for one person. `since` is
    the column that says since when, or for scheduled texts until when.
    """

    slug: str
    heading: Any
    todo: Any
    advice: Any
    needs: str
    screen: str
    where: Callable[[], Q]
    mine: Callable[[Any], Q] = lambda user: Q()
    since: str = "waits_since"
    tone: str = ""


def _of_nobody_else(user: Any) -> Q:
    """What this person wrote, and what nobody wrote who could go on with it: a file, or somebody who has left."""
    return Q(head__author=user) | Q(head__author__isnull=True) | Q(head__author__is_active=False)


def _of_others(user: Any) -> Q:
    return ~Q(head__author=user) | Q(head__author__isnull=True)


# Words that readers have never seen. What was approved once and has been withdrawn must not wait to be published again.
_UNSEEN = Q(head__publications__isnull=True)


def _will_fail() -> Q:
    overdue = Q(due_at__lt=timezone.now() - SHOULD_BE_LIVE)
    return Q(due__isnull=False) & (overdue | ~Q(due_decision=Decision.APPROVED) | Q(due_decision__isnull=True))


WORK = (
    Work(
        "stuck",
        _("Scheduled, but will not go live"),
        _("See what stops it"),
        _("Its approval is missing or was taken back, or it was refused at its time."),
        *("schedule", "publishing"),
        _will_fail,
        since="due_at",
        tone="red",
    ),
    Work(
        "sent_back",
        _("Sent back to you"),
        _("Read the comment and change the text"),
        _("A colleague has read your text and asks for a change."),
        *("change", "publishing"),
        lambda: Q(is_sent_back=True),
        _of_nobody_else,
    ),
    Work(
        "submitted",
        _("Handed in by others"),
        _("Read it and decide"),
        _("Approve it, or send it back and say why."),
        *("approve", "publishing"),
        lambda: Q(is_submitted=True),
        _of_others,
    ),
    Work(
        "approved",
        _("Approved, ready to publish"),
        _("Publish it, or choose a time"),
        _("A colleague has approved these. Readers do not see them yet."),
        *("publish", "publishing"),
        lambda: Q(is_approved=True, due__isnull=True) & _UNSEEN,
    ),
    Work(
        "drafts",
        _("Your drafts"),
        _("Finish it and hand it in"),
        _("Nobody else is asked to read these before you hand them in."),
        *("change", "change"),
        lambda: (Q(is_draft=True) | Q(is_new=True) | (Q(is_withdrawn=True) & _UNSEEN)) & Q(decision__isnull=True),
        _of_nobody_else,
    ),
    Work(
        "clash",
        _("To be joined with a file"),
        _("Join the two texts"),
        _("A file in content/ and this site have both changed."),
        *("change", "joining"),
        lambda: Q(is_clash=True),
    ),
    Work(
        "scheduled",
        _("Scheduled"),
        _("Look at it once more"),
        _("They go live by themselves at their time. There is nothing to do."),
        *("schedule", "publishing"),
        lambda: Q(due_at__gte=timezone.now() - SHOULD_BE_LIVE, due_decision=Decision.APPROVED),
        since="due_at",
    ),
)
BY_SLUG = {work.slug: work for work in WORK}


def waiting() -> QuerySet[Any]:
    """Every document with its states, its newest decision, the decision about what is scheduled, and since when."""
    newest = Approval.objects.filter(revision=OuterRef("head")).order_by("-pk")
    of_due = Approval.objects.filter(revision=OuterRef("due")).order_by("-pk")
    decided_at = Subquery(newest.values("made_at")[:1], output_field=DateTimeField())
    return with_states(Document.objects.all()).annotate(
        decided_by=Subquery(newest.values("by")[:1]),
        due_decision=Subquery(of_due.values("decision")[:1]),
        waits_since=Coalesce(decided_at, F("head__made_at")),
    )


def found(work: Work) -> QuerySet[Any]:
    """The documents of one heap, those that have waited longest first, without their texts."""
    rows = waiting().filter(work.where()).order_by(work.since, "pk")
    return rows.select_related("head__author", "due_by").defer("head__text")


def scheduled() -> QuerySet[Any]:
    """Everything that is scheduled, the next one first, without texts."""
    rows = waiting().filter(due__isnull=False).order_by("due_at", "pk")
    return rows.select_related("due_by")


def is_past(due_at: Any) -> bool:
    """Whether something that is still scheduled should have gone live by now."""
    return bool(due_at < timezone.now() - SHOULD_BE_LIVE)


# What holds a text up, the first that fits: the state's column, what it waits for, and what that takes.
HELD_UP_BY = (
    ("unconfirmed", _("a second person’s confirmation"), "confirm"),
    ("clash", _("somebody to join it with its file"), "change"),
    ("sent_back", _("its writer, to change it"), "change"),
    ("submitted", _("an approval by somebody else than its writer"), "approve"),
    ("approved", _("somebody to publish it"), "publish"),
)
NOT_HANDED_IN = ("not_handed_in", _("its writer, to hand it in"), "change")


def held_up(state: str) -> QuerySet[Any]:
    """Documents that wait for somebody, those that have waited longest first, without texts.

    `state` is one of HELD_UP_BY, "not_handed_in", the name of a heap, or "" for all of them.
    """
    choices = {slug: Q(**{f"is_{slug}": True}) for slug, _words, _verb in HELD_UP_BY}
    choices |= {NOT_HANDED_IN[0]: BY_SLUG["drafts"].where()}
    choices |= {work.slug: work.where() for work in WORK}
    every = Q()
    for slug in (*(slug for slug, _words, _verb in HELD_UP_BY), NOT_HANDED_IN[0]):
        every |= choices[slug]
    rows = waiting().filter(choices.get(state, every)).order_by("waits_since", "pk")
    return rows.select_related("head__author").defer("head__text")
