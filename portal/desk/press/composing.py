"""One document's reading: what it includes, what its words look like, and the digest that a review is bound to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portal.desk.documents import Document, Revision
from portal.desk.press.checking import Drawn, drawn, form_of
from portal.desk.press.crew import Keep
from portal.desk.press.spool import Kept
from portal.desk.press.surroundings import Surroundings
from portal.kinds.registry import KINDS
from portal.shelf import filling
from portal.shelf.addresses import Address
from portal.shelf.filling import CLINIC, content_context, pages_shown
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Finding, Source
from portal.shelf.rows import ROWS
from portal.shelf.uses import INCLUDES, LINKS, MEETS, READ
from portal.text.faults import BadText, Fault
from portal.text.readability import Grade
from portal.text.references import Ref
from portal.text.render import Rendered

Use = tuple[str, Ref]
Rows = dict[Ref, Published]
# By address: the digest of a text, and what a check has drawn of it.
Prepared = Mapping[Address, tuple[str, Kept]]


class NotPublishable(Exception):
    """What stops a document from being published, each fault with its line in the document's text."""

    def __init__(self, document: Document, faults: Iterable[Fault]) -> None:
        self.document = document
        self.faults = tuple(faults)
        super().__init__("\n".join(f"content/{document.path}:{fault.line}: {fault.message}" for fault in self.faults))


@dataclass(frozen=True)
class Reading:
    """A live document, read and rendered but not yet laid on the shelf. Only pages have plain words and a grade."""

    fields: dict[str, Any]
    rendered: Rendered
    uses: frozenset[Use]
    included: Rows
    reading_digest: str
    plain: str = ""
    grade: Grade | None = None

    @property
    def shown(self) -> frozenset[Ref]:
        """The documents whose rows its template asks for, by their titles, though they are no part of it."""
        return pages_shown(self.fields)


def read_all(documents: Sequence[Document], room: Surroundings, prepared: Prepared) -> list[Reading]:
    """Read the live texts of documents of one language in its surroundings.

    What has been drawn already is taken from `prepared` if it would be drawn alike now.
    Raises NotPublishable for the first that cannot be shown.
    """
    drawn_before = [_prepared(document, prepared) for document in documents]
    bodies = [one.rendered for one in drawn_before if one]
    room.expect_named(chain(*(body.links for body in bodies)), chain(*(body.findings for body in bodies)))
    pairs = zip(documents, drawn_before, strict=True)
    known = [one if one and _is_fresh(one, document, room) else None for document, one in pairs]
    texts = _texts(document for document, old in zip(documents, known, strict=True) if old is None)
    room.expect(texts.values())
    found = [old or _drawn(document, room, texts) for document, old in zip(documents, known, strict=True)]
    uses = [frozenset((use.how, use.ref) for use in one.uses) | met(one.rendered) for one in found]
    rows = rows_of((ref for some in uses for how, ref in some if how in READ), room.language)
    together = zip(documents, found, uses, strict=True)
    return [_reading(document, one, its_uses, rows) for document, one, its_uses in together]


def _prepared(document: Document, prepared: Prepared) -> Drawn | None:
    """What a check has drawn of the live text of a document."""
    assert document.live is not None, "only a live document is projected"
    waiting = prepared.get((document.language, document.kind, document.slug))
    return waiting[1].back() if waiting and waiting[0] == document.live.digest else None


def _is_fresh(found: Drawn, document: Document, room: Surroundings) -> bool:
    return found.seen == room.seen(found.rendered, explains=KINDS[document.kind].is_page)


def _texts(documents: Iterable[Document]) -> dict[int, str]:
    """The live texts of documents by their revisions, those that have not been fetched in one query."""
    lives = [document.live for document in documents if document.live is not None]
    late = [live.pk for live in lives if "text" in live.get_deferred_fields()]
    fetched = dict(Revision.objects.filter(pk__in=late).values_list("pk", "text")) if late else {}
    return {live.pk: fetched.get(live.pk) or live.text for live in lives}


def _drawn(document: Document, room: Surroundings, texts: Mapping[int, str]) -> Drawn:
    assert document.live is not None, "only a live document is projected"
    try:
        return drawn(form_of(texts[document.live.pk], document.ref, room), document.ref, room)
    except BadText as error:
        raise NotPublishable(document, error.faults) from error


def _reading(document: Document, found: Drawn, uses: frozenset[Use], rows: Rows) -> Reading:
    assert document.live is not None, "only a live document is projected"
    included = {ref: rows[ref] for how, ref in uses if how in READ and ref in rows}
    missing = sorted({ref for how, ref in uses if how == INCLUDES} - included.keys())
    if missing:
        raise NotPublishable(
            document, [Fault(1, f"{ref} is used here but is not published: publish it first") for ref in missing]
        )
    misfits = KINDS[document.kind].form.misfits(found.fields, findings_of(included))
    if faults := [Fault(1, words) for words in misfits]:
        raise NotPublishable(document, faults)
    digest = reading_digest(document.live.digest, included.values())
    return Reading(found.fields, found.rendered, uses, included, digest, found.plain, found.grade)


def met(rendered: Rendered) -> frozenset[Use]:
    """What a body meets only in its surroundings: words of the glossary, links, details of the clinic."""
    uses = {(MEETS, Ref("term", slug)) for slug in rendered.terms}
    uses |= {(LINKS, ref) for ref in rendered.links}
    return frozenset(uses | ({(MEETS, CLINIC)} if rendered.settings else set()))


def rows_of(refs: Iterable[Ref], language: str) -> Rows:
    """The published rows at these references, one query a kind."""
    slugs: dict[str, set[str]] = {}
    for ref in refs:
        slugs.setdefault(ref.kind, set()).add(ref.slug)
    return {
        row.ref: row
        for kind, wanted in slugs.items()
        for row in ROWS[kind].objects.in_language(language).of_kind(kind).named(tuple(wanted)).select_related("edition")
    }


def findings_of(included: Rows) -> dict[str, dict[str, Any]]:
    """The front matter of the findings among some rows, by their slugs."""
    return {row.slug: row.fields for row in included.values() if isinstance(row, Finding)}


def reading_digest(text_digest: str, included: Iterable[Published]) -> str:
    """SHA-256 over a document's own text digest and the reading digests of all that it includes, in sorted order.

    An included row's digest covers what it includes in turn, so the whole reading is bound transitively.
    """
    lines = sorted(f"{row.kind}:{row.slug} {row.reading_digest}" for row in included)
    return hashlib.sha256("\n".join([text_digest, *lines]).encode()).hexdigest()


def asked_for(readings: Sequence[Reading], language: str) -> Rows:
    """What the templates of some readings ask for besides what those include: the sources of notes, pages by title."""
    slugs = {slug for reading in readings for slug in note_order(reading)}
    sources = Source.objects.in_language(language).of_kind(Source.KIND).named(tuple(slugs))
    pages = Page.objects.in_language(language).among({ref for reading in readings for ref in reading.shown})
    return {row.ref: row for row in (*sources, *pages)}


def finish(language: str, keep: Keep, some: Iterable[tuple[str, dict[str, Any] | None]]) -> list[str]:
    """The finished main contents for some kinds and contexts of one language: the kind's template, filled once, at
    publishing; "" without a context, for kinds that have no content of their own. Any process can do this pure work.
    """
    with translation.override(language):
        return ["" if context is None else render_to_string(f"content/{kind}.html", context) for kind, context in some]


def context_of(reading: Reading, language: str, asked: Rows) -> dict[str, Any]:
    """What a content template gets."""
    return content_context(reading.fields, reading.rendered, reading.included, asked, language)


def note_order(reading: Reading) -> list[str]:
    """The slugs of a reading's sources, in the order of their note numbers."""
    return filling.note_order(reading.fields, reading.rendered, reading.included)
