"""What to call a document on the desk, whether readers can see it or not."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from portal.desk.documents import Document, Revision
from portal.kinds.registry import KINDS
from portal.shelf.addresses import Address, at_any
from portal.shelf.pages import Page
from portal.shelf.rows import ROWS
from portal.text import frontmatter
from portal.text.faults import BadText

# The first of these that a text has is what people call it; the rest of the kinds are called by their short name.
NAMING = ("title", "label", "name")
PLACE = ("language", "kind", "slug")


def title_in(text: str) -> str:
    """The title in a document's text; "" where there is none, or where the text cannot be read."""
    try:
        fields = frontmatter.parse(text).fields
    except BadText:
        return ""
    return next((words for name in NAMING if (words := _words(fields.get(name)))), "")


def title_of(document: Any) -> str:
    """The title in a document's newest text, else its short name."""
    return (title_in(document.head.text) if document.head else "") or document.slug


def titles_at(places: Iterable[Address]) -> dict[Address, str]:
    """Titles as readers see them, by language, kind and short name, in one query; nothing for what is not public."""
    return dict(_public(set(places)))


def titles_of(documents: Iterable[Document]) -> dict[int, str]:
    """Many documents' titles by their keys, in two queries: as readers see them, else as the newest text says."""
    wanted = {(document.language, document.kind, document.slug): document for document in documents}
    named = {wanted[place].pk: title for place, title in _public(wanted)}
    rest = [document for document in wanted.values() if document.pk not in named]
    heads = [document.head_id for document in rest if document.head_id]
    texts = dict(Revision.objects.filter(pk__in=heads).order_by().values_list("pk", "text"))
    return named | {one.pk: title_in(texts.get(one.head_id or 0, "")) or one.slug for one in rest}


def _public(places: Iterable[Address]) -> list[tuple[Address, str]]:
    tables: dict[Any, list[Address]] = defaultdict(list)
    for place in sorted(places):
        kind = place[1]
        tables[Page if KINDS[kind].is_page else ROWS[kind]].append(place)
    parts = [
        rows.objects.filter(at_any(some)).order_by().values_list(*PLACE, "title")
        for rows, some in sorted(tables.items(), key=lambda pair: pair[0].__name__)
    ]
    found = parts[0].union(*parts[1:], all=True) if parts else ()
    return [((language, kind, slug), title) for language, kind, slug, title in found]


def _words(value: Any) -> str:
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return value if isinstance(value, str) else ""
