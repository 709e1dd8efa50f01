"""What lists of clinical reviews can be narrowed to, in the same words and with the same numbers wherever they are."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.desk.care.reviews import (
    EVERY_STATE,
    MINE,
    NOBODYS,
    OTHERS,
    REVIEW_STATES,
    WANTING,
    by_urgency,
    in_review_states,
    looked_after,
)

WANTED, WAITING, EVERY = "wanted", "waiting", "every"
GROUPS = {WANTED: WANTING, WAITING: (*WANTING, "awaiting"), EVERY: EVERY_STATE}
WANTED_CHOICE = (WANTED, _("overdue, changed or due soon"))
WAITING_CHOICE = (WAITING, _("all that waits, first reviews too"))
EVERY_CHOICE = (EVERY, _("everything"))
STATE_CHOICES = tuple((state.slug, state.words) for state in REVIEW_STATES)
ANYBODY = "anybody"
WHO_CHOICES = (
    (ANYBODY, _("anybody")),
    (MINE, _("me")),
    (OTHERS, _("others, or nobody")),
    (NOBODYS, _("nobody, or only a deputy")),
)
STATE, WHO = _("State of review"), _("Looked after by")


def narrowed(state: str, whose: str, user: Any) -> QuerySet[Any]:
    """The keys of the documents that were asked for, the most urgent first."""
    return by_urgency(looked_after(in_review_states(GROUPS.get(state, (state,))), whose, user))
