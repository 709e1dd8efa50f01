"""Heaps of work on the desk: which documents wait for what, since when, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.admin.permissions import may
from portal.desk.care.underway import (
    IS_CLASH,
    IS_PUBLISHABLE,
    IS_SENT_BACK,
    IS_SUBMITTED,
    IS_UNFINISHED,
    not_done_by,
    of_nobody_else,
    of_others,
    under_way,
    will_fail,
    will_go_live,
)


@dataclass(frozen=True)
class Work:
    """One heap of documents. `needs` is what a person must be allowed to do for it to wait for them.

    `where` may use the columns that `under_way` adds; `mine` narrows the heap to what waits for one person. `since` is
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


WORK = (
    Work(
        "stuck",
        _("Scheduled, but will not go live"),
        _("See what stops it"),
        _("Its approval is missing or was taken back, or it was refused at its time."),
        *("schedule", "publishing"),
        will_fail,
        since="due_at",
        tone="red",
    ),
    Work(
        "sent_back",
        _("Sent back to you"),
        _("Read the comment and change the text"),
        _("A colleague has read your text and asks for a change."),
        *("change", "publishing"),
        lambda: IS_SENT_BACK,
        of_nobody_else,
    ),
    Work(
        "submitted",
        _("Handed in by others"),
        _("Read it and decide"),
        _("Approve it, or send it back and say why."),
        *("approve", "publishing"),
        lambda: IS_SUBMITTED,
        of_others,
    ),
    Work(
        "approved",
        _("Approved, ready to publish"),
        _("Publish it, or choose a time"),
        _("A colleague has approved these. Readers do not see them yet."),
        *("publish", "publishing"),
        lambda: IS_PUBLISHABLE,
    ),
    Work(
        "drafts",
        _("Your drafts"),
        _("Finish it and hand it in"),
        _("Nobody else is asked to read these before you hand them in."),
        *("change", "change"),
        lambda: IS_UNFINISHED,
        of_nobody_else,
    ),
    Work(
        "clash",
        _("To be joined with a file"),
        _("Join the two texts"),
        _("A file in content/ and this site have both changed."),
        *("change", "joining"),
        lambda: IS_CLASH,
    ),
    Work(
        "scheduled",
        _("Scheduled"),
        _("Look at it once more"),
        _("They go live by themselves at their time. There is nothing to do."),
        *("schedule", "publishing"),
        will_go_live,
        since="due_at",
    ),
)
BY_SLUG = {work.slug: work for work in WORK}
# What holds up no colleague and of which readers are told nothing: it comes below whatever is red or amber.
CAN_WAIT = ("drafts", "clash", "scheduled", "readers")


def found(work: Work) -> QuerySet[Any]:
    """The documents of one heap, those that have waited longest first, without their texts."""
    rows = under_way().filter(work.where()).order_by(work.since, "pk")
    return rows.select_related("head__author", "due_by").defer("head__text")


def scheduled() -> QuerySet[Any]:
    """Everything that is scheduled, the next one first, without texts."""
    rows = under_way().filter(due__isnull=False).order_by("due_at", "pk")
    return rows.select_related("due_by")


# What holds a text up, the first that fits: the state's column, what it waits for, and what that takes.
HELD_UP_BY = (
    ("unconfirmed", _("a second person’s confirmation"), "confirm"),
    ("clash", _("somebody to join it with its file"), "change"),
    ("sent_back", _("its writer, to change it"), "change"),
    ("submitted", _("an approval by somebody else than its writer"), "approve"),
    ("approved", _("somebody to publish it"), "publish"),
)
NOT_HANDED_IN = ("not_handed_in", _("its writer, to hand it in"), "change")


NOTHING = Q(pk__in=())


def held_up(state: str, person: Any = None) -> QuerySet[Any]:
    """Documents that wait for somebody, those that have waited longest first, without texts.

    `state` is one of HELD_UP_BY, "not_handed_in", the name of a heap, or "" for all of them. With a `person`, only what
    waits for them, as on their front page.
    """
    choices = _conditions(person)
    every = NOTHING
    for slug in (*(slug for slug, _words, _verb in HELD_UP_BY), NOT_HANDED_IN[0]):
        every |= choices[slug]
    rows = under_way().filter(choices.get(state, every)).order_by("waits_since", "pk")
    return rows.select_related("head__author").defer("head__text")


def _conditions(person: Any) -> dict[str, Q]:
    """What each state that can be asked for comes to. Where a heap has the name of a state, it says whose it is."""
    rows: list[tuple[str, Q, str, Callable[[Any], Q]]] = [
        *((slug, Q(**{f"is_{slug}": True}), verb, not_done_by) for slug, _words, verb in HELD_UP_BY),
        (NOT_HANDED_IN[0], BY_SLUG["drafts"].where(), NOT_HANDED_IN[2], BY_SLUG["drafts"].mine),
        *((work.slug, work.where(), work.needs, work.mine) for work in WORK),
    ]
    if person is None:
        return {slug: where for slug, where, _verb, _mine in rows}
    return {slug: where & mine(person) if may(person, verb) else NOTHING for slug, where, verb, mine in rows}
