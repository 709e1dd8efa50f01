"""Passages as they are shown among what was found: cut to a readable length, with what was asked for marked."""

from collections.abc import Set
from typing import NamedTuple

from portal.text.tokens import folded, spans, stem

LONGEST = 240  # signs
BEFORE = 60  # signs that stay in front of the first mark, if the passage has to be cut
CUT = "…"


class Piece(NamedTuple):
    """A run of a text, and whether it is what was asked for."""

    text: str
    is_marked: bool


class Asked(dict[str, bool]):
    """For each word as it is written whether it was asked for. Words come again and again, so each is judged once."""

    def __init__(self, stems: Set[str], language: str) -> None:
        """For what was asked for by these stems."""
        self._stems, self._language = stems, language

    def __missing__(self, word: str) -> bool:
        self[word] = is_asked = stem(folded(word), self._language) in self._stems
        return is_asked


def marked(text: str, asked: Asked) -> tuple[Piece, ...]:
    """The whole text in pieces. "Slipped discs", asked for "disc", is ("Slipped ", no), ("discs", yes)."""
    pieces, done = [], 0
    for start, end in spans(text, asked.__getitem__):
        if start > done:
            pieces.append(Piece(text[done:start], False))
        pieces.append(Piece(text[start:end], True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], False))
    return tuple(pieces)


def excerpt(passage: str, asked: Asked) -> tuple[Piece, ...]:
    """A passage in pieces; one that is too long is cut at blanks around the first mark."""
    return marked(_cut(passage, asked), asked)


def _cut(passage: str, asked: Asked) -> str:
    if len(passage) <= LONGEST:
        return passage
    first, _end = next(spans(passage, asked.__getitem__), (0, 0))
    start = passage.rfind(" ", 0, max(0, first - BEFORE)) + 1
    end = passage.rfind(" ", start, start + LONGEST)
    end = end if end > first else start + LONGEST
    return f"{CUT if start else ''}{passage[start:end].rstrip(' ,;:')}{CUT if end < len(passage) else ''}"
