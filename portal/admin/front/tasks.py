"""The front page of the desk: what waits for this person, the most urgent first, in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.admin import due_reviews
from portal.admin.addresses import screen
from portal.admin.front import heaps
from portal.admin.permissions import may, who_gives_roles
from portal.desk.approvals import Publication
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.titles import titles_of
from portal.kinds.registry import KINDS
from portal.shelf.counter import Counter

MOST_SHOWN = 8
# The timed run comes each minute; after this long it has stopped.
TICK_IS_LATE = timedelta(minutes=15)


@dataclass
class Entry:
    """One thing to do. `since` is when it began to wait, `until` when it must or will be done; `by` is a person."""

    document: Document
    address: str
    todo: Any
    title: str = ""
    since: datetime | date | None = None
    until: datetime | date | None = None
    by: Any = ""

    @property
    def kind(self) -> Any:
        return KINDS[self.document.kind].name


@dataclass
class Heap:
    """One sort of work: how much of it there is, the first of it, and where all of it is listed."""

    slug: str
    heading: Any
    advice: Any
    count: int
    entries: list[Entry]
    every: str
    tone: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


@dataclass(frozen=True)
class Waiting:
    """The front page of one person: heaps for them to work on, heaps that they should know of, and the timed run."""

    heaps: list[Heap]
    reviews: list[Heap]
    awaiting_review: int
    ticked_at: datetime | None
    is_tick_late: bool
    can_see: bool
    can_do: list[Any] = field(default_factory=list)
    ask: str = ""

    @property
    def count(self) -> int:
        return sum(heap.count for heap in self.heaps)


def waiting(user: Any) -> Waiting:
    """What waits for this person. The number of queries depends on what they may do, not on how much there is."""
    last = Counter.objects.aggregate(last=Max("ticked_at"))["last"]
    can_see = may(user, "view")
    signs = may(user, "sign_off")
    own = list(_heaps(user)) if can_see else []
    reviews = list(_reviews(signs)) if can_see else []
    _name([entry for heap in (*own, *reviews) for entry in heap.entries])
    return Waiting(
        heaps=[*own, *(reviews if signs else [])],
        reviews=[] if signs else reviews,
        awaiting_review=due_reviews.count_awaiting() if can_see else 0,
        ticked_at=last,
        is_tick_late=last is None or timezone.now() - last > TICK_IS_LATE,
        can_see=can_see,
        can_do=[words for verb, words in CAN_DO if may(user, verb)],
        ask="" if can_see else who_gives_roles(),
    )


CAN_DO = (
    ("change", _("write and change texts")),
    ("approve", _("approve what others have written")),
    ("publish", _("publish what is approved, and withdraw pages")),
    ("sign_off", _("record clinical reviews")),
)


def _heaps(user: Any) -> Iterator[Heap]:
    """Confirmations that are late, the other ones, then the heaps of documents in their order."""
    yield from _confirmations(user)
    for work in heaps.WORK:
        if not may(user, work.needs):
            continue
        rows = heaps.found(work).filter(work.mine(user))
        if count := rows.count():
            entries = [_of_document(work, document) for document in rows[:MOST_SHOWN]]
            yield Heap(work.slug, work.heading, work.advice, count, entries, _all("waiting", work.slug), work.tone)


def _of_document(work: heaps.Work, document: Any) -> Entry:
    is_timed = work.since == "due_at"
    return Entry(
        document,
        screen(document, work.screen),
        work.todo,
        since=None if is_timed else document.waits_since,
        until=document.due_at if is_timed else None,
        by=document.due_by if is_timed else document.decided_by or document.head.author,
    )


def _confirmations(user: Any) -> Iterator[Heap]:
    """What one person did alone: for others to confirm; the person who did it is only told once it is late."""
    now = timezone.now()
    alone = Publication.objects.unconfirmed().select_related("revision__document", "by").defer("revision__text")
    late, rest = alone.late_at(now), alone.in_time_at(now)
    advice = _("One person did this alone. Read what readers see now, then stand behind it.")
    confirm = _("Read it and confirm")
    rows = [(late.filter(by=user), "own", _("Ask a colleague to confirm"), OWN, _("Ask somebody"), "red")]
    if may(user, "confirm"):
        others = (
            (late.exclude(by=user), "late", _("Confirmation is late"), advice, confirm, "red"),
            (rest.exclude(by=user), "confirm", _("To be confirmed by a second person"), advice, confirm, "amber"),
        )
        rows = [others[0], *rows, others[1]]
    for found, slug, heading, words, todo, tone in rows:
        if count := found.count():
            entries = [_of_publication(one, todo) for one in found.order_by("made_at")[:MOST_SHOWN]]
            yield Heap(slug, heading, words, count, entries, _all("waiting", "unconfirmed"), tone)


OWN = _("You did this alone more than 72 hours ago, and nobody has confirmed it yet.")


def _of_publication(one: Publication, todo: Any) -> Entry:
    document = one.revision.document
    return Entry(document, screen(document, "publishing"), todo, since=one.made_at, until=one.confirm_by, by=one.by)


def _reviews(signs: bool) -> Iterator[Heap]:
    """Overdue, changed, due soon. Whoever may not sign is only told of them."""
    for slug in due_reviews.WANTING:
        found, standing = due_reviews.found(slug), due_reviews.STANDINGS[slug]
        if not (count := found.count()):
            continue
        rows = list(found[:MOST_SHOWN])
        documents = due_reviews.documents_at(due_reviews.address_of(row) for row in rows)
        entries = [_of_review(slug, row, documents[due_reviews.address_of(row)], signs) for row in rows]
        heading, advice = REVIEWS[slug]
        yield Heap(slug, heading, advice, count, entries, _all("reviews", slug), standing.tone)


REVIEWS = {
    "overdue": (_("Clinical review overdue"), _("Readers are told that the review is out of date.")),
    "changed": (_("Changed since the clinical review"), _("Readers are told that nobody has reviewed the change.")),
    "due": (_("Clinical review due soon"), _("Readers see the last review until it runs out.")),
}


def _of_review(slug: str, row: dict[str, Any], document: Document, signs: bool) -> Entry:
    has_changed = slug == "changed"
    return Entry(
        document,
        screen(document, "review" if signs else "publishing"),
        _("Read it and sign") if signs else _("See where it stands"),
        title=row["title"],
        since=row["changed_at"] if has_changed else None,
        until=None if has_changed else row["review_due_on"],
        by=row["reviewer_name"],
    )


def _all(report: str, state: str) -> str:
    return f"{reverse('admin:report', args=(report,))}?state={state}"


def _name(entries: Iterable[Entry]) -> None:
    """Give every entry its title and the name of its person, in three queries for all of them."""
    entries = list(entries)
    titles = titles_of([entry.document for entry in entries if not entry.title])
    people = User.objects.in_bulk({entry.by for entry in entries if isinstance(entry.by, int)})
    for entry in entries:
        entry.title = entry.title or titles[entry.document.pk]
        person = people.get(entry.by) if isinstance(entry.by, int) else entry.by
        entry.by = person.called if isinstance(person, User) else person or ""
