"""Where the clinical review of each published page stands, for everything on the desk that says so or counts it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.desk.documents import Document, DocumentQuerySet
from portal.desk.people import User
from portal.kinds.registry import KINDS
from portal.shelf.published import PublishedQuerySet
from portal.shelf.rows import REVIEWED_ROWS

RED, AMBER, GREEN = "red", "amber", "green"
# Reviews that fall due within this time are to be arranged now.
SOON = timedelta(days=60)
REVIEWED_KINDS = tuple(slug for slug, kind in KINDS.items() if kind.review_months)


@dataclass(frozen=True)
class ReviewState:
    """Where a review stands. `where` is a condition on public rows as of a day, `colour` one of the above or ""."""

    slug: str
    words: Any
    colour: str
    where: Callable[[date], Q]


_IS_REVIEWED = Q(review_due_on__isnull=False)
_IS_CHANGED = _IS_REVIEWED & ~Q(reviewed_digest=F("edition__reading_digest"))
CHANGED_WORDS = _("changed since its review")

# The gravest first. A page is in the first of them that fits, so that it is counted once.
REVIEW_STATES = (
    ReviewState("overdue", _("overdue"), RED, lambda today: Q(review_due_on__lt=today)),
    ReviewState("changed", CHANGED_WORDS, AMBER, lambda today: _IS_CHANGED),
    ReviewState("due", _("due soon"), AMBER, lambda today: Q(review_due_on__lte=today + SOON)),
    ReviewState("awaiting", _("awaits its first review"), "", lambda today: Q(review_due_on__isnull=True)),
    ReviewState("reviewed", _("reviewed"), GREEN, lambda today: _IS_REVIEWED),
)
EVERY_STATE = tuple(state.slug for state in REVIEW_STATES)
_RANKS = {state.slug: rank for rank, state in enumerate(REVIEW_STATES)}
ADDRESS = ("language", "kind", "slug")
# A review that there was, and that somebody has to see to again.
WANTING = ("overdue", "changed", "due")


def review_rank(today: date) -> Case:
    """For public rows: the place of their state in REVIEW_STATES."""
    return Case(
        *(When(state.where(today), then=Value(rank)) for rank, state in enumerate(REVIEW_STATES)),
        output_field=IntegerField(),
    )


def in_review_states(slugs: Iterable[str], today: date | None = None) -> DocumentQuerySet:
    """Published documents whose review is in one of these states, by default as of today in the clinic's time zone.

    They have the column `review_rank`. Of what is reviewed with the pages that show it, there is none.
    """
    ranks = [_RANKS[slug] for slug in slugs]
    found: DocumentQuerySet = _ranked(Document.objects.of_kind(*REVIEWED_KINDS), today).filter(review_rank__in=ranks)
    return found


def _ranked(documents: DocumentQuerySet, today: date | None) -> Any:
    rank = _of_row(review_rank(today or timezone.localdate()), IntegerField())
    return documents.annotate(review_rank=rank)


def first_of_each(slugs: Sequence[str], person: User, most: int) -> dict[tuple[str, str], tuple[int, list[int]]]:
    """By MINE or OTHERS and a state of WANTING: how many documents are in it, and the first of them, as `by_urgency`.

    A query for each table of public rows. It looks only at what was reviewed once, so its cost grows with that.
    """
    counts: dict[tuple[str, str], int] = {}
    firsts: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for table in REVIEWED_ROWS:
        alike: dict[tuple[str, str], int] = {}
        for is_mine, rank, count, due, key in _firsts(table.objects.all(), slugs, person, most):
            heap = (MINE if is_mine else OTHERS, REVIEW_STATES[rank].slug)
            alike[heap] = count
            firsts.setdefault(heap, []).append((due, key))
        for heap, count in alike.items():
            counts[heap] = counts.get(heap, 0) + count
    return {heap: (counts[heap], [key for _due, key in sorted(some)[:most]]) for heap, some in firsts.items()}


def _firsts(rows: PublishedQuerySet[Any], slugs: Sequence[str], person: User, most: int) -> QuerySet[Any]:
    """Whether it is theirs, the rank, how many are alike, the date and the key of the first documents of each sort."""
    documents = Document.objects.filter(**{name: OuterRef(name) for name in ADDRESS})
    ranks = [_RANKS[slug] for slug in slugs]
    wanted: Any = rows.order_by().reviewed().annotate(review_rank=review_rank(timezone.localdate()))
    wanted = wanted.filter(review_rank__in=ranks).annotate(
        document=Subquery(documents.values("pk")[:1]), is_mine=Exists(documents.looked_after_by(person))
    )
    alike: dict[str, Any] = {"partition_by": [F("is_mine"), F("review_rank")]}
    numbered = wanted.annotate(
        place=Window(RowNumber(), order_by=["review_due_on", "document"], **alike), count=Window(Count("pk"), **alike)
    )
    first: QuerySet[Any] = numbered.filter(place__lte=most)
    return first.values_list("is_mine", "review_rank", "count", "review_due_on", "document")


def awaiting_review() -> int:
    """How many published pages and cards were never reviewed."""
    return sum(table.objects.never_reviewed().count() for table in REVIEWED_ROWS)


def by_urgency(documents: QuerySet[Any]) -> QuerySet[Any, int]:
    """The keys of documents `in_review_states`: the gravest first, then by when their review was or is due.

    Keys only, so that a database sorts and skips rows without describing them; `described` does that.
    """
    keys: QuerySet[Any, int] = _dated(documents).order_by("review_rank", _DUE_FIRST, "pk").values_list("pk", flat=True)
    return keys


_DUE_FIRST = F("review_due").asc(nulls_last=True)


def _dated(documents: QuerySet[Any]) -> Any:
    return documents.annotate(review_due=_of_row(F("review_due_on"), DateField()))


def describe(documents: DocumentQuerySet, today: date | None = None) -> QuerySet[Any]:
    """The documents with their people and with what their public rows say, all in the same one query.

    Columns: `review_rank`, `public_title`, `changed_at`, `reviewed_on`, `review_due_on`, `reviewer_name`,
    `reviewed_digest`, `reading_digest`.
    """
    known: QuerySet[Any] = _ranked(documents.with_people(), today).annotate(
        public_title=_of_row(F("title"), CharField()),
        changed_at=_of_row(F("changed_at"), DateTimeField()),
        reviewed_on=_of_row(F("reviewed_on"), DateField()),
        review_due_on=_of_row(F("review_due_on"), DateField()),
        reviewer_name=_of_row(F("reviewer_name"), CharField()),
        reviewed_digest=_of_row(F("reviewed_digest"), CharField()),
        reading_digest=_of_row(F("edition__reading_digest"), CharField()),
    )
    return known


def described(keys: Iterable[int]) -> list[Any]:
    """The documents with these keys, in their order, as `describe` tells of them today."""
    keys = list(keys)
    rows = describe(Document.objects.filter(pk__in=keys)).in_bulk()
    return [rows[key] for key in keys if key in rows]


def state_of(document: Any) -> ReviewState:
    """Where the review of a described document stands."""
    return REVIEW_STATES[document.review_rank]


def has_changed(document: Any) -> bool:
    """Whether a described document reads otherwise than when it was reviewed, overdue or not."""
    return document.review_due_on is not None and document.reviewed_digest != document.reading_digest


def words_of(document: Any) -> list[Any]:
    """What is said of a described document's review, the gravest first."""
    state = state_of(document)
    also = [CHANGED_WORDS] if has_changed(document) and state.words != CHANGED_WORDS else []
    return [state.words, *also]


def _of_row(value: Any, field: Any) -> Coalesce:
    """A value of the public row at a document's address. All of the address is named, so that an index finds it."""
    at = {name: OuterRef(name) for name in ADDRESS}
    rows = (row.objects.order_by().filter(**at).annotate(asked=value).values("asked")[:1] for row in REVIEWED_ROWS)
    return Coalesce(*(Subquery(row, output_field=field) for row in rows), output_field=field)


def looked_after(documents: DocumentQuerySet, whose: str, person: User) -> DocumentQuerySet:
    """Narrow documents by who looks after them: one of WHOSE; anything else narrows nothing."""
    return WHOSE[whose](documents, person) if whose in WHOSE else documents


MINE, OTHERS, NOBODYS = "mine", "others", "nobody"
WHOSE: dict[str, Callable[[DocumentQuerySet, User], DocumentQuerySet]] = {
    MINE: lambda documents, person: documents.looked_after_by(person),
    OTHERS: lambda documents, person: documents.not_looked_after_by(person),
    NOBODYS: lambda documents, person: documents.without_owner(),
}
