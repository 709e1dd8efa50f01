"""A question as engines and ranking take it: groups of words, of which each asks for one thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

Phrase = tuple[str, ...]  # stems one after the other


class Way(NamedTuple):
    """One way to say something, and how it stands in lines of stems; less is worth what only means the same."""

    phrase: Phrase
    sought: str
    worth: float


def way(phrase: Phrase, worth: float = 1.0) -> Way:
    """The way to say something by these stems, one after the other."""
    return Way(phrase, f" {' '.join(phrase)} ", worth)


@dataclass(frozen=True, eq=False)
class Group:
    """The ways to say one thing, what was typed first. `weight` is how much it tells: more where it is rare."""

    ways: tuple[Way, ...]
    weight: float = 1.0

    @property
    def typed(self) -> Phrase:
        return self.ways[0].phrase


@dataclass(frozen=True)
class Scope:
    """Where to look: a language, some kinds (none: every kind), a stage of the way, without other countries' rules."""

    language: str
    kinds: tuple[str, ...] = ()
    stage: str = ""
    country: str = ""


class Place(Enum):
    """Where in an entry to look: in what it is called, there and in its headings and gist, or in its text as well."""

    NAMES = "names"
    OUTLINE = "outline"
    WHOLE = "whole"


class Look(NamedTuple):
    """A way to look for entries: for those that hold every group in that place, or any of them."""

    is_for_all: bool
    place: Place


def stems_of(groups: Iterable[Group]) -> set[str]:
    """Every stem of every way."""
    return {stem for group in groups for way in group.ways for stem in way.phrase}
