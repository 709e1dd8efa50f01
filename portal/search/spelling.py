"""Mending words that nobody has written here: the known word that is the fewest slips of the finger away."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from portal.search.engines import engine
from portal.text.tokens import Token

# Short words are like too many others; figures are meant as they are.
SHORTEST, LONG = 4, 8
LOOKED_AT = 80


def mended(language: str, typed: Sequence[Token], unknown: set[str]) -> dict[str, str]:
    """For each folded word with an unknown stem, the word of the index that it seems to be, if there is one."""
    found = {}
    for token in typed:
        if token.stem in unknown and can_be_mended(token.word):
            near = nearest(token.word, engine().alike(language, token.word, at_most=LOOKED_AT))
            if near:
                found[token.word] = near
    return found


def can_be_mended(word: str) -> bool:
    """Whether a word is long enough to be told from others, and no code or number."""
    return len(word) >= SHORTEST and word.isalpha()


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most alike, "" if none is near: one slip away, two for long words.

    A slip is a letter too many, too few, another, or two that have changed places (optimal string alignment).
    """
    most = 1 if len(word) < LONG else 2
    judged = [(OSA.distance(word, other, score_cutoff=most), other[:1] != word[:1], other) for other in known]
    return min((each for each in judged if each[0] <= most), default=(0, False, ""))[2]
