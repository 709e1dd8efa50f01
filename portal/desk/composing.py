"""One document's reading: what it includes, what its words look like, and the digest that a review is bound to."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portal.desk.documents import Document
from portal.desk.surroundings import Surroundings, languages
from portal.kinds.registry import KINDS
from portal.shelf.published import Published
from portal.shelf.rows import ROWS
from portal.shelf.uses import INCLUDES, LINKS, MEETS, READ
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText, Fault
from portal.text.references import Ref
from portal.text.render import Rendered, render

CLINIC = Ref("clinic", "clinic")
Use = tuple[str, Ref]
Rows = dict[Ref, Published]


class NotPublishable(Exception):
    """What stops a document from being published, each fault with its line in the document's text."""

    def __init__(self, document: Document, faults: Iterable[Fault]) -> None:
        self.document = document
        self.faults = tuple(faults)
        super().__init__("\n".join(f"content/{document.path}:{fault.line}: {fault.message}" for fault in self.faults))


@dataclass(frozen=True)
class Reading:
    """A live document, read and rendered but not yet laid on the shelf."""

    fields: dict[str, Any]
    rendered: Rendered
    uses: frozenset[Use]
    included: Rows
    reading_digest: str


def read(document: Document, room: Surroundings) -> Reading:
    """Read the live text of a document in its surroundings. Raises NotPublishable where it cannot be shown."""
    assert document.live is not None, "only a live document is projected"
    try:
        parsed = upgrade.lift(frontmatter.parse(document.live.text))
    except BadText as error:
        raise NotPublishable(document, error.faults) from error
    form = KINDS[document.kind].form.from_text(parsed, index=room.index, languages=languages())
    if not form.is_valid():
        raise NotPublishable(document, form.faults())
    rendered = render(parsed.body, room.outside(explains=KINDS[document.kind].is_page))
    uses = frozenset((use.how, use.ref) for use in form.references()) | met(rendered)
    included = rows_of((ref for how, ref in uses if how in READ), room.language)
    missing = sorted({ref for how, ref in uses if how == INCLUDES} - included.keys())
    if missing:
        raise NotPublishable(
            document, [Fault(1, f"{ref} is used here but is not published: publish it first") for ref in missing]
        )
    return Reading(
        fields=dict(form.as_fields()),
        rendered=rendered,
        uses=uses,
        included=included,
        reading_digest=reading_digest(document.live.digest, included.values()),
    )


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
        for row in ROWS[kind].objects.in_language(language).named(tuple(wanted)).select_related("edition")
    }


def reading_digest(text_digest: str, included: Iterable[Published]) -> str:
    """SHA-256 over a document's own text digest and the reading digests of all that it includes, in sorted order.

    An included row's digest covers what it includes in turn, so the whole reading is bound transitively.
    """
    lines = sorted(f"{row.kind}:{row.slug} {row.reading_digest}" for row in included)
    return hashlib.sha256("\n".join([text_digest, *lines]).encode()).hexdigest()


def finished(document: Document, reading: Reading, language: str) -> str:
    """The finished main content: the kind's template, filled once, at publishing."""
    if not KINDS[document.kind].is_rendered:
        return ""
    with translation.override(language):
        return render_to_string(f"content/{document.kind}.html", context_of(reading, language))


def context_of(reading: Reading, language: str) -> dict[str, Any]:
    """What a content template gets: the fields, the rendered parts, and every included row by its slug."""
    included = {kind: _by_slug(reading.included, kind) for kind in ("source", "term", "finding", "picture", "card")}
    source_slugs = note_order(reading, included["finding"])
    sources = rows_of((Ref("source", slug) for slug in source_slugs), language)
    clinic = reading.included.get(CLINIC)
    return {
        "row": reading.fields,
        "title": reading.fields.get("title", ""),
        "language": language,
        "rendered": reading.rendered,
        "findings": included["finding"],
        "gains": reading.fields.get("benefit_findings") or reading.fields.get("findings") or [],
        "harms": reading.fields.get("harm_findings") or [],
        "notes": [sources[Ref("source", slug)] for slug in source_slugs],
        "note_numbers": {slug: number for number, slug in enumerate(source_slugs, start=1)},
        "words": [included["term"][slug] for slug in reading.rendered.terms],
        "pictures": included["picture"],
        "cards": included["card"],
        "clinic": getattr(clinic, "fields", {}),
    }


def note_order(reading: Reading, findings: Mapping[str, Any]) -> list[str]:
    """Source slugs in the order of their note numbers: as the body cites them, then those of the summary's findings."""
    order = list(reading.rendered.sources)
    for field in ("benefit_findings", "findings", "harm_findings"):
        order += [findings[slug].source_slug for slug in reading.fields.get(field) or []]
    return list(dict.fromkeys(order))


def _by_slug(rows: Rows, kind: str) -> dict[str, Published]:
    return {ref.slug: row for ref, row in rows.items() if ref.kind == kind}
