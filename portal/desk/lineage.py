"""Which revision was written from which: a document's history as a graph of parents and merges."""

from collections.abc import Mapping

# For each revision those that it was written from: none, one, or two where it took words in.
Parents = Mapping[int, tuple[int, ...]]


def ancestors(parents: Parents, start: int) -> set[int]:
    """`start` and everything that it was written from, by way of parents and merges."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += parents.get(at, ())
    return found


def common_ancestor(parents: Parents, one: int, other: int) -> int | None:
    """The newest revision that both were written from; None where they have none.

    A revision has a higher number than those that it was written from, so the highest number in common is one that no
    other common ancestor descends from.
    """
    return max(ancestors(parents, one) & ancestors(parents, other), default=None)
