"""Mending words that nobody has written here: the known word that is the fewest slips of the finger away."""

from collections.abc import Iterable, Mapping, Sequence, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.search.engines import engine
from portal.text.tokens import Token

# Short words are like too many others; figures are meant as they are.
SHORTEST, LONG = 4, 8
LOOKED_AT = 80


def mended(language: str, typed: Sequence[Token], unknown: Set[str], idle: Set[str]) -> dict[str, str]:
    """For each folded word with an unknown stem, the word of the index that it seems to be, if there is one.

    What seems to be one of the `idle` words, which say nothing, becomes that; no other word is mended into one.
    """
    found = {}
    for token in typed:
        if token.stem not in unknown or not can_be_mended(token.word):
            continue
        alike = engine().alike(language, token.word, at_most=LOOKED_AT)
        near = nearest(token.word, idle) or nearest(
            token.word, {word: entries for word, entries in alike.items() if word not in idle}
        )
        if near:
            found[token.word] = near
    return found


def can_be_mended(word: str) -> bool:
    """Whether a word is long enough to be told from others, and no code or number."""
    return len(word) >= SHORTEST and word.isalpha()


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most alike, "" if none is near: one slip away, two for long words.

    A slip is a letter too many, too few, another, or two that have changed places (optimal string alignment). Of words
    as near, one that begins alike comes first, then, if `known` tells how often each stands, the most common one.
    """
    most = 1 if len(word) < LONG else 2
    often = known if isinstance(known, Mapping) else {}
    near = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
    judged = [(slips, other[:1] != word[:1], -often.get(other, 0), other) for other, slips, _at in near]
    return min(judged, default=(0, False, 0, ""))[-1]
