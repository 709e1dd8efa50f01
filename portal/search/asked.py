"""A question as engines and ranking take it: groups of words, of which each asks for one thing."""

from collections.abc import Iterable
from dataclasses import dataclass

Phrase = tuple[str, ...]  # stems that must all be there, in any order


@dataclass(frozen=True)
class Way:
    """One way to say something. `worth` is 1 for what was typed, less for what means the same."""

    phrase: Phrase
    worth: float = 1.0


@dataclass(frozen=True)
class Group:
    """The ways to say one thing, what was typed first. `weight` tells how much finding it says: more where it is rare."""

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


def stems_of(groups: Iterable[Group]) -> set[str]:
    """Every stem of every way."""
    return {stem for group in groups for way in group.ways for stem in way.phrase}
