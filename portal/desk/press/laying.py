"""Laying readings on the shelf: their rows, editions, uses, names, and state of review. Many in few queries."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Max
from django.utils import timezone

from portal.desk.approvals import SignOff
from portal.desk.documents import Document
from portal.desk.press.composing import Reading, note_order
from portal.desk.press.hanging import hang, measure
from portal.kinds.form import ALIASES
from portal.search.indexing import index
from portal.shelf import alphabet
from portal.shelf.addresses import Address, by_place
from portal.shelf.editions import Edition
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.rows import ROWS
from portal.shelf.uses import Uses
from portal.text.readability import Grade
from portal.text.references import Ref


@dataclass(frozen=True)
class Leaf:
    """One reading on its way to the shelf, with its finished content, and the row as it was, if there was one."""

    document: Document
    reading: Reading
    html: str
    before: Published | None

    @property
    def address(self) -> Address:
        return self.document.language, self.document.kind, self.document.slug

    @property
    def reads_the_same(self) -> bool:
        """Whether the current edition is the same to the letter."""
        edition = self.before and self.before.edition
        return bool(edition and edition.reading_digest == self.reading.reading_digest and edition.html == self.html)


def rows_at(documents: Iterable[Document]) -> dict[Address, Published]:
    """The rows of documents as they are on the shelf now, one query a kind."""
    found = {}
    for (_language, kind), where in by_place((each.language, each.kind, each.slug) for each in documents).items():
        for row in ROWS[kind].objects.filter(where).select_related("edition"):
            found[row.language, row.kind, row.slug] = row
    return found


def lay_all(leaves: Sequence[Leaf]) -> list[Published]:
    """Write the shelf's rows, their editions and their uses; returns the rows in the same order."""
    editions, signed = _editions(leaves), _sign_offs(leaves)
    rows = [_row(leaf, editions[leaf.address], signed.get(leaf.document.pk)) for leaf in leaves]
    measure((leaf.document, row) for leaf, row in zip(leaves, rows, strict=True))
    for row in rows:
        if not row._state.adding:
            row.save()
    new = sorted((row for row in rows if row._state.adding), key=attrgetter("kind"))
    for kind, alike in groupby(new, key=attrgetter("kind")):
        _insert(ROWS[kind], list(alike))
    hang(rows)
    index(rows)
    alphabet.enter(rows)
    _note_uses(leaves)
    for where in by_place(leaf.address for leaf in leaves).values():
        Moved.objects.filter(where).delete()
    for leaf, row in zip(leaves, rows, strict=True):
        if isinstance(row, Page):
            for slug in leaf.reading.fields.get(ALIASES) or ():
                Moved.lead(row.language, Ref(row.kind, slug), row.ref)
    return rows


def _editions(leaves: Sequence[Leaf]) -> dict[Address, Edition]:
    """The current edition of each page that still reads the same, else a new one."""
    kept = {leaf.address: leaf.before.edition for leaf in leaves if leaf.before and leaf.reads_the_same}
    changed = [leaf for leaf in leaves if leaf.address not in kept]
    last: dict[Address, int] = {}
    for where in by_place(leaf.address for leaf in changed).values():
        numbers = Edition.objects.filter(where).values_list("language", "kind", "slug").annotate(Max("number"))
        last |= {(language, kind, slug): number for language, kind, slug, number in numbers}
    new = [_edition(leaf, last.get(leaf.address, 0) + 1) for leaf in changed]
    Edition.objects.bulk_create(new)
    return kept | {(edition.language, edition.kind, edition.slug): edition for edition in new}


def _edition(leaf: Leaf, number: int) -> Edition:
    assert leaf.document.live is not None, "only a live document is laid on the shelf"
    language, kind, slug = leaf.address
    return Edition(
        language=language,
        kind=kind,
        slug=slug,
        number=number,
        text_digest=leaf.document.live.digest,
        reading_digest=leaf.reading.reading_digest,
        html=leaf.html,
        contents=[asdict(heading) for heading in leaf.reading.rendered.headings],
        sources=note_order(leaf.reading),
        terms=list(leaf.reading.rendered.terms),
    )


def _sign_offs(leaves: Iterable[Leaf]) -> dict[int, SignOff]:
    """The newest clinical sign-off of each document that has one, for the page to state."""
    signed = SignOff.objects.filter(document__in=[leaf.document.pk for leaf in leaves]).order_by("pk")
    return {sign_off.document_id: sign_off for sign_off in signed}


def _row(leaf: Leaf, edition: Edition, signed: SignOff | None) -> Published:
    """The row as it should be, not saved yet."""
    row_class, reading = ROWS[leaf.document.kind], leaf.reading
    columns = row_class.columns(reading.fields) | (signed.columns() if signed else {})
    if reading.grade is not None:
        columns |= {"plain": reading.plain} | _scores(reading.grade)
    if leaf.before is None or leaf.before.edition.text_digest != edition.text_digest:
        columns["changed_at"] = timezone.now()
    language, kind, slug = leaf.address
    row = copy(leaf.before) if leaf.before else row_class(language=language, kind=kind, slug=slug)
    for name, value in (columns | {"edition": edition}).items():
        setattr(row, name, value)
    row.fresh_until = row.next_change()
    return row


def _scores(grade: Grade) -> dict[str, float]:
    """The reading grade of a page, in the columns that hold it."""
    return {
        "grade": grade.explained,
        "grade_raw": grade.raw,
        "words": grade.words,
        "sentences": grade.sentences,
        "longest_sentence": grade.longest_sentence,
    }


def _insert(row_class: type[Published], rows: list[Published]) -> None:
    """New rows of one class; those of pages stand in two tables, which Django does not fill together."""
    as_pages = [row for row in rows if isinstance(row, Page)]
    if not as_pages:
        row_class.objects.bulk_create(rows)
        return
    shared = [column.attname for column in Page._meta.concrete_fields if not column.primary_key]
    pages = Page.objects.bulk_create(Page(**{name: getattr(row, name) for name in shared}) for row in as_pages)
    for row, page in zip(as_pages, pages, strict=True):
        row.pk = row.id = page.pk
        row.save_base(raw=True, force_insert=True)  # its own table only


def _note_uses(leaves: Sequence[Leaf]) -> None:
    for where in by_place((leaf.address for leaf in leaves if leaf.before), "user_").values():
        Uses.objects.filter(where).delete()
    Uses.note((leaf.address, how, ref) for leaf in leaves for how, ref in sorted(leaf.reading.uses))
