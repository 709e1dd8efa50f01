"""Finding phrases in running text: whole words, whatever their capitals and spaces, longest phrase first."""

import re
from collections.abc import Iterable
from itertools import groupby


def folded(phrase: str) -> str:
    """A phrase as it is compared: small letters, one space between words."""
    return " ".join(phrase.lower().split())


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the phrases; None when there are none.

    A hyphen belongs to the word, so "fusion" is not found in "non-fusion".
    """
    longest_first = sorted(
        {folded(phrase) for phrase in phrases} - {""}, key=lambda phrase: (phrase[0], -len(phrase), phrase)
    )
    if not longest_first:
        return None
    # By their first letters, because all the words of a glossary would else be tried at each word of a text.
    ways = [
        f"{re.escape(letter)}(?:{'|'.join(_loose(phrase[1:]) for phrase in alike)})"
        for letter, alike in groupby(longest_first, key=lambda phrase: phrase[0])
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])", re.IGNORECASE)


def _loose(words: str) -> str:
    """Folded words as a pattern that lets any blanks stand between them."""
    return r"\s+".join(map(re.escape, words.split(" ")))
