"""What was done to a list of lines to make another of it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# As many pairs of lines SequenceMatcher may search. It needs nine seconds for a thousand lines against a thousand when
# they are chosen to hurt: its time grows with the third power.
LARGEST_SEARCH = 70 * 70


class Edit(NamedTuple):
    """The older lines from `start` up to `end` (from 0, the end not included) became `lines`."""

    start: int
    end: int
    lines: list[str]


class Stretch(NamedTuple):
    """The part of two lists between two places that are alike; the ends are not included."""

    left: int
    left_end: int
    right: int
    right_end: int

    @property
    def is_small(self) -> bool:
        return (self.left_end - self.left) * (self.right_end - self.right) <= LARGEST_SEARCH


def edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """What turns one list of lines into the other, in order, with an unchanged line between any two edits.

    What both begin and end with is left alone. A blank line is unchanged only beside another unchanged line, because
    blank lines stand everywhere. If more than LARGEST_SEARCH pairs of lines would be compared, the lists are divided
    at the lines that stand once in each; a part that is still larger is one edit.
    """
    found: list[Edit] = []
    for part in _stretches(before, after):
        left, right = before[part.left : part.left_end], after[part.right : part.right_end]
        if not part.is_small:
            found.append(Edit(part.left, part.left_end, list(right)))
            continue
        found += [
            Edit(part.left + start, part.left + end, list(right[new:new_end]))
            for tag, start, end, new, new_end in SequenceMatcher(is_blank, left, right, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
    return found


def is_blank(line: str) -> bool:
    """Whether a line shows nothing."""
    return not line.strip()


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[Stretch]:
    whole = trimmed(Stretch(0, len(before), 0, len(after)), before, after)
    if whole.is_small:
        yield whole
        return
    left, right = whole.left, whole.right
    for anchor, other in [*anchors(before, after, whole), (whole.left_end, whole.right_end)]:
        yield trimmed(Stretch(left, anchor, right, other), before, after)
        left, right = anchor + 1, other + 1


def trimmed(part: Stretch, before: Sequence[str], after: Sequence[str]) -> Stretch:
    """The part without the lines that both sides of it begin and end with."""
    left, left_end, right, right_end = part
    while left < left_end and right < right_end and before[left] == after[right]:
        left, right = left + 1, right + 1
    while left < left_end and right < right_end and before[left_end - 1] == after[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
    return Stretch(left, left_end, right, right_end)


def anchors(before: Sequence[str], after: Sequence[str], part: Stretch) -> list[tuple[int, int]]:
    """The most lines that stand once in each list and in the same order: their places in both."""
    left, right = _once(before, part.left, part.left_end), _once(after, part.right, part.right_end)
    pairs = [(place, right[line]) for line, place in left.items() if line in right]
    # For each length of a rising run: where the lowest end of one stands, and which pair that is.
    lowest: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, (_place, other) in enumerate(pairs):
        length = bisect_left(lowest, other)
        previous.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [other]
        ends[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = previous[at]
    return run[::-1]


def _once(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """The lines between two places that are not blank and stand there once, in order, with their place."""
    places: dict[str, list[int]] = {}
    for place in range(start, end):
        places.setdefault(lines[place], []).append(place)
    return {line: found[0] for line, found in places.items() if len(found) == 1 and not is_blank(line)}
