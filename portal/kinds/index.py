"""Which documents are known, handed to a form so that it can check what it refers to without a query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from portal.text.references import Ref

# No kind of document: the drawings that pictures are made from come with the portal, and are known by name alike.
DRAWING = "drawing"
# Nor this: pictures that were uploaded, known by the names of their files.
UPLOAD = "upload"


class Use(NamedTuple):
    """One document needing another. `how` is "includes" (the reader reads its words here), "treats" or "relates"."""

    how: str
    ref: Ref


class Found(NamedTuple):
    """A use, and the place of its words in the front matter: ("treats", 0)."""

    path: tuple[str | int, ...]
    use: Use


@dataclass(frozen=True)
class Index:
    """Known slugs by kind: those of the desk and of the files being loaded, published or not."""

    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has(self, ref: Ref) -> bool:
        """Whether there is such a document."""
        return ref.slug in self.known.get(ref.kind, frozenset())

    def expect(self, refs: Iterable[Ref]) -> None:
        """These will be asked for one by one; an index that has to ask for them can do it once for all."""

    def slugs(self, kind: str) -> list[str]:
        """Every known slug of a kind, in alphabetical order."""
        return sorted(self.known.get(kind, frozenset()))

    def first(self, kinds: Sequence[str], most: int) -> list[Ref]:
        """The known documents of some kinds, kind by kind and in alphabetical order, at most so many."""
        return [Ref(kind, slug) for kind in kinds for slug in self.slugs(kind)][:most]

    def near(self, ref: Ref) -> str:
        """The known slug of the same kind that is spelled most alike, or ""."""
        return next(iter(get_close_matches(ref.slug, self.slugs(ref.kind), n=1, cutoff=0.6)), "")
