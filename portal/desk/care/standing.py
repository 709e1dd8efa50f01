"""What of the library needs somebody: red is over its time, yellow comes next. Each item names who looks after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.desk.approvals import Publication
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.titles import title_of
from portal.kinds.registry import KINDS, Kind
from portal.shelf.rows import REVIEWED_ROWS

RED, YELLOW = "red", "yellow"
# Reviews that fall due within this time are to be arranged now.
SOON = timedelta(days=60)
# The timed run comes each minute; what was scheduled and is still not live after this long was refused.
PATIENCE = timedelta(minutes=10)
REVIEWED_KINDS = tuple(slug for slug, kind in KINDS.items() if kind.review_months)
DAY = "j F Y"


@dataclass(frozen=True)
class Item:
    """One thing to see to. `sort` is one of overdue, late, refused (red); due, changed, unconfirmed (yellow).

    `why` is a sentence in the language in use; `since` the day from which it stands, or, for "due", on which it falls
    due. `owner` is who looks after the document now, None if nobody does. `key` is the same as long as it is the same
    matter; `screen` the screen of the document on which it is settled; `by_id` who did alone what waits for a second
    person, who must be somebody else.
    """

    colour: str
    document: Document
    title: str
    sort: str
    why: str
    since: date
    owner: User | None
    key: str
    screen: str
    by_id: int | None = None

    @property
    def kind(self) -> Kind:
        """What sort of document it is."""
        return self.document.kind_row


@dataclass(frozen=True)
class Standing:
    """The items, red ones first, those that wait longest first; and how many of each colour."""

    items: tuple[Item, ...]

    @property
    def red(self) -> int:
        return sum(item.colour == RED for item in self.items)

    @property
    def yellow(self) -> int:
        return sum(item.colour == YELLOW for item in self.items)

    @property
    def counts(self) -> dict[str, int]:
        return {RED: self.red, YELLOW: self.yellow}


def standing(today: date | None = None) -> Standing:
    """All that is red or yellow on a day, by default today in the clinic's time zone; in three queries."""
    today = today or timezone.localdate()
    found = [*_reviews(today), *_alone(), *_refused(timezone.now())]
    return Standing(tuple(sorted(found, key=lambda item: (item.colour != RED, item.since, item.document.pk))))


# Conditions on documents read `with_reviews`.
IS_REVIEWED = Q(review_due_on__isnull=False)
IS_CHANGED = IS_REVIEWED & ~Q(reviewed_digest=F("reading_digest"))
IS_AWAITING = Q(reading_digest__isnull=False, review_due_on__isnull=True)


def is_overdue(today: date) -> Q:
    """The day of the next review is over, whether or not the page has changed besides."""
    return Q(review_due_on__lt=today)


def is_due(today: date) -> Q:
    """The next review falls due within 60 days."""
    return Q(review_due_on__gte=today, review_due_on__lte=today + SOON)


def with_reviews(documents: QuerySet[Document]) -> QuerySet[Any]:
    """Documents of the kinds that are reviewed by themselves, with what their public rows say of it.

    Columns: `public_title`, `reviewed_on`, `review_due_on`, `reviewed_digest`, `reading_digest`; all empty where a
    document is not published.
    """
    return documents.filter(kind__in=REVIEWED_KINDS).annotate(
        public_title=_of_row("title", CharField()),
        reviewed_on=_of_row("reviewed_on", DateField()),
        review_due_on=_of_row("review_due_on", DateField()),
        reviewed_digest=_of_row("reviewed_digest", CharField()),
        reading_digest=_of_row("edition__reading_digest", CharField()),
    )


def _of_row(column: str, field: Any) -> Coalesce:
    at = {name: OuterRef(name) for name in ("language", "kind", "slug")}
    rows = (row.objects.filter(**at).values(column)[:1] for row in REVIEWED_ROWS)
    return Coalesce(*(Subquery(row, output_field=field) for row in rows), output_field=field)


def _reviews(today: date) -> Iterator[Item]:
    wanted = is_overdue(today) | IS_CHANGED | is_due(today)
    for document in with_reviews(Document.objects.with_people()).filter(wanted):
        due, is_changed = document.review_due_on, document.reviewed_digest != document.reading_digest
        facts = {"on": _day(due), "reviewed": _day(document.reviewed_on)}
        if due < today:
            words = _("Its clinical review was due on %(on)s.")
            if is_changed:
                words = _("Its clinical review was due on %(on)s, and it has changed since the last one.")
            sort, colour, since = "overdue", RED, due
        elif is_changed:
            words = _("It has changed since its clinical review on %(reviewed)s.")
            sort, colour, since = "changed", YELLOW, document.reviewed_on
        else:
            words = _("Its next clinical review is due on %(on)s.")
            sort, colour, since = "due", YELLOW, due
        key = f"{sort}:{document.pk}:{document.reviewed_on}:{due}"
        yield Item(colour, document, document.public_title, sort, words % facts, since, document.acting, key, "review")


def _alone() -> Iterator[Item]:
    """What one person did alone, until a second one has confirmed it."""
    publications = Publication.objects.unconfirmed().select_related(
        "by", "revision__document__owner", "revision__document__deputy", "revision__document__head"
    )
    for publication in publications:
        document = publication.revision.document
        words = _("%(who)s published a safety correction alone. A second person confirms it by %(by)s.")
        if publication.is_withdrawal:
            words = _("%(who)s withdrew it alone. A second person confirms it by %(by)s.")
        if publication.is_late:
            words += " " + _("That time is over.")
        assert publication.by is not None, "the database holds that what is urgent has a person"
        facts = {"who": publication.by.called, "by": _moment(publication.confirm_by)}
        sort, colour = ("late", RED) if publication.is_late else ("unconfirmed", YELLOW)
        yield Item(
            colour,
            document,
            title_of(document),
            sort,
            words % facts,
            timezone.localdate(publication.made_at),
            document.acting,
            f"{sort}:{publication.pk}",
            "publishing",
            publication.by_id,
        )


def _refused(now: datetime) -> Iterator[Item]:
    """What was to go live by itself and did not."""
    late = Document.objects.due(now - PATIENCE).with_people().select_related("head", "owner", "deputy")
    for document in late.order_by("due_at"):
        words = _("It was to go live on %(at)s and could not. Its screen for publishing says why.")
        yield Item(
            RED,
            document,
            title_of(document),
            "refused",
            words % {"at": _moment(document.due_at)},
            timezone.localdate(document.due_at),
            document.acting,
            f"refused:{document.pk}:{document.due_id}",
            "publishing",
        )


def _day(day: date | None) -> str:
    return formats.date_format(day, DAY) if day else ""


def _moment(moment: datetime | None) -> str:
    return formats.date_format(timezone.localtime(moment), f"{DAY}, H:i") if moment else ""
