"""The Flesch-Kincaid grade of a text: about the number of school years needed to read it."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from portal.text.phrases import pattern_of
from portal.text.syllables import syllables

WORD = re.compile(r"[^\W\d_]+(?:[-–'’][^\W_]+)*|\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
# A full stop that ends a shortened word; the stop comes first, because few places have one to look at.
SHORT_WORDS = (r"e\.g", r"i\.e", "Dr", "Mr", "Mrs", "Ms", "Prof", "vs", "etc", "approx")
SHORTENED = re.compile(
    r"\.(?=\s)(?:" + "|".join(rf"(?<=\b{word}\.)" for word in SHORT_WORDS) + ")",
    re.IGNORECASE,
)
EXPLAINED_SYLLABLES = 2


class Grade(NamedTuple):
    """Reading grade as the formula gives it, and with explained words counted as two syllables (one decimal each).

    Also how many sentences and words there are, and how many words the longest sentence has.
    """

    raw: float
    explained: float
    sentences: int
    words: int
    longest_sentence: int


def grade(text: str, explained: Collection[str] = ()) -> Grade:
    """The grade of plain text, where the end of a line ends a sentence; `explained` are medical words and phrases.

    A text without words has zeros only. A grade below 0 is given as 0.
    """
    pattern = pattern_of(explained)
    lengths: list[int] = []
    raw_total = explained_total = 0
    for sentence in sentences(text):
        counts = [syllables(word) for word in WORD.findall(sentence)]
        lengths.append(len(counts))
        raw_total += sum(counts)
        explained_total += sum(counts) - (spared(sentence, pattern) if pattern else 0)
    total = sum(lengths)
    return Grade(
        raw=flesch_kincaid(len(lengths), total, raw_total),
        explained=flesch_kincaid(len(lengths), total, explained_total),
        sentences=len(lengths),
        words=total,
        longest_sentence=max(lengths, default=0),
    )


def spared(sentence: str, pattern: re.Pattern[str]) -> int:
    """The syllables that words within explained phrases have above those that they count as."""
    spans = [match.span() for match in pattern.finditer(sentence)]
    inside = (
        word[0]
        for word in WORD.finditer(sentence)
        for start, end in spans
        if start <= word.start() and word.end() <= end
    )
    return sum(max(0, syllables(word) - EXPLAINED_SYLLABLES) for word in inside) if spans else 0


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that have words."""
    for line in text.split("\n"):
        for sentence in SENTENCE_END.split(SHORTENED.sub("", line)):
            if WORD.search(sentence):
                yield sentence


def flesch_kincaid(sentence_count: int, word_count: int, syllable_count: int) -> float:
    """The formula of 1975, to one decimal."""
    if not word_count:
        return 0.0
    return max(0.0, round(0.39 * word_count / sentence_count + 11.8 * syllable_count / word_count - 15.59, 1))
