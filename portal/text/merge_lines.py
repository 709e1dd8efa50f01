"""The three-way merge of lines: what each side did to an older list of lines, done to it together.

Two edits that touch, with no unchanged line between them, clash, unless both sides made the same edit. So do edits
with only blank lines between that bring the same words: one new paragraph may seem to stand before a blank line in
one text and behind it in the other, and would be there twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from portal.text.edits import Edit, edits, is_blank

START = attrgetter("start")


class Clash(NamedTuple):
    """A place where both sides made different edits. `line` counts from 1 in the merged lines, which hold ours."""

    line: int
    base: list[str]
    ours: list[str]
    theirs: list[str]


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[Clash]]:
    """The merged lines, and where the sides clash; there the merged lines hold ours.

    merge_lines(["a", "b", "c"], ["x", "b", "c"], ["a", "b", "y"]) is (["x", "b", "y"], []).
    """
    merged: list[str] = []
    clashes: list[Clash] = []
    done = 0
    our_edits, their_edits = edits(base, ours), edits(base, theirs)
    for start, end in places(base, [*our_edits, *their_edits]):
        merged += base[done:start]
        old = list(base[start:end])
        left, right = edited(base, start, end, our_edits), edited(base, start, end, their_edits)
        if old != left != right != old:
            clashes.append(Clash(len(merged) + 1, old, left, right))
        merged += right if left == old else left
        done = end
    return [*merged, *base[done:]], clashes


def places(base: Sequence[str], edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where the edits stand, from and up to; those that touch are one place."""
    found: list[tuple[int, int]] = []
    start = end = 0
    added: set[str] = set()
    for edit in sorted(edits):
        lines = {line for line in edit.lines if not is_blank(line)}
        is_near = edit.start <= end or (added & lines and all(map(is_blank, base[end : edit.start])))
        if found and is_near:
            found.pop()
            end = max(end, edit.end)
        else:
            start, end = edit.start, edit.end
        found.append((start, end))
        added = lines
    return found


def edited(base: Sequence[str], start: int, end: int, edits: Sequence[Edit]) -> list[str]:
    """The older lines of one place, after those edits that stand in it."""
    first, last = bisect_left(edits, start, key=START), bisect_right(edits, end, key=START)
    lines: list[str] = []
    for edit in edits[first:last]:
        lines += [*base[start : edit.start], *edit.lines]
        start = edit.end
    return [*lines, *base[start:end]]
