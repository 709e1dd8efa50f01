"""The longest run of entries that two lists share in the same order, found in time that nobody can blow up.

difflib needs time that grows with the third power of a list that is chosen to hurt. Here each entry of the right list
costs a few operations on one whole number with a bit for every entry of the left, whatever the entries are
(Hyyrö, "Bit-parallel LCS-length computation revisited", 2004).
"""

from collections.abc import Sequence


def common_run(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The places, from 0, of the entries of a longest common subsequence.

    common_run(["a", "b", "c"], ["b", "x", "c"]) is [(1, 0), (2, 2)].
    """
    places: dict[str, int] = {}
    for at, entry in enumerate(left):
        places[entry] = places.get(entry, 0) | 1 << at
    everything = (1 << len(left)) - 1
    row, rows = everything, []
    for entry in right:
        shared = row & places.get(entry, 0)
        row = (row + shared | row - shared) & everything
        rows.append(row)
    return _walked_back(rows, len(left), len(right))


def _walked_back(rows: list[int], at: int, other: int) -> list[tuple[int, int]]:
    """The way back through the rows; a bit that is gone says that the run grows by the entry of its place."""
    found: list[tuple[int, int]] = []
    while at and other:
        if rows[other - 1] >> (at - 1) & 1:
            at -= 1
            continue
        other -= 1
        if not other or rows[other - 1] >> (at - 1) & 1:
            at -= 1
            found.append((at, other))
    return found[::-1]
