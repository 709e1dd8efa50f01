"""Clinical reviews: which pages are overdue, changed, due soon, or were never reviewed."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.due_reviews import BY_RANK, STANDINGS, WANTING, address_of, documents_at, found
from portal.admin.permissions import may
from portal.admin.reports.tables import Asked, Cell, Filter, Report, Table
from portal.kinds.registry import KINDS

WANTED, EVERY = "wanted", "every"


class ReviewFilter(Filter):
    """Which standings to show."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[
            (WANTED, _("what needs a reviewer: overdue, changed, due soon")),
            *((slug, standing.words) for slug, standing in STANDINGS.items()),
            (EVERY, _("everything")),
        ],
        initial=WANTED,
        required=False,
    )


def table(asked: Asked) -> Table:
    """Pages and cards by how urgently they want a reviewer."""
    state = asked.chosen.get("state") or WANTED
    slugs = {WANTED: WANTING, EVERY: tuple(STANDINGS)}.get(state, (state,))
    place = "review" if may(asked.user, "sign_off") else "publishing"
    return Table(found(*slugs), lambda rows: _drawn(rows, place))


def _drawn(rows: list[dict[str, Any]], place: str) -> Iterator[tuple[Any, ...]]:
    documents = documents_at(map(address_of, rows))
    for row in rows:
        document, standing = documents.get(address_of(row)), BY_RANK[row["rank"]]
        yield (
            Cell(row["title"], screen(document, place) if document else ""),
            KINDS[row["kind"]].name,
            row["language"],
            Cell(standing.words, tone=standing.tone),
            row["reviewed_on"],
            row["reviewer_name"],
            row["review_due_on"],
        )


REPORT = Report(
    "reviews",
    _("Clinical reviews"),
    _("Which pages a clinician should read: overdue, changed since the review, due within 60 days, never reviewed."),
    (_("Page"), _("Kind"), _("Language"), _("State"), _("Reviewed on"), _("By"), _("Next due")),
    table,
    lambda: _now("No page is in this state. Choose another one above."),
    ReviewFilter,
)
