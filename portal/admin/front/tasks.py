"""The front page of the desk: what waits for this person, the most urgent first, in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.front import heaps
from portal.admin.front.boxes import MOST_SHOWN, Entry, Heap, all_of
from portal.admin.front.readers import from_readers
from portal.admin.front.reviews import reviews_for
from portal.admin.permissions import may, who_gives_roles
from portal.desk.approvals import Publication
from portal.desk.care.reviews import MINE, WANTING
from portal.desk.people import User
from portal.desk.titles import titles_of
from portal.shelf.counter import Counter


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
    last = Counter.last_tick()
    can_see = may(user, "view")
    signs = may(user, "sign_off")
    awaiting, reviews = reviews_for(user, signs) if can_see else (0, [])
    # What one person did alone comes before all of it.
    rest = sorted([*_heaps(user), *from_readers(user), *reviews], key=_urgency) if can_see else []
    found = [*_confirmations(user), *rest] if can_see else []
    _name([entry for heap in found for entry in heap.entries])
    news = [] if signs else [heap for heap in found if heap.slug in WANTING]
    return Waiting(
        heaps=[heap for heap in found if heap not in news],
        reviews=news,
        awaiting_review=awaiting,
        ticked_at=last,
        is_tick_late=Counter.is_tick_late(),
        can_see=can_see,
        can_do=[words for verb, words in CAN_DO if may(user, verb)],
        ask="" if can_see else who_gives_roles(),
    )


def _urgency(heap: Heap) -> int:
    """Red comes first, what can wait comes last; between them are the heaps in their order, then amber reviews."""
    if heap.tone == "red":
        return 0
    return 2 if heap.slug in heaps.CAN_WAIT else 1


CAN_DO = (
    ("change", _("write and change texts")),
    ("approve", _("approve what others have written")),
    ("publish", _("publish what is approved, and withdraw pages")),
    ("sign_off", _("record clinical reviews")),
)


def _heaps(user: Any) -> Iterator[Heap]:
    """The heaps of documents in their order."""
    for work in heaps.WORK:
        if not may(user, work.needs):
            continue
        rows = heaps.found(work).filter(work.mine(user))
        if count := rows.count():
            entries = [_of_document(work, document) for document in rows[:MOST_SHOWN]]
            every = all_of("waiting", work.slug, MINE)
            yield Heap(work.slug, work.heading, work.advice, count, entries, every, work.tone)


def _of_document(work: heaps.Work, document: Any) -> Entry:
    is_timed = work.since == "due_at"
    return Entry(
        document,
        screen(document, work.screen),
        work.todo,
        work.slug,
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
            every = all_of("waiting", "unconfirmed", "" if slug == "own" else MINE)
            entries = [_of_publication(one, todo, slug) for one in found.order_by("made_at")[:MOST_SHOWN]]
            yield Heap(slug, heading, words, count, entries, every, tone)


OWN = _("You did this alone more than 72 hours ago, and nobody has confirmed it yet.")


def _of_publication(one: Publication, todo: Any, slug: str) -> Entry:
    document = one.revision.document
    place = screen(document, "publishing")
    return Entry(document, place, todo, slug, since=one.made_at, until=one.confirm_by, by=one.by)


def _name(entries: Iterable[Entry]) -> None:
    """Give every entry its title and the name of its person, in three queries for all of them."""
    entries = list(entries)
    titles = titles_of([entry.document for entry in entries if not entry.title])
    people = User.objects.in_bulk({entry.by for entry in entries if isinstance(entry.by, int)})
    for entry in entries:
        entry.title = entry.title or titles[entry.document.pk]
        person = people.get(entry.by) if isinstance(entry.by, int) else entry.by
        entry.by = person.called if isinstance(person, User) else person or ""
