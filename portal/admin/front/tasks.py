"""The front page of the desk: what waits for this person, the most urgent first, in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.front import heaps
from portal.admin.permissions import may, who_gives_roles
from portal.admin.reviews.narrowing import GROUPS, WANTED, narrowed
from portal.desk.approvals import Publication
from portal.desk.care.reviews import (
    EVERY_STATE,
    MINE,
    OTHERS,
    WANTING,
    counts,
    described,
    in_review_states,
    looked_after,
    state_of,
    words_of,
)
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
    """One thing to do. `since` is when it began to wait, `until` when it must or will be done; `by` is a person.

    `sort` is its heap, or where one heap holds several sorts, its own; `words` say what that leaves open. `owner` is
    who looks after a page that is not one's own.
    """

    document: Document
    address: str
    todo: Any
    sort: str
    title: str = ""
    since: datetime | date | None = None
    until: datetime | date | None = None
    by: Any = ""
    owner: Any = ""
    words: str = ""

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
    reviews = {whose: counts(looked_after(in_review_states(EVERY_STATE), whose, user)) for whose in (MINE, OTHERS)}
    found = [*_heaps(user), *_reviews(user, signs, reviews)] if can_see else []
    _name([entry for heap in found for entry in heap.entries])
    news = [] if signs else [heap for heap in found if heap.slug in WANTING]
    return Waiting(
        heaps=[heap for heap in found if heap not in news],
        reviews=news,
        awaiting_review=sum(counted.get("awaiting", 0) for counted in reviews.values()) if can_see else 0,
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
            entries = [_of_publication(one, todo, slug) for one in found.order_by("made_at")[:MOST_SHOWN]]
            yield Heap(slug, heading, words, count, entries, _all("waiting", "unconfirmed"), tone)


OWN = _("You did this alone more than 72 hours ago, and nobody has confirmed it yet.")


def _of_publication(one: Publication, todo: Any, slug: str) -> Entry:
    document = one.revision.document
    place = screen(document, "publishing")
    return Entry(document, place, todo, slug, since=one.made_at, until=one.confirm_by, by=one.by)


def _reviews(user: Any, signs: bool, counted: dict[str, dict[str, int]]) -> Iterator[Heap]:
    """The person's own pages, the gravest first, then all others: overdue, changed, due soon."""
    for state, whose, slug in ((WANTED, MINE, MINE), *((state, OTHERS, state) for state in WANTING)):
        count = sum(counted[whose].get(one, 0) for one in GROUPS.get(state, (state,)))
        documents = described(narrowed(state, whose, user)[:MOST_SHOWN]) if count else []
        if not documents:
            continue
        entries = [_of_review(document, signs, is_mixed=slug == MINE) for document in documents]
        heading, advice = REVIEWS[slug]
        yield Heap(slug, heading, advice, count, entries, _all("reviews", state, whose), state_of(documents[0]).colour)


REVIEWS = {
    MINE: (_("Your pages: clinical review"), _("You look after these. See that a clinician reads them again.")),
    "overdue": (_("Clinical review overdue"), _("Readers are told that the review is out of date.")),
    "changed": (_("Changed since the clinical review"), _("Readers are told that nobody has reviewed the change.")),
    "due": (_("Clinical review due soon"), _("Readers see the last review until it runs out.")),
}


def _of_review(document: Any, signs: bool, *, is_mixed: bool) -> Entry:
    state, (words, *also) = state_of(document), words_of(document)
    has_changed = state.slug == "changed"
    return Entry(
        document,
        screen(document, "review" if signs else "publishing"),
        _("Read it and sign") if signs else _("See where it stands"),
        sort=state.slug,
        title=document.public_title,
        since=document.changed_at if has_changed else None,
        until=None if has_changed else document.review_due_on,
        by=document.reviewer_name,
        owner="" if is_mixed else document.acting.called if document.acting else _now("nobody"),
        words="; ".join(map(str, [words, *also] if is_mixed else also)),
    )


def _all(report: str, state: str, whose: str = "") -> str:
    query = {"state": state} | ({"who": whose} if whose else {})
    return f"{reverse('admin:report', args=(report,))}?{urlencode(query)}"


def _name(entries: Iterable[Entry]) -> None:
    """Give every entry its title and the name of its person, in three queries for all of them."""
    entries = list(entries)
    titles = titles_of([entry.document for entry in entries if not entry.title])
    people = User.objects.in_bulk({entry.by for entry in entries if isinstance(entry.by, int)})
    for entry in entries:
        entry.title = entry.title or titles[entry.document.pk]
        person = people.get(entry.by) if isinstance(entry.by, int) else entry.by
        entry.by = person.called if isinstance(person, User) else person or ""
