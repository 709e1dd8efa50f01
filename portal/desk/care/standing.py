"""What of the library needs somebody: red is over its time, amber comes next. Each item names who looks after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.desk.approvals import Publication
from portal.desk.care.reviews import AMBER, RED, WANTING, describe, has_changed, in_review_states, state_of
from portal.desk.care.underway import refused_by
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.titles import title_of
from portal.kinds.registry import Kind

DAY = "j F Y"


@dataclass(frozen=True)
class Item:
    """One thing to see to. `sort` is one of overdue, late, refused (red); due, changed, unconfirmed (amber).

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
    def amber(self) -> int:
        return sum(item.colour == AMBER for item in self.items)

    @property
    def counts(self) -> dict[str, int]:
        return {RED: self.red, AMBER: self.amber}


def standing(today: date | None = None) -> Standing:
    """All that is red or amber on a day, by default today in the clinic's time zone; in three queries."""
    today = today or timezone.localdate()
    found = [*_reviews(today), *_alone(), *_refused(timezone.now())]
    return Standing(tuple(sorted(found, key=lambda item: (item.colour != RED, item.since, item.document.pk))))


def _reviews(today: date) -> Iterator[Item]:
    for document in describe(in_review_states(WANTING, today), today):
        state, due = state_of(document), document.review_due_on
        sort, since = state.slug, document.reviewed_on if state.slug == "changed" else due
        words = {
            "overdue": _("Its clinical review was due on %(on)s."),
            "changed": _("It has changed since its clinical review on %(reviewed)s."),
            "due": _("Its next clinical review is due on %(on)s."),
        }[sort]
        if sort == "overdue" and has_changed(document):
            words = _("Its clinical review was due on %(on)s, and it has changed since the last one.")
        why = words % {"on": _day(due), "reviewed": _day(document.reviewed_on)}
        key = f"{sort}:{document.pk}:{document.reviewed_on}:{due}"
        yield Item(state.colour, document, document.public_title, sort, why, since, document.acting, key, "review")


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
        sort, colour = ("late", RED) if publication.is_late else ("unconfirmed", AMBER)
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
    for document in refused_by(now).order_by("due_at"):
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
