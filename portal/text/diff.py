"""Two texts beside each other, line by line and word by word, with what is alike left out.

Any two texts can be compared, however they were chosen: what is too much for the exact way is compared by a cheaper
one (`portal.text.pairing` for lines, `portal.text.words` for words), and then shows more as changed than needed, never
less.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol, TypeVar

from portal.text.edits import is_blank
from portal.text.pairing import IS_ALIKE, NEVER, Likeness, paired, shared_words, words_in
from portal.text.words import Piece, Pieces, words_beside

AROUND = 2
# A line of front matter belongs to the line of the same field, even where not a word of it stayed.
FIELD = re.compile(r" *(?:- )?[a-z][a-z0-9_]*:(?= |$)")


class Compared(Protocol):
    """One row of a comparison."""

    @property
    def is_changed(self) -> bool: ...


Row = TypeVar("Row", bound=Compared)


@dataclass(frozen=True)
class Line:
    """A line of the left text, of the right text, or of both. A number of 0 means that the side has no such line."""

    left: str
    right: str
    left_number: int
    right_number: int

    @property
    def is_changed(self) -> bool:
        return not (self.left_number and self.right_number) or self.left != self.right

    @property
    def left_name(self) -> str:
        return str(self.left_number or "")

    @property
    def right_name(self) -> str:
        return str(self.right_number or "")

    @cached_property
    def pieces(self) -> Pieces:
        """Both sides in pieces: what is the same, what went, what came."""
        return words_beside(self.left, self.right)

    @property
    def left_pieces(self) -> tuple[Piece, ...]:
        return self.pieces.left

    @property
    def right_pieces(self) -> tuple[Piece, ...]:
        return self.pieces.right


def compared(left: str, right: str) -> list[list[Line]]:
    """The stretches in which two texts differ, each with two lines around it; none when they are alike.

    compared("a\\nb", "a\\nc") is [[Line("a", "a", 1, 1), Line("b", "c", 2, 2)]].
    """
    return stretches(every_line(left, right))


def every_line(left: str, right: str) -> list[Line]:
    """All lines of both texts, those that are alike too."""
    before, after = left.split("\n"), right.split("\n")
    return [
        Line(
            before[at] if at >= 0 else "",
            after[other] if other >= 0 else "",
            at + 1,
            other + 1,
        )
        for at, other in paired(before, after, _likeness(before, after))
    ]


def _likeness(before: Sequence[str], after: Sequence[str]) -> Likeness:
    words = cache(words_in)

    def likeness(at: int, other: int) -> float:
        one, two = before[at], after[other]
        if is_blank(one) != is_blank(two):
            return NEVER
        field, other_field = FIELD.match(one), FIELD.match(two)
        alike = shared_words(words(one), words(two))
        if field and other_field:
            return IS_ALIKE + alike / 2 if field[0] == other_field[0] else NEVER
        return alike

    return likeness


def stretches(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows that changed, each with those around it; runs that meet are one."""
    every = list(rows)
    near = {at + step for at, row in enumerate(every) if row.is_changed for step in range(-AROUND, AROUND + 1)}
    # A single row between two stretches takes no more room than the gap in its place.
    near |= {at + 1 for at in near if at + 2 in near}
    return list(_runs(every, near.__contains__))


def shortened(runs: Sequence[Sequence[Row]], most: int) -> tuple[list[list[Row]], int]:
    """The first `most` rows of some stretches, so that a screen stays readable, and how many were left off."""
    found: list[list[Row]] = []
    room = most
    for run in runs:
        if room > 0:
            found.append(list(run[:room]))
        room -= len(run)
    return found, max(-room, 0)


def _runs(every: Sequence[Row], is_near: Callable[[int], bool]) -> Iterator[list[Row]]:
    run: list[Row] = []
    for at, row in enumerate(every):
        if is_near(at):
            run.append(row)
        elif run:
            yield run
            run = []
    if run:
        yield run
