"""Where a document stands, in plain words. Each state is one condition, used by lists, filters and the front page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from portal.desk.approvals import Approval, Decision, Publication


@dataclass(frozen=True)
class State:
    """One thing that can be said of a document. `where` may use the columns that `with_states` adds."""

    slug: str
    words: Any
    where: Q

    @property
    def column(self) -> str:
        return f"is_{self.slug}"


_DRAFT = Q(live__isnull=False) & ~Q(head=F("live"))
_WAITING = Q(live__isnull=True) | _DRAFT

STATES = (
    State("live", _("live"), Q(head=F("live"))),
    State("draft", _("draft, readers see an older text"), _DRAFT),
    State("new", _("not published yet"), Q(live__isnull=True, was_public=False)),
    State("withdrawn", _("withdrawn"), Q(live__isnull=True, was_public=True)),
    State("submitted", _("submitted for approval"), _WAITING & Q(decision=Decision.SUBMITTED)),
    State("approved", _("approved"), _WAITING & Q(decision=Decision.APPROVED)),
    State("sent_back", _("sent back"), _WAITING & Q(decision=Decision.SENT_BACK)),
    State("scheduled", _("scheduled"), Q(due__isnull=False)),
    State("clash", _("to be joined with its file"), Q(clash__isnull=False)),
    State("unconfirmed", _("waits for a second person to confirm"), Q(has_unconfirmed=True)),
)
BY_SLUG = {state.slug: state for state in STATES}


def with_states(documents: QuerySet[Any]) -> QuerySet[Any]:
    """The documents with a column a state, in the same one query."""
    newest = Approval.objects.filter(revision=OuterRef("head")).order_by("-pk")
    published = Publication.objects.filter(revision__document=OuterRef("pk"), is_withdrawal=False)
    alone = Publication.objects.unconfirmed().filter(revision__document=OuterRef("pk"))
    known = documents.annotate(
        decision=Subquery(newest.values("decision")[:1]),
        was_public=Exists(published),
        has_unconfirmed=Exists(alone),
    )
    columns = {state.column: ExpressionWrapper(state.where, output_field=BooleanField()) for state in STATES}
    with_columns: QuerySet[Any] = known.annotate(**columns)
    return with_columns


def states_of(document: Any) -> Iterator[State]:
    """Everything that holds for a document read `with_states`, the main state first."""
    return (state for state in STATES if getattr(document, state.column))
