"""Laying one reading on the shelf: its row, its edition, its uses, its state of review."""

from dataclasses import asdict

from django.utils import timezone

from portal.desk.composing import Reading, finished, note_order
from portal.desk.documents import Document
from portal.desk.reviewing import review_columns
from portal.kinds.form import ALIASES
from portal.shelf.editions import Edition
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Term
from portal.shelf.rows import ROWS
from portal.shelf.uses import Uses
from portal.text.plain import plain
from portal.text.readability import grade
from portal.text.references import Ref


def lay(document: Document, reading: Reading, language: str, before: Published | None) -> Published:
    """Write the shelf's row, its edition and its uses. `before` is the row as it was, if there was one."""
    assert document.live is not None, "only a live document is laid on the shelf"
    row_class = ROWS[document.kind]
    columns = row_class.columns(reading.fields) | _reading_columns(row_class, reading) | _review_columns(document)
    columns["edition"] = edition = _edition(document.live.digest, document, reading, language, before)
    if before is None or before.edition.text_digest != edition.text_digest:
        columns["changed_at"] = timezone.now()
    row, _is_new = row_class.objects.update_or_create(
        language=document.language, kind=document.kind, slug=document.slug, defaults=columns
    )
    row.fresh_until = row.next_change()
    row.save(update_fields=["fresh_until"])
    _note_uses(row, reading)
    Moved.objects.from_address(document.language, document.ref).delete()
    if isinstance(row, Page):
        for slug in reading.fields.get(ALIASES) or ():
            Moved.lead(document.language, Ref(document.kind, slug), document.ref)
    return row


def _edition(
    text_digest: str, document: Document, reading: Reading, language: str, before: Published | None
) -> Edition:
    """The current edition if the page still reads the same to the letter, else a new one."""
    html = finished(document, reading, language)
    if before and before.edition.reading_digest == reading.reading_digest and before.edition.html == html:
        return before.edition
    last = Edition.objects.filter(language=document.language, kind=document.kind, slug=document.slug)
    number = (last.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    findings = {ref.slug: row for ref, row in reading.included.items() if ref.kind == "finding"}
    return Edition.objects.create(
        language=document.language,
        kind=document.kind,
        slug=document.slug,
        number=number,
        text_digest=text_digest,
        reading_digest=reading.reading_digest,
        html=html,
        contents=[asdict(heading) for heading in reading.rendered.headings],
        sources=note_order(reading, findings),
        terms=list(reading.rendered.terms),
    )


def _reading_columns(row_class: type[Published], reading: Reading) -> dict[str, object]:
    """Plain text and school grades, for kinds that patients read as pages."""
    if not issubclass(row_class, Page):
        return {}
    words = plain(reading.rendered)
    explained = {phrase for ref, row in reading.included.items() if isinstance(row, Term) for phrase in row.phrases}
    measured = grade(words, explained)
    return {"plain": words, "grade": measured.explained, "grade_raw": measured.raw}


def _review_columns(document: Document) -> dict[str, object]:
    """The newest clinical sign-off of the document, for the page to state."""
    newest = document.sign_offs.first()
    if newest is None:
        return {}
    return review_columns(newest)


def _note_uses(row: Published, reading: Reading) -> None:
    user = {"user_language": row.language, "user_kind": row.kind, "user_slug": row.slug}
    Uses.objects.by(row).delete()
    Uses.objects.bulk_create(
        Uses(**user, how=how, used_kind=ref.kind, used_slug=ref.slug) for how, ref in sorted(reading.uses)
    )
