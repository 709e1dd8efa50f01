"""From the desk to the shelf: the one place that writes public rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import transaction

from portal.desk.documents import Document
from portal.desk.press.composing import Prepared, Reading, asked_for, context_of, finish, read_all
from portal.desk.press.crew import Crew, chunked
from portal.desk.press.laying import Leaf, lay_all, rows_at
from portal.desk.press.line import BATCH, Line, address, live_at, rank, shown_in
from portal.desk.press.named import AskingSurroundings
from portal.desk.press.surroundings import Rooms, Surroundings, languages, languages_reading, rooms_for
from portal.kinds.registry import KINDS
from portal.search.indexing import forget
from portal.shelf.addresses import SHARED_LANGUAGE, Address
from portal.shelf.counter import Counter
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Term
from portal.shelf.rows import ROWS
from portal.shelf.uses import READ, Uses
from portal.text.references import Ref

Progress = Callable[[Document], None]
# Those of them that are finished and laid together.
SHEAF = 25


@dataclass
class Projected:
    """What a projection did: the addresses rendered, in order, and those of them that read differently now."""

    rendered: list[Address] = field(default_factory=list)
    changed: list[Address] = field(default_factory=list)


@transaction.atomic
def project(
    documents: Iterable[Document],
    *,
    prepared: Prepared = MappingProxyType({}),
    progress: Progress | None = None,
    is_alone: bool = False,
) -> Projected:
    """Lay live documents on the shelf, and re-render exactly the documents that use what has changed.

    `prepared` is what a check has drawn already; `is_alone`, for a look that is rolled back, renders no others. Raises
    NotPublishable where a document includes something that is not published; nothing is written then.
    """
    Counter.take_turns(languages())
    batch = list(documents)
    queue, done = Line(is_alone=is_alone), Projected()
    # For many documents everything is read at once, for a few only what they name.
    around = Surroundings if len(batch) > BATCH else AskingSurroundings
    rooms = rooms_for((address(document) for document in batch), around.of)
    queue.add(batch)
    with Crew(expected=len(batch)) as crew:
        projection = _Projection(rooms, queue, done, prepared, crew)
        for together in queue.batches():
            for document in projection.project(together):
                if progress:
                    progress(document)
    Counter.bump(languages_reading(language for language, _kind, _slug in done.rendered))
    return done


def rebuild(*, progress: Progress | None = None) -> int:
    """Lay every live document on the shelf anew, as after an update of the portal; returns how many there were."""
    live = Document.objects.live().select_related("live").defer("live__text")
    return len(project(live, progress=progress).rendered)


@transaction.atomic
def take_off(document: Document, *, leads_to: Ref | None = None) -> Projected:
    """Remove a withdrawn document from the shelf and re-render the pages that link to it or explain it.

    Readers of a page are sent on to `leads_to`, or told that it was taken down.
    """
    Counter.take_turns(languages())
    row = ROWS[document.kind].objects.at(document.language, document.ref).first()
    if row is None:
        return Projected()
    users = list(Uses.objects.of(row).outliving().users())
    for former in Moved.objects.leading_to(document.language, document.ref):
        users += Uses.objects.of_address(document.language, former.ref).outliving().users()
    Uses.objects.by(row).delete()
    row.delete()
    forget(document.language, document.ref)
    if leads_to is not None:
        Moved.lead(document.language, document.ref, leads_to)
    elif KINDS[document.kind].is_page:
        Moved.gone(document.language, document.ref)
    done = render_again(users)
    Counter.bump(languages_reading([document.language]))
    return done


def render_again(addresses: Iterable[Address]) -> Projected:
    """Lay the live documents at these addresses on the shelf anew, because what they lead to has moved or gone."""
    return project(live_at(addresses))


@dataclass
class _Projection:
    """A projection that is under way."""

    rooms: Rooms
    queue: Line
    done: Projected
    prepared: Prepared
    crew: Crew

    def project(self, batch: list[Document]) -> Iterator[Document]:
        """Project some documents of one rank, and queue those that must be rendered again because of them.

        Gives those that were: what has to come between them and the others goes first.
        """
        language = shown_in(batch[0])
        readings = read_all(batch, self.rooms[language], self.prepared)
        before = rows_at(batch)
        together = self._until_another_is_first(batch, readings, before)
        self.queue.add(batch[len(together) :])
        sent = (self._sent(some, language) for some in chunked(together, SHEAF))
        # What has been finished is laid while the crew finishes the next.
        for some, (contents, _spool) in zip(
            chunked(together, SHEAF), self.crew.each(finish, language, sent), strict=True
        ):
            leaves = [
                Leaf(document, reading, html, before.get(address(document)))
                for (document, reading), html in zip(some, contents, strict=True)
            ]
            self._follow(leaves, lay_all(leaves))
            yield from (leaf.document for leaf in leaves)

    @staticmethod
    def _sent(some: list[tuple[Document, Reading]], language: str) -> list[tuple[str, dict[str, Any] | None]]:
        """What is sent to be finished; no context for what has no content of its own."""
        asked = asked_for([reading for _document, reading in some], language)
        return [
            (document.kind, context_of(reading, language, asked) if KINDS[document.kind].is_rendered else None)
            for document, reading in some
        ]

    def _until_another_is_first(
        self, batch: list[Document], readings: list[Reading], before: dict[Address, Published]
    ) -> list[tuple[Document, Reading]]:
        """The documents that can be laid together, and queue those that show the titles of renamed ones.

        A document that shows others waits until they are laid; one that shows a renamed document and is included by
        what comes later goes before that.
        """
        renamed = []
        for document, reading in zip(batch, readings, strict=True):
            row, title = before.get(address(document)), ROWS[document.kind].columns(reading.fields)["title"]
            renamed += [address(document)] if row is None or row.title != title else []
        users = Uses.objects.pointing().users_of(renamed)
        together: list[tuple[Document, Reading]] = []
        for document, reading in zip(batch, readings, strict=True):
            if reading.shown.intersection(earlier.ref for earlier, _reading in together):
                break
            together.append((document, reading))
            others = [place for place in users.get(address(document), ()) if not self.queue.has_seen(place)]
            self.queue.add_addresses(others)
            if any(KINDS[kind].rank < rank(document) for _language, kind, _slug in others):
                break
        return together

    def _follow(self, leaves: list[Leaf], rows: list[Published]) -> None:
        """Note what has been laid, and queue the users of what reads or looks differently now."""
        other_editions: list[Address] = []
        new_phrases: list[str] = []
        for leaf, row in zip(leaves, rows, strict=True):
            self.done.rendered.append(leaf.address)
            if leaf.before is None or leaf.before.reading_digest != row.reading_digest:
                self.done.changed.append(leaf.address)
            if leaf.before is None or leaf.before.edition_id != row.edition_id:  # also when a link has come or gone
                other_editions.append(leaf.address)
            for room in self.rooms.values():
                if row.language in (room.language, SHARED_LANGUAGE):
                    room.note(row)
            if isinstance(row, Term):
                new_phrases += set(row.phrases) - set(leaf.before.phrases if isinstance(leaf.before, Term) else [])
        users = Uses.objects.how(*READ).users_of(other_editions).values()
        self.queue.add_addresses((place for some in users for place in some), once=False)
        if new_phrases:
            saying = Page.objects.in_language(shown_in(leaves[0].document)).saying(new_phrases)
            self.queue.add_addresses(saying)
