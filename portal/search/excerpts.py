"""Passages as they are shown among what was found: cut to a readable length, with what was asked for marked."""

from collections.abc import Set
from typing import NamedTuple

from portal.text.tokens import tokens

LONGEST = 240  # signs
BEFORE = 60  # signs that stay in front of the first mark, if the passage has to be cut
CUT = "…"


class Piece(NamedTuple):
    """A run of a text, and whether it is what was asked for."""

    text: str
    is_marked: bool


def marked(text: str, stems: Set[str], language: str) -> tuple[Piece, ...]:
    """The whole text in pieces. "Slipped discs", {"disc"} is ("Slipped ", no), ("discs", yes)."""
    pieces, done = [], 0
    for token in tokens(text, language):
        if token.stem in stems and token.start >= done:
            pieces += [Piece(text[done : token.start], False), Piece(text[token.start : token.end], True)]
            done = token.end
    return tuple(piece for piece in (*pieces, Piece(text[done:], False)) if piece.text)


def excerpt(passage: str, stems: Set[str], language: str) -> tuple[Piece, ...]:
    """A passage in pieces; one that is too long is cut at blanks around the first mark."""
    return marked(_cut(passage, stems, language), stems, language)


def _cut(passage: str, stems: Set[str], language: str) -> str:
    if len(passage) <= LONGEST:
        return passage
    first = next((token.start for token in tokens(passage, language) if token.stem in stems), 0)
    start = passage.rfind(" ", 0, max(0, first - BEFORE)) + 1
    end = passage.rfind(" ", start, start + LONGEST)
    end = end if end > first else start + LONGEST
    return f"{CUT if start else ''}{passage[start:end].rstrip(' ,;:')}{CUT if end < len(passage) else ''}"
