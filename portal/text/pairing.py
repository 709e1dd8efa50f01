"""Which entry of one list stands beside which of another: lines of two texts, or paragraphs of two readings."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from portal.text.common_run import common_run
from portal.text.edits import Stretch, anchors, is_blank, trimmed

# As many pairs of entries may stand between two that stand once in each list; above it, all between them has changed.
LARGEST_SEARCH = 5_000 * 5_000
# As many pairs may be asked how alike they are: in one place, and in the whole comparison. Above it, entries are
# compared with those at the same place only.
LARGEST_PLACE, MOST_ASKED = 100 * 100, 300 * 300
# From this likeness on (0 to 1) an entry is the other one, changed.
IS_ALIKE = 0.5
NEVER = -1.0

WORDS = re.compile(r"\w+")

# How alike two entries are, by their places: 0 (not at all) to 1 (the same), or NEVER.
Likeness = Callable[[int, int], float]


class Pair(NamedTuple):
    """The places, from 0, of two entries that belong together; -1 on the side that has no such entry."""

    left: int
    right: int


def paired(before: Sequence[str], after: Sequence[str], likeness: Likeness) -> Iterator[Pair]:
    """Every entry of both lists once and in order: equal ones together, changed ones together, the rest alone.

    Of the entries between two equal ones, those that went come before those that came.
    """
    asked = 0
    done = Pair(0, 0)
    for at, other in [*_equal(before, after), (len(before), len(after))]:
        place = Stretch(done.left, at, done.right, other)
        size = (place.left_end - place.left) * (place.right_end - place.right)
        is_cheap = size <= LARGEST_PLACE and asked + size <= MOST_ASKED
        asked += size if is_cheap else 0
        found = _most_alike(place, before, after, likeness) if is_cheap else _same_place(place, likeness)
        yield from _filled(place, found, likeness)
        if at < len(before):
            yield Pair(at, other)
        done = Pair(at + 1, other + 1)


def _equal(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Entries that stay. A blank one says too little to hold two lists together, except beside others that stay."""
    left = right = 0
    whole = trimmed(Stretch(0, len(before), 0, len(after)), before, after)
    tail = range(len(before) - whole.left_end)
    yield from ((at, at) for at in range(whole.left))
    left, right = whole.left, whole.right
    for at, other in [*anchors(before, after, whole), (whole.left_end, whole.right_end)]:
        yield from _equal_inside(Stretch(left, at, right, other), before, after)
        if at < whole.left_end:
            yield at, other
        left, right = at + 1, other + 1
    yield from ((whole.left_end + at, whole.right_end + at) for at in tail)


def _equal_inside(part: Stretch, before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    inner = trimmed(part, before, after)
    yield from zip(range(part.left, inner.left), range(part.right, inner.right), strict=True)
    lefts = [at for at in range(inner.left, inner.left_end) if not is_blank(before[at])]
    rights = [at for at in range(inner.right, inner.right_end) if not is_blank(after[at])]
    if lefts and rights and len(lefts) * len(rights) <= LARGEST_SEARCH:
        run = common_run([before[at] for at in lefts], [after[at] for at in rights])
        yield from ((lefts[at], rights[other]) for at, other in run)
    yield from zip(range(inner.left_end, part.left_end), range(inner.right_end, part.right_end), strict=True)


def _same_place(place: Stretch, likeness: Likeness) -> list[Pair]:
    """The cheap way: the first of the left with the first of the right, and so on, where they are alike."""
    beside = map(Pair, range(place.left, place.left_end), range(place.right, place.right_end))
    return [pair for pair in beside if likeness(*pair) >= IS_ALIKE]


def _most_alike(place: Stretch, before: Sequence[str], after: Sequence[str], likeness: Likeness) -> list[Pair]:
    """The pairs that are most alike in all, without one crossing another."""
    lefts, rights = range(place.left, place.left_end), range(place.right, place.right_end)
    above = [0.0] * (len(rights) + 1)
    ways: list[list[float]] = []
    for at in lefts:
        row, scores = [0.0], []
        for number, other in enumerate(rights):
            score = _score(before[at], after[other], likeness(at, other))
            scores.append(above[number] + score if score else NEVER)
            row.append(max(row[-1], above[number + 1], scores[-1]))
        above = row
        ways.append(scores)
        ways.append(row)
    return _best_way(ways, lefts, rights)


def _best_way(ways: list[list[float]], lefts: range, rights: range) -> list[Pair]:
    """Back from the end: a pair is taken where nothing but it gives the best score."""
    found: list[Pair] = []
    at, other = len(lefts), len(rights)
    while at and other:
        scores, row = ways[2 * at - 2], ways[2 * at - 1]
        above = ways[2 * at - 3] if at > 1 else [0.0] * len(row)
        if row[other] == above[other]:
            at -= 1
        elif row[other] == row[other - 1]:
            other -= 1
        else:
            assert row[other] == scores[other - 1], "a score that neither neighbour has is that of the pair"
            at, other = at - 1, other - 1
            found.append(Pair(lefts[at], rights[other]))
    return found[::-1]


def _score(one: str, other: str, alike: float) -> float:
    """What a pair is worth: its likeness; next to nothing for two blank entries; 0 where it is no pair."""
    if is_blank(one) or is_blank(other):
        return 0.001 if one == other else 0.0
    return alike if alike >= IS_ALIKE else 0.0


def _filled(place: Stretch, found: list[Pair], likeness: Likeness) -> Iterator[Pair]:
    """The pairs, and between them what went and what came. One that came where one went took its place."""
    left, right = place.left, place.right
    for at, other in [*found, (place.left_end, place.right_end)]:
        if at - left == other - right == 1 and likeness(left, right) > NEVER:
            yield Pair(left, right)
        else:
            yield from (Pair(gone, -1) for gone in range(left, at))
            yield from (Pair(-1, come) for come in range(right, other))
        if at < place.left_end:
            yield Pair(at, other)
        left, right = at + 1, other + 1


def shared_words(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of words have in common, from 0 to 1 (Dice): twice the shared ones to all of both."""
    together = len(one) + len(other)
    # So many can be shared at most; most pairs are told apart by it.
    if not together or 2 * min(len(one), len(other)) < IS_ALIKE * together:
        return 0.0
    return 2 * len(one & other) / together


def words_in(text: str) -> frozenset[str]:
    """The words of an entry, as its likeness is judged by them."""
    return frozenset(WORDS.findall(text))
