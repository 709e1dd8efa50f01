"""Two texts and what they make together, in three columns: only the places where one of them says something else."""

from typing import NamedTuple

from portal.text.edits import edits
from portal.text.merge_lines import edited, places


class Row(NamedTuple):
    """One place of the joined text, from its line `line` on (from 1): the lines of each text there."""

    line: int
    left: list[str]
    right: list[str]
    together: list[str]


def beside(left: str, right: str, together: str) -> list[Row]:
    """The places where the left or the right text differs from the joined one; none when all three are alike.

    beside("a\\nb", "a\\nc", "a\\nc") is [Row(2, ["b"], ["c"], ["c"])].
    """
    lines = together.split("\n")
    of_left, of_right = edits(lines, left.split("\n")), edits(lines, right.split("\n"))
    return [
        Row(
            start + 1,
            left=edited(lines, start, end, of_left),
            right=edited(lines, start, end, of_right),
            together=lines[start:end],
        )
        for start, end in places(lines, [*of_left, *of_right])
    ]
