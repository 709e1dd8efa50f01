"""Which published pages a clinician should look at: overdue, changed, due soon, or never reviewed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import IntegerField, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.desk.documents import Document
from portal.shelf.pages import Page
from portal.shelf.published import PublishedQuerySet
from portal.shelf.reference import Card

# What is reviewed by itself; all else is reviewed with the pages that show it.
REVIEWED = (Page, Card)
DUE_SOON = timedelta(days=60)
COLUMNS = (
    *("language", "kind", "slug", "title"),
    *("reviewer_name", "reviewed_on", "review_due_on", "changed_at", "rank"),
)
Address = tuple[str, str, str]


@dataclass(frozen=True)
class Standing:
    """Where a review stands: in words, how grave that is ("red", "amber" or ""), and which rows it holds for."""

    slug: str
    words: Any
    tone: str
    rows: Callable[[PublishedQuerySet[Any], date], PublishedQuerySet[Any]]


STANDINGS = {
    standing.slug: standing
    for standing in (
        Standing("overdue", _("overdue"), "red", lambda rows, today: rows.overdue_on(today)),
        Standing("changed", _("changed since its review"), "red", lambda rows, today: rows.changed_since_review()),
        Standing("due", _("due soon"), "amber", lambda rows, today: rows.due_between(today, today + DUE_SOON)),
        Standing("awaiting", _("awaits its first review"), "", lambda rows, today: rows.awaiting_review()),
        Standing(
            "reviewed",
            _("reviewed"),
            "green",
            lambda rows, today: rows.as_reviewed().filter(review_due_on__gt=today + DUE_SOON),
        ),
    )
}
BY_RANK = tuple(STANDINGS.values())
WANTING = ("overdue", "changed", "due")


def found(*slugs: str) -> Any:
    """Rows of these standings as dictionaries, the gravest first, then by when they were or are due; one query."""
    today = timezone.localdate()
    parts = [
        STANDINGS[slug]
        .rows(rows.objects.order_by(), today)
        .annotate(rank=Value(BY_RANK.index(STANDINGS[slug]), output_field=IntegerField()))
        .values(*COLUMNS)
        for slug in slugs
        for rows in REVIEWED
    ]
    return parts[0].union(*parts[1:], all=True).order_by("rank", "review_due_on", "title", "slug")


def count_awaiting() -> int:
    """How many pages no clinician has reviewed yet."""
    return Page.objects.awaiting_review().count()


def documents_at(addresses: Iterable[Address]) -> dict[Address, Document]:
    """The documents at public addresses, in one query."""
    wanted = set(addresses)
    kinds, slugs = {kind for _language, kind, _slug in wanted}, {slug for _language, _kind, slug in wanted}
    near = Document.objects.filter(kind__in=kinds, slug__in=slugs)
    places = {(document.language, document.kind, document.slug): document for document in near}
    return {place: document for place, document in places.items() if place in wanted}


def address_of(row: dict[str, Any]) -> Address:
    """The address that a row of `found` stands at."""
    return row["language"], row["kind"], row["slug"]
