"""A made-up library for the style page, drawn in the way of published documents, without a row being written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from portal.kinds.form import DocumentForm
from portal.kinds.index import DRAWING, Index
from portal.kinds.registry import KINDS, kind_at
from portal.shelf.addresses import address_of
from portal.shelf.editions import Edition
from portal.shelf.filling import content_context
from portal.shelf.published import Published
from portal.shelf.reference import Finding, Term
from portal.shelf.rows import ROWS
from portal.text.frontmatter import Parsed, parse
from portal.text.references import Ref
from portal.text.render import Outside

FOLDER = Path(settings.BASE_DIR, "templates", "style", "example")
DRAWINGS = Path(settings.BASE_DIR, "templates", "pictures")
LANGUAGE = "en"

Rows = dict[Ref, Published]


def library() -> Rows:
    """Every document of the library as the row that it would be on the shelf, with its finished content."""
    return {row.ref: row for _form, row in drawn()}


def drawn() -> Iterator[tuple[DocumentForm, Published]]:
    """Each document's form and its unsaved row, those first that others are made of."""
    documents, rows = texts(), Rows()
    index = index_of(documents)
    for ref, parsed in documents.items():
        outside = outside_of(documents, rows, explains=KINDS[ref.kind].is_page)
        form = KINDS[ref.kind].form.from_text(parsed, index=index, languages=(LANGUAGE,), outside=outside)
        assert form.is_valid(), f"{ref}: {form.faults()}"
        place = {"language": LANGUAGE, "kind": ref.kind, "slug": ref.slug}
        row = ROWS[ref.kind](**place, **ROWS[ref.kind].columns(form.as_fields()))
        row.edition = Edition(**place, number=1, **finished(ref, form, rows))
        rows[ref] = row
        yield form, row


def texts() -> dict[Ref, Parsed]:
    """The documents as they were written, in the order of publishing."""
    found = {}
    for path in sorted(FOLDER.rglob("*.md")):
        place = kind_at(path.relative_to(FOLDER).as_posix())
        assert place is not None, f"{path} is at no document's place"
        found[place[1]] = parse(path.read_text(encoding="utf-8"))
    return dict(sorted(found.items(), key=lambda document: KINDS[document[0].kind].rank))


def index_of(documents: dict[Ref, Parsed]) -> Index:
    """What the documents may name: one another, and the drawings of this site."""
    known = {kind: frozenset(ref.slug for ref in documents if ref.kind == kind) for kind in KINDS}
    return Index(known | {DRAWING: frozenset(path.stem for path in DRAWINGS.glob("*.html"))})


def outside_of(documents: dict[Ref, Parsed], rows: Rows, *, explains: bool) -> Outside:
    """What a body draws on: the words of the library where it has a place to explain them, addresses, sources."""
    terms = {phrase: row.slug for row in rows.values() if isinstance(row, Term) for phrase in row.phrases}
    return Outside(
        terms=terms if explains else {},
        urls={ref: address_of(LANGUAGE, ref) for ref in documents if KINDS[ref.kind].address},
        finding_sources={row.slug: row.source_slug for row in rows.values() if isinstance(row, Finding)},
    )


def finished(ref: Ref, form: DocumentForm, rows: Rows) -> dict[str, Any]:
    """What an edition holds of a document: its finished content and its headings, if its kind has any."""
    if not KINDS[ref.kind].is_rendered or form.rendered is None:
        return {}
    context = content_context(form.as_fields(), form.rendered, rows, rows, LANGUAGE)
    headings = form.rendered.headings
    return {
        "html": render_to_string(f"content/{ref.kind}.html", context),
        "contents": [{"level": head.level, "text": head.text, "anchor": head.anchor} for head in headings],
    }
