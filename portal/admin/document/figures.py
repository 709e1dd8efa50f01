"""The findings behind the figures of a page, each with the way to where it is corrected."""

from collections import Counter
from dataclasses import dataclass

from portal.admin import addresses
from portal.desk.documents import Document
from portal.desk.press.composing import rows_of
from portal.desk.press.named import index_of
from portal.desk.press.surroundings import languages
from portal.desk.titles import titles_of
from portal.kinds.finding.reading import side_by_side
from portal.kinds.form import DocumentForm
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.reference import Finding
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText

KIND = Finding.KIND


@dataclass(frozen=True)
class Figure:
    """One finding: `says` is what readers are told now, "" while they see nothing of it; `short_name` is "" unless
    another one in the list has the same title.
    """

    title: str
    short_name: str
    says: str
    when: str
    has_draft: bool
    address: str


def figures_of(form: DocumentForm, language: str) -> list[Figure]:
    """The findings that a checked form names in its fields and its text, in their order; a new form names none."""
    refs = [use.ref for use in form.references() if use.ref.kind == KIND] if form.is_bound else []
    refs = list(dict.fromkeys(refs))
    if not refs:
        return []
    language = languages()[0] if language == SHARED_LANGUAGE else language
    found = Document.objects.by_address((SHARED_LANGUAGE, KIND, ref.slug) for ref in refs)
    documents = {one.slug: one for one in found.values()}
    titles, rows = titles_of(documents.values()), rows_of(refs, language)
    readings = {slug: rows[ref].reading(language) for ref in refs if ref in rows for slug in [ref.slug]}
    called = {slug: readings[slug].label if slug in readings else titles[one.pk] for slug, one in documents.items()}
    times = Counter(called.values())
    return [
        Figure(
            title=called[slug],
            short_name=slug if times[called[slug]] > 1 else "",
            says=(side_by_side(readings[slug].arms) or readings[slug].sentence) if slug in readings else "",
            when=readings[slug].timing if slug in readings else "",
            has_draft=documents[slug].has_draft,
            address=addresses.screen(documents[slug], "change"),
        )
        for slug in (ref.slug for ref in refs)
        if slug in documents
    ]


def figures_in(document: Document, text: str) -> list[Figure]:
    """The same of a text that was saved; none where it cannot be read any more."""
    try:
        parsed = upgrade.lift(frontmatter.parse(text))
    except BadText:
        return []
    form = document.kind_row.form.from_text(parsed, index=index_of(document.language), languages=languages())
    return figures_of(form, document.language)
