"""What has changed on pages since a clinician signed them: their own text, and what is read as part of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.desk.approvals import Publication, SignOff
from portal.desk.documents import Document, Revision
from portal.shelf.addresses import Address
from portal.shelf.uses import read_in


@dataclass(frozen=True)
class Change:
    """One document as it was at the review and as it is now; `before` is None where it has come since."""

    document: Document
    before: Revision | None
    after: Revision


@dataclass(frozen=True)
class Since:
    """What has changed since the newest sign-off, which is None where there was no review yet."""

    signed: SignOff | None
    own: Change | None = None
    parts: tuple[Change, ...] = ()


def since_review(documents: Iterable[Document]) -> dict[int, Since]:
    """For each published document, by its number, what has changed since its review. The queries do not grow with them.

    What a page no longer includes is seen in its own text, where it was named.
    """
    pages = {document.pk: document for document in documents}
    signed = _newest_sign_offs(pages)
    used = read_in([_address(pages[number]) for number in signed])
    addresses = {one for many in used.values() for one in many}
    parts = Document.objects.live().by_address(addresses)
    turns = _turns_of({*signed, *(part.pk for part in parts.values())})
    moved = {}
    for number, sign_off in signed.items():
        inside = [parts[one] for one in sorted(used[_address(pages[number])]) if one in parts]
        seen = [(one, _moved(turns.get(one.pk, []), sign_off.made_at)) for one in (pages[number], *inside)]
        moved[number] = [(one, pair) for one, pair in seen if pair]
    texts = Revision.objects.in_bulk({pk for some in moved.values() for _one, pair in some for pk in pair if pk})
    return {number: _since(page, signed.get(number), moved.get(number, []), texts) for number, page in pages.items()}


Moved = list[tuple[Document, tuple[int | None, int]]]


def _since(page: Document, signed: SignOff | None, moved: Moved, texts: Mapping[int, Revision]) -> Since:
    changes = [Change(one, texts[before] if before else None, texts[after]) for one, (before, after) in moved]
    own = next((change for change in changes if change.document.pk == page.pk), None)
    return Since(signed, own, tuple(change for change in changes if change is not own))


def _address(document: Document) -> Address:
    return document.language, document.kind, document.slug


def _newest_sign_offs(pages: Mapping[int, Document]) -> dict[int, SignOff]:
    rows = SignOff.objects.filter(document__in=list(pages)).order_by("pk")
    return {row.document_id: row for row in rows}


# The revisions of one document in the order in which they went live: when, their number, their digest.
Turns = list[tuple[datetime, int, str]]


def _turns_of(documents: set[int]) -> dict[int, Turns]:
    rows = Publication.objects.filter(revision__document__in=documents, is_withdrawal=False).order_by("pk")
    turns: dict[int, Turns] = {}
    columns = ("revision__document", "made_at", "revision", "revision__digest")
    for document, at, revision, digest in rows.values_list(*columns):
        turns.setdefault(document, []).append((at, revision, digest))
    return turns


def _moved(turns: Turns, at: datetime) -> tuple[int | None, int] | None:
    """The revisions that were live at a moment and that are live now; None where both say the same."""
    if not turns:
        return None
    then = [turn for turn in turns if turn[0] <= at]
    if then and then[-1][2] == turns[-1][2]:
        return None
    return (then[-1][1] if then else None), turns[-1][1]
