"""The line in which documents wait to be laid on the shelf: what others include first, a few of a kind together."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import count

from django.conf import settings

from portal.desk.documents import Document
from portal.desk.press.surroundings import languages
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address, at_any
from portal.shelf.published import Published

# Documents that are read together: enough to share their queries, few enough to be held in memory.
BATCH = 200


def address(document: Document | Published) -> Address:
    return document.language, document.kind, document.slug


def rank(document: Document) -> int:
    return KINDS[document.kind].rank


def shown_in(document: Document | Published) -> str:
    """The language in whose surroundings a document is drawn."""
    return settings.LANGUAGE_CODE if document.language == SHARED_LANGUAGE else document.language


class Line:
    """Documents waiting to be projected, what others include first; each waits once.

    A language that the site has given up keeps its documents, and they keep out of this. `is_alone` leaves out all that
    would have to be drawn again because of the others.
    """

    def __init__(self, *, is_alone: bool) -> None:
        self._is_alone = is_alone
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
                heapq.heappush(self._heap, (rank(document), next(self._order), document))

    def add_addresses(self, addresses: Iterable[Address], *, once: bool = True) -> None:
        """Have these documents projected; with `once`, those that have been already are left alone."""
        if self._is_alone:
            return
        wanted = [each for each in dict.fromkeys(addresses) if each not in (self._seen if once else self._waiting)]
        for at in range(0, len(wanted), BATCH):
            self.add(live_at(wanted[at : at + BATCH]))

    def has_seen(self, place: Address) -> bool:
        return place in self._seen

    def batches(self) -> Iterator[list[Document]]:
        """What waits, a few documents of one rank and one language at a time."""
        while self._heap:
            first = self._heap[0]
            batch: list[Document] = []
            while self._heap and len(batch) < BATCH and self._is_like(first):
                batch.append(heapq.heappop(self._heap)[2])
                self._waiting.discard(address(batch[-1]))
            yield batch

    def _is_like(self, first: tuple[int, int, Document]) -> bool:
        next_rank, _order, document = self._heap[0]
        return next_rank == first[0] and shown_in(document) == shown_in(first[2])


def live_at(addresses: Iterable[Address]) -> list[Document]:
    """The live documents at these addresses, in their order."""
    order = {place: number for number, place in enumerate(addresses)}
    live = Document.objects.live().select_related("live").defer("live__text")
    return sorted(live.filter(at_any(order)), key=lambda each: order[address(each)])
