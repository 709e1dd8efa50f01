"""Two texts beside each other, line by line, with what is alike left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2


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


def compared(left: str, right: str) -> list[list[Line]]:
    """The stretches in which two texts differ, each with two lines around it; none when they are alike.

    compared("a\\nb", "a\\nc") is [[Line("a", "a", 1, 1), Line("b", "c", 2, 2)]].
    """
    before, after = left.split("\n"), right.split("\n")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        [line for _tag, *span in stretch for line in _lines(before, after, *span)]
        for stretch in matcher.get_grouped_opcodes(AROUND)
    ]


def _lines(before: list[str], after: list[str], i1: int, i2: int, j1: int, j2: int) -> Iterator[Line]:
    for step in range(max(i2 - i1, j2 - j1)):
        i, j = i1 + step, j1 + step
        has_left, has_right = i < i2, j < j2
        yield Line(
            before[i] if has_left else "",
            after[j] if has_right else "",
            i + 1 if has_left else 0,
            j + 1 if has_right else 0,
        )
