"""What a content template is filled with: a document's fields, its drawn words, and the rows that it names."""

from collections.abc import Mapping
from typing import Any

from portal.shelf.published import Published
from portal.text.references import Ref
from portal.text.render import Rendered

CLINIC = Ref("clinic", "clinic")
Rows = Mapping[Ref, Published]


def content_context(
    fields: Mapping[str, Any], rendered: Rendered, included: Rows, asked: Rows, language: str
) -> dict[str, Any]:
    """The fields, the rendered parts, and every row by its slug.

    `included` are the rows whose words are part of the document; `asked` has the sources of its notes and the pages
    that it shows by their titles. KeyError when one of its sources or words is not there.
    """
    by_kind = {kind: _by_slug(included, kind) for kind in ("term", "finding", "picture", "card")}
    source_slugs = note_order(fields, rendered, included)
    return {
        "row": fields,
        "title": fields.get("title", ""),
        "language": language,
        "rendered": rendered,
        "findings": by_kind["finding"],
        "gains": fields.get("benefit_findings") or fields.get("findings") or [],
        "harms": fields.get("harm_findings") or [],
        "studies": [slug for slug in dict.fromkeys(_told(fields)) if slug not in rendered.findings],
        "notes": [asked[Ref("source", slug)] for slug in source_slugs],
        "note_numbers": {slug: number for number, slug in enumerate(source_slugs, start=1)},
        "words": [by_kind["term"][slug] for slug in rendered.terms],
        "pictures": by_kind["picture"],
        "cards": by_kind["card"],
        "pages": {str(ref): asked[ref] for ref in pages_shown(fields) if ref in asked},
        "clinic": getattr(included.get(CLINIC), "fields", {}),
    }


def note_order(fields: Mapping[str, Any], rendered: Rendered, included: Rows) -> list[str]:
    """Source slugs in the order of their note numbers: as the body cites them, then as its fields name findings."""
    order, findings = list(rendered.sources), _by_slug(included, "finding")
    for name in ("benefit_findings", "findings", "harm_findings"):
        order += [findings[slug].source_slug for slug in fields.get(name) or []]
    order += [findings[slug].source_slug for slug in _told(fields)]
    return list(dict.fromkeys(order))


def _told(fields: Mapping[str, Any]) -> list[str]:
    """The findings that a decision sets side by side, or tells about one of its options."""
    rows = (*(fields.get("comparisons") or ()), *(fields.get("in_words") or ()))
    return [row["finding"] for row in rows]


def pages_shown(fields: Mapping[str, Any]) -> frozenset[Ref]:
    """The documents whose rows its template asks for, by their titles, though they are no part of it."""
    return frozenset(Ref.parse(name) for row in fields.get("claims") or () for name in row["pages"])


def _by_slug(rows: Rows, kind: str) -> dict[str, Any]:
    return {ref.slug: row for ref, row in rows.items() if ref.kind == kind}
