"""Where two texts of a document differ, in the words of the screen: as readers read them, or as they are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.desk.documents import Document
from portal.desk.press.surroundings import languages
from portal.kinds.index import Index
from portal.kinds.telling import field_passages
from portal.text import frontmatter, upgrade
from portal.text.diff import compared, shortened
from portal.text.faults import BadText
from portal.text.passages import BLOCK, ENTRY, FIELD, Beside, Passage, passages, passages_beside
from portal.text.render import Outside, render
from portal.text.words import COME, GONE, SAME, Piece

# More would not be read by anybody, and drawing it would keep everybody waiting.
MOST_ROWS = 1_000
MOST_PLACES = 8
SORTS = {
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "paragraph": _("Paragraph"),
    "item": _("List item"),
    "row": _("Table row"),
    "quotation": _("Quotation"),
}
BLOCKS = {
    "callout": _("Box"),
    "do": _("Box: do"),
    "dont": _("Box: do not"),
    "steps": _("Steps"),
    "keypoints": _("Key points"),
    "choices": _("Choices"),
    "figure": _("Picture"),
    "finding": _("Finding"),
    "check": _("Check question"),
    "card": _("Card"),
    "summary": _("Summary of findings"),
    "recovery": _("Recovery"),
    "claims": _("Claims"),
    "numbers": _("The numbers"),
}


@dataclass(frozen=True)
class Row:
    """A row of the comparison as templates show it: on each side a name and pieces, or nothing where it is empty."""

    is_changed: bool
    left_name: str
    left_pieces: Sequence[Piece]
    right_name: str
    right_pieces: Sequence[Piece]
    # Where its stretch has changes; said once, above the first row.
    heading: str


def as_written(left: str, right: str) -> dict[str, Any]:
    """What the comparison template needs to show two sources, line by line."""
    return _shown(compared(left, right))


def as_read(left: Sequence[Passage], right: Sequence[Passage]) -> dict[str, Any]:
    """What it needs to show two readings, passage by passage, with the places that differ."""
    stretches = passages_beside(left, right)
    return _shown([_rows(stretch) for stretch in stretches]) | {"places": _places(stretches)}


def for_readers(document: Document, left: str, right: str) -> dict[str, Any]:
    """What would change for readers, with a summary; as it is written where that cannot be read, or reads alike."""
    try:
        read = as_read(reading_of(document, left), reading_of(document, right))
    except BadText:
        return as_written(left, right)
    return read | {"summary": summary_of(read["places"])} if read["places"] else as_written(left, right)


def reading_of(document: Document, text: str) -> list[Passage]:
    """A text as people read it, its fields first. Raises BadText where it cannot be read, or not be drawn, any more."""
    parsed = upgrade.lift(frontmatter.parse(text))
    form = document.kind_row.form.from_text(parsed, index=Index(), languages=languages())
    drawn = render(parsed.body, Outside({}, {}, {}))
    return [*field_passages(form), *passages(drawn.parts)]


def summary_of(places: Sequence[str]) -> str:
    """ "2 places differ: Title, section “Afterwards”"; "" where none does."""
    if not places:
        return ""
    named, more = ", ".join(places[:MOST_PLACES]), len(places) - MOST_PLACES
    if more > 0:
        named = _now("%(places)s and %(count)s more") % {"places": named, "count": more}
    words = ngettext("%(count)s place differs: %(places)s", "%(count)s places differ: %(places)s", len(places))
    return words % {"count": len(places), "places": named}


def _shown(stretches: Sequence[Sequence[Any]]) -> dict[str, Any]:
    shown, left_off = shortened(stretches, MOST_ROWS)
    return {"stretches": shown, "left_off": left_off}


def _places(stretches: Iterable[Iterable[Beside]]) -> list[str]:
    """Where something changed, each place once, in order of reading."""
    changed = (_place(row) for stretch in stretches for row in stretch if row.is_changed)
    return list(dict.fromkeys(changed))


def _place(row: Beside) -> str:
    passage = row.right or row.left
    assert passage is not None, "a row has a passage on one side at least"
    if passage.sort in (FIELD, ENTRY):
        return passage.place
    if not passage.place:
        return _now("beginning of the text")
    return _now("section “%(heading)s”") % {"heading": passage.place}


def _rows(stretch: Sequence[Beside]) -> list[Row]:
    heading = ", ".join(_places([stretch]))
    return [
        Row(
            row.is_changed,
            _name(row.left),
            _pieces(row.left, row.left_pieces, GONE if row.is_changed else SAME),
            _name(row.right),
            _pieces(row.right, row.right_pieces, COME if row.is_changed else SAME),
            heading,
        )
        for row in stretch
    ]


def _name(passage: Passage | None) -> str:
    if passage is None:
        return ""
    if passage.sort in (FIELD, ENTRY):
        return passage.name
    return str(BLOCKS.get(passage.name, passage.name) if passage.sort == BLOCK else SORTS[passage.sort])


def _pieces(passage: Passage | None, pieces: Sequence[Piece], sort: str) -> Sequence[Piece]:
    """A block without words of its own still has to be seen coming and going."""
    is_bare = passage is not None and passage.sort == BLOCK and not passage.text
    return (Piece(sort, _now("shown here")),) if is_bare else pieces
