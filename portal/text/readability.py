"""The Flesch-Kincaid grade of a text: about the number of school years needed to read it."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from portal.text.phrases import pattern_of
from portal.text.syllables import syllables

WORD = re.compile(r"[^\W\d_]+(?:[-–'’][^\W_]+)*|\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
SHORTENED = re.compile(r"\b(e\.g|i\.e|Dr|Mr|Mrs|Ms|Prof|vs|etc|approx)\.(?=\s)", re.IGNORECASE)
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
        spans = [match.span() for match in pattern.finditer(sentence)] if pattern else []
        words = list(WORD.finditer(sentence))
        lengths.append(len(words))
        for word in words:
            count = syllables(word[0])
            is_explained = any(start <= word.start() and word.end() <= end for start, end in spans)
            raw_total += count
            explained_total += min(count, EXPLAINED_SYLLABLES) if is_explained else count
    total = sum(lengths)
    return Grade(
        raw=flesch_kincaid(len(lengths), total, raw_total),
        explained=flesch_kincaid(len(lengths), total, explained_total),
        sentences=len(lengths),
        words=total,
        longest_sentence=max(lengths, default=0),
    )


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that have words."""
    for line in text.split("\n"):
        for sentence in SENTENCE_END.split(SHORTENED.sub(r"\1", line)):
            if WORD.search(sentence):
                yield sentence


def flesch_kincaid(sentence_count: int, word_count: int, syllable_count: int) -> float:
    """The formula of 1975, to one decimal."""
    if not word_count:
        return 0.0
    return max(0.0, round(0.39 * word_count / sentence_count + 11.8 * syllable_count / word_count - 15.59, 1))
