"""A document in passages, as people read it: its fields, then the headings, paragraphs, items and rows of its body.

Two of them are compared passage by passage, so that a reviewer sees words and not marks. What a passage is called on
the screen is for whoever shows it: here it has the name of its sort only.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from portal.text.diff import stretches
from portal.text.pairing import IS_ALIKE, NEVER, Likeness, paired, shared_words, words_in
from portal.text.parts import Block, Cite, Part
from portal.text.plain import BEFORE_A_STOP, part_markup
from portal.text.words import Piece, Pieces, words_beside

FIELD, ENTRY, BLOCK, PARAGRAPH = "field", "entry", "block", "paragraph"
HEADINGS = {"h2": "heading", "h3": "subheading"}
SORTS = HEADINGS | {"li": "item", "tr": "row", "blockquote": "quotation", "p": PARAGRAPH}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?: [^>]*)?>")
BETWEEN_CELLS = " | "


class Passage(NamedTuple):
    """One passage. `sort` is "field", "entry" (one of a field's list), "heading", "paragraph", "block" and so on.

    `name` is the label of a field, or the name of a block; `place` the field's own label, or the heading above it.
    """

    sort: str
    name: str
    text: str
    place: str

    @property
    def key(self) -> str:
        """What makes it the same passage in another text, wherever it stands there."""
        return "\0".join(self[:3])


@dataclass(frozen=True)
class Beside:
    """A passage of the left reading, of the right one, or of both."""

    left: Passage | None
    right: Passage | None

    @property
    def is_changed(self) -> bool:
        return self.left is None or self.right is None or self.left.key != self.right.key

    @property
    def place(self) -> str:
        """Where it is: of the right reading, if it is there."""
        return next(side.place for side in (self.right, self.left) if side is not None)

    @cached_property
    def pieces(self) -> Pieces:
        """Both sides in pieces: what is the same, what went, what came."""
        return words_beside(self.left.text if self.left else "", self.right.text if self.right else "")

    @property
    def left_pieces(self) -> tuple[Piece, ...]:
        return self.pieces.left

    @property
    def right_pieces(self) -> tuple[Piece, ...]:
        return self.pieces.right


def passages_beside(left: Sequence[Passage], right: Sequence[Passage]) -> list[list[Beside]]:
    """The stretches in which two readings differ, each with two passages around it; none when they read alike."""
    pairs = paired([one.key for one in left], [one.key for one in right], _likeness(left, right))
    sides = ((left[at] if at >= 0 else None, right[other] if other >= 0 else None) for at, other in pairs)
    return stretches(Beside(*side) for side in sides)


def _likeness(left: Sequence[Passage], right: Sequence[Passage]) -> Likeness:
    words = cache(words_in)

    def likeness(at: int, other: int) -> float:
        one, two = left[at], right[other]
        if (one.sort, one.name) != (two.sort, two.name):
            return NEVER
        alike = shared_words(words(one.text), words(two.text))
        return IS_ALIKE + alike / 2 if one.sort == FIELD else alike

    return likeness


def passages(parts: Iterable[Part]) -> Iterator[Passage]:
    """The passages of a drawn body, each with the heading that it stands below.

    "## Why\\n\\nSo." gives a heading "Why" and a paragraph "So.", both at the place "Why".
    """
    place = ""
    for sort, name, text in _told(parts):
        if sort in HEADINGS.values():
            place = text
        yield Passage(sort, name, text, place)


def _told(parts: Iterable[Part]) -> Iterator[tuple[str, str, str]]:
    """Sort, name and text of every passage; a block comes before the words inside it."""
    run: list[str] = []
    for part in parts:
        if isinstance(part, Block):
            yield from _in_markup("".join(run))
            run = []
            yield BLOCK, part.name, part.argument
            yield from _told(part.parts)
        else:
            run.append(_markup(part))
    yield from _in_markup("".join(run))


def _markup(part: Part) -> str:
    # Readers meet a number there. Which source it is decides whether the words can stand.
    return f" [{html.escape(part.source)}]" if isinstance(part, Cite) else part_markup(part)


def _in_markup(markup: str) -> Iterator[tuple[str, str, str]]:
    """Clean HTML, cut at the tags that begin or end a passage."""
    sort, words, done = PARAGRAPH, "", 0
    for tag in TAG.finditer(markup):
        words += markup[done : tag.start()]
        done = tag.end()
        is_end, name = bool(tag[1]), tag[2]
        if name in ("td", "th"):
            words += BETWEEN_CELLS if is_end else ""
        elif name == "br":
            words += " "
        elif name in SORTS or name in ("ul", "ol", "table", "hr"):
            yield from _passage(sort, words)
            sort, words = _sort_inside(sort, name, is_end), ""
    yield from _passage(sort, words + markup[done:])


def _sort_inside(sort: str, name: str, is_end: bool) -> str:
    """What words behind this tag are. A paragraph inside an item or a quotation is called like what it is inside."""
    if name == "p":
        return sort if sort in ("item", "quotation") else PARAGRAPH
    return PARAGRAPH if is_end else SORTS.get(name, PARAGRAPH)


def _passage(sort: str, words: str) -> Iterator[tuple[str, str, str]]:
    text = " ".join(html.unescape(words).split()).removesuffix(BETWEEN_CELLS.rstrip())
    if text := BEFORE_A_STOP.sub(r"\1", text).strip():
        yield sort, "", text
