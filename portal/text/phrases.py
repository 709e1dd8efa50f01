"""Finding phrases in running text: whole words, whatever their capitals and spaces, longest phrase first."""

import re
from collections.abc import Iterable


def folded(phrase: str) -> str:
    """A phrase as it is compared: small letters, one space between words."""
    return " ".join(phrase.lower().split())


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the phrases; None when there are none.

    A hyphen belongs to the word, so "fusion" is not found in "non-fusion".
    """
    longest_first = sorted({folded(phrase) for phrase in phrases} - {""}, key=lambda phrase: (-len(phrase), phrase))
    if not longest_first:
        return None
    words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
