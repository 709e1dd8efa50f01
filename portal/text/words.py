"""Two lines beside each other, word by word: which words came, which went."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.text.common_run import common_run
from portal.text.edits import Stretch, trimmed

SAME, GONE, COME = "same", "gone", "come"
# A line that is longer is marked whole; no line of a body may be as long.
LONGEST_LINE = 4_000  # characters
# Where fewer of the words stayed than this share, the marks between them would be harder to read than two lines.
FEWEST_KEPT = 0.25

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORD = re.compile(r"\w")


class Piece(NamedTuple):
    """A run of a line. `sort` is "same", "gone" (it stands in the left line only) or "come" (in the right one only)."""

    sort: str
    text: str


class Pieces(NamedTuple):
    """The pieces of two lines; joined, those of a side are its line again."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


class _Run(NamedTuple):
    is_same: bool
    left: str
    right: str


def words_beside(left: str, right: str) -> Pieces:
    """Both lines in pieces. "A big dog", "A dog" has left (same "A "), (gone "big "), (same "dog")."""
    if left == right:
        return Pieces(_whole(SAME, left), _whole(SAME, right))
    if not left or not right or max(len(left), len(right)) > LONGEST_LINE:
        return Pieces(_whole(GONE, left), _whole(COME, right))
    before, after = TOKEN.findall(left), TOKEN.findall(right)
    runs = _joined(_runs(before, after))
    kept = sum(len(run.left) for run in runs if run.is_same and WORD.search(run.left))
    if kept < FEWEST_KEPT * max(len(left), len(right)):
        return Pieces(_whole(GONE, left), _whole(COME, right))
    return _pieces(runs)


def _whole(sort: str, line: str) -> tuple[Piece, ...]:
    return (Piece(sort, line),) if line else ()


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[_Run]:
    """Runs that are the same and runs that are not, in order."""
    unlike = trimmed(Stretch(0, len(before), 0, len(after)), before, after)
    inner = common_run(before[unlike.left : unlike.left_end], after[unlike.right : unlike.right_end])
    pairs = [
        *((at, at) for at in range(unlike.left)),
        *((unlike.left + at, unlike.right + other) for at, other in inner),
        *zip(range(unlike.left_end, len(before)), range(unlike.right_end, len(after)), strict=True),
        (len(before), len(after)),
    ]
    done = done_right = 0
    for at, other in pairs:
        yield _Run(False, "".join(before[done:at]), "".join(after[done_right:other]))
        yield _Run(True, "".join(before[at : at + 1]), "".join(after[other : other + 1]))
        done, done_right = at + 1, other + 1


def _joined(runs: Iterator[_Run]) -> list[_Run]:
    """Neighbours of one sort as one run; a blank or a stop between two changes goes with them."""
    found: list[_Run] = []
    for run in runs:
        if not run.left and not run.right:
            continue
        if len(found) > 1 and not run.is_same and found[-1].is_same and not WORD.search(found[-1].left):
            between = found.pop()
            found[-1] = _and(found[-1], between)
        if found and found[-1].is_same == run.is_same:
            found[-1] = _and(found[-1], run)
        else:
            found.append(run)
    return found


def _and(one: _Run, other: _Run) -> _Run:
    return _Run(one.is_same, one.left + other.left, one.right + other.right)


def _pieces(runs: list[_Run]) -> Pieces:
    left = tuple(Piece(SAME if run.is_same else GONE, run.left) for run in runs if run.left)
    right = tuple(Piece(SAME if run.is_same else COME, run.right) for run in runs if run.right)
    return Pieces(left, right)
