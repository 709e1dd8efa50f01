"""The front page of the desk: what waits for a person, in short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.states import BY_SLUG, with_states
from portal.admin.titles import title_of
from portal.desk.documents import Document
from portal.kinds.registry import KINDS
from portal.shelf.counter import Counter
from portal.shelf.pages import Page

MOST_SHOWN = 8
# The timed run comes each minute; after this long it has stopped.
TICK_IS_LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Entry:
    """A link to one document, and what kind it is."""

    title: str
    address: str
    kind: Any


@dataclass(frozen=True)
class Task:
    """One heap of work: how much there is, and the first of it."""

    heading: Any
    advice: Any
    count: int
    entries: list[Entry]

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


@dataclass(frozen=True)
class Waiting:
    """Everything that waits, and when the timed run last came."""

    tasks: list[Task]
    ticked_at: datetime | None
    is_tick_late: bool
    awaiting_review: int


_HEAPS = (
    ("clash", _("To be joined with a file"), _("A file in content/ and this site have both changed. Join them.")),
    ("submitted", _("Waiting for approval"), _("Somebody else than the writer approves or sends back.")),
    ("sent_back", _("Sent back"), _("Read the comment, change the text, submit it again.")),
    ("draft", _("Drafts: readers see an older text"), _("Finish them, then publish.")),
    ("new", _("Not published yet"), _("New documents that no reader has seen.")),
    ("scheduled", _("Scheduled"), _("They go live by themselves at their time.")),
)


def waiting(user: Any) -> Waiting:
    """What waits for somebody, for a user who may see documents; each heap costs two queries at most."""
    last = Counter.objects.aggregate(last=Max("ticked_at"))["last"]
    tasks = [] if not user.has_perm("portal.view_document") else [*_heaps(), *_reviews()]
    return Waiting(
        tasks=[task for task in tasks if task.count],
        ticked_at=last,
        is_tick_late=last is None or timezone.now() - last > TICK_IS_LATE,
        awaiting_review=Page.objects.filter(review_due_on__isnull=True).count(),
    )


def _heaps() -> Iterable[Task]:
    documents = with_states(Document.objects.all())
    for slug, heading, advice in _HEAPS:
        found = documents.filter(**{BY_SLUG[slug].column: True}).select_related("head")
        first = found.order_by(F("head__made_at").desc(nulls_last=True))[:MOST_SHOWN]
        yield _task(heading, advice, found.count(), [(title_of(document), document) for document in first])


def _reviews() -> Iterable[Task]:
    """Pages whose clinical review has run out, or no longer covers what they say."""
    reviewed = Page.objects.filter(review_due_on__isnull=False)
    is_changed = ~Q(reviewed_digest=F("edition__reading_digest"))
    overdue = reviewed.exclude(is_changed).filter(review_due_on__lt=timezone.localdate())
    changed = reviewed.filter(is_changed)
    heaps = (
        (
            overdue.order_by("review_due_on"),
            _("Clinical review overdue"),
            _("Ask the reviewer to read the page again."),
        ),
        (changed.order_by("changed_at"), _("Changed since the clinical review"), _("Have the change reviewed.")),
    )
    for found, heading, advice in heaps:
        pages = list(found[:MOST_SHOWN])
        documents = _documents_of(pages)
        yield _task(
            heading, advice, found.count(), [(page.title, documents[page.language, page.ref]) for page in pages]
        )


def _documents_of(pages: list[Page]) -> dict[Any, Document]:
    wanted = Q(pk__in=[])
    for page in pages:
        wanted |= Q(language=page.language, kind=page.kind, slug=page.slug)
    return {(document.language, document.ref): document for document in Document.objects.filter(wanted)}


def _task(heading: Any, advice: Any, count: int, found: list[tuple[str, Document]]) -> Task:
    entries = [Entry(title, screen(document, "change"), KINDS[document.kind].name) for title, document in found]
    return Task(heading, advice, count, entries)
