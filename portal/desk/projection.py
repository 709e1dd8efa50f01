"""From the desk to the shelf: the one place that writes public rows."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from django.conf import settings
from django.db import transaction

from portal.desk.composing import read
from portal.desk.documents import Document
from portal.desk.laying import lay
from portal.desk.surroundings import Address, Surroundings, languages, languages_reading
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.counter import Counter
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Term
from portal.shelf.rows import ROWS
from portal.shelf.uses import READ, Uses

Progress = Callable[[Document], None]


@dataclass
class Projected:
    """What a projection did: the addresses rendered, in order, and those of them that read differently now."""

    rendered: list[Address] = field(default_factory=list)
    changed: list[Address] = field(default_factory=list)


def address(document: Document | Published) -> Address:
    return document.language, document.kind, document.slug


class _Queue:
    """Documents waiting to be projected, what others include first; each waits once.

    A language that the site has given up keeps its documents, and they keep out of this.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Document]] = []
        self._order = count()
        self._waiting: set[Address] = set()
        self._seen: set[Address] = set()
        self._languages = {*languages(), SHARED_LANGUAGE}

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if address(document) not in self._waiting and document.language in self._languages:
                self._waiting.add(address(document))
                self._seen.add(address(document))
                heapq.heappush(self._heap, (KINDS[document.kind].rank, next(self._order), document))

    def add_addresses(self, addresses: Iterable[Address], *, once: bool = True) -> None:
        """Have these documents projected; with `once`, those that have been already are left alone."""
        for language, kind, slug in addresses:
            if (language, kind, slug) not in (self._seen if once else self._waiting):
                live = Document.objects.live().select_related("live")
                self.add(live.filter(language=language, kind=kind, slug=slug))

    def __iter__(self) -> "_Queue":
        return self

    def __next__(self) -> Document:
        if not self._heap:
            raise StopIteration
        document = heapq.heappop(self._heap)[2]
        self._waiting.discard(address(document))
        return document


@transaction.atomic
def project(documents: Iterable[Document], *, progress: Progress | None = None) -> Projected:
    """Lay live documents on the shelf, and re-render exactly the documents that use what has changed.

    Raises NotPublishable where a document includes something that is not published; nothing is written then.
    """
    Counter.take_turns(languages())
    batch = list(documents)
    rooms = _rooms(address(document) for document in batch)
    queue, done = _Queue(), Projected()
    queue.add(batch)
    for document in queue:
        _project_one(document, rooms, queue, done)
        if progress:
            progress(document)
    Counter.bump(languages_reading(language for language, _kind, _slug in done.rendered))
    return done


def rebuild(*, progress: Progress | None = None) -> int:
    """Lay every live document on the shelf anew, as after an update of the portal; returns how many there were."""
    return len(project(Document.objects.live().select_related("live"), progress=progress).rendered)


@transaction.atomic
def take_off(document: Document) -> Projected:
    """Remove a withdrawn document from the shelf and re-render the pages that link to it or explain it."""
    Counter.take_turns(languages())
    row = ROWS[document.kind].objects.at(document.language, document.ref).first()
    if row is None:
        return Projected()
    users = list(Uses.objects.of(row).outliving().users())
    Uses.objects.by(row).delete()
    row.delete()
    if KINDS[document.kind].is_page:
        Moved.objects.get_or_create(language=document.language, kind=document.kind, slug=document.slug)
    queue = _Queue()
    queue.add_addresses(users)
    done = project(list(queue))
    Counter.bump(languages_reading([document.language]))
    return done


def _rooms(coming: Iterable[Address]) -> dict[str, Surroundings]:
    addresses = list(coming)
    return {language: Surroundings.of(language, addresses) for language in languages()}


def _project_one(document: Document, rooms: dict[str, Surroundings], queue: _Queue, done: Projected) -> None:
    """Project one document, and queue those that must be rendered again because of it."""
    language = settings.LANGUAGE_CODE if document.language == SHARED_LANGUAGE else document.language
    row_class = ROWS[document.kind]
    before = row_class.objects.at(document.language, document.ref).select_related("edition").first()
    phrases_before = before.phrases if isinstance(before, Term) else []
    reading = read(document, rooms[language])
    row = lay(document, reading, language, before)
    done.rendered.append(address(row))
    if before is None or before.reading_digest != row.reading_digest:
        done.changed.append(address(row))
    if before is None or before.edition_id != row.edition_id:  # also when only a link in it has come or gone
        queue.add_addresses(Uses.objects.of(row).how(*READ).users(), once=False)
    if before is None or before.title != row.title:
        queue.add_addresses(Uses.objects.of(row).pointing().users())
    if isinstance(row, Term):
        rooms[row.language].note(row)
        new_phrases = set(row.phrases) - set(phrases_before)
        queue.add_addresses(Page.objects.in_language(row.language).saying(new_phrases))
    if hasattr(row, "source_slug"):
        for room in rooms.values():
            room.finding_sources[row.slug] = row.source_slug
