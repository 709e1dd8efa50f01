"""What a drawn text is made of, and what it needs to know of the documents around it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.text.clean import Clean
from portal.text.references import Ref


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of clean HTML. A tag that it opens may be closed in a later piece."""

    html: Clean


@dataclass(frozen=True, slots=True)
class TermMark:
    """The first use of a glossary word: the term's slug, and the words as they stand in the text."""

    slug: str
    shown: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A note: the slug of the source, and its number on this page, from 1."""

    source: str
    number: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A place for one of the clinic's own details, such as "emergency_number"."""

    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """A `:::` block. `argument` is the word behind its name, or ""; `parts` the words inside."""

    name: str
    argument: str
    parts: "tuple[Part, ...]"


Part: TypeAlias = Html | TermMark | Cite | Setting | Block


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body: 2 or 3, its plain text, and its `id` on the page."""

    level: Literal[2, 3]
    text: str
    anchor: str


@dataclass(frozen=True)
class Outside:
    """What a body may draw on: glossary phrases by term, addresses of published documents, findings' sources."""

    terms: Mapping[str, str]
    urls: Mapping[Ref, str]
    finding_sources: Mapping[str, str]


@dataclass(frozen=True)
class Rendered:
    """A drawn body. Slugs stand in the order of their first use, so source n of `sources` is note n.

    `links` are the documents that it links to, published or not.
    """

    parts: tuple[Part, ...]
    headings: tuple[Heading, ...]
    terms: tuple[str, ...]
    sources: tuple[str, ...]
    findings: tuple[str, ...]
    pictures: tuple[str, ...]
    cards: tuple[str, ...]
    settings: tuple[str, ...]
    links: tuple[Ref, ...]

    @property
    def cited(self) -> tuple[str, ...]:
        """The sources of notes only, without those that come with a finding."""
        return tuple(dict.fromkeys(part.source for part in flat(self.parts) if isinstance(part, Cite)))


def flat(parts: Iterable[Part]) -> Iterator[Part]:
    """All parts in order of reading, those inside blocks behind their block."""
    for part in parts:
        yield part
        if isinstance(part, Block):
            yield from flat(part.parts)
