"""What the rules of the content linter look at: one page, cut into passages, each with its line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from portal.text.blocks import Chunk, split
from portal.text.readability import Grade, grade, sentences
from portal.text.references import Ref

HEADING = re.compile(r"(#{2,3}) +(.+)")
ITEM = re.compile(r" *(?:[-*+]|\d+[.)]) +(.+)")
CELL_RULE = re.compile(r"[|\s:-]+")
# Marks of Markdown that nobody reads: notes, the addresses of links, stars, back-ticks.
NOTE = re.compile(r"\s?\[@[^\]]+\]")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
LINK_TARGET = re.compile(r"\]\(([a-z]+:[^)\s]+)\)")
STARS = re.compile(r"\*{1,3}|`")
QUOTED = re.compile(r"^[ >]+", re.MULTILINE)
# Blocks that say what to do or when to call: their words are chosen for safety, not for style.
SAFETY = frozenset({"callout", "do", "dont", "card"})


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, item or row of a table as it was typed; `line` is the body's, `block` what it stands in."""

    line: int
    sort: str
    text: str
    block: str = ""

    @cached_property
    def words(self) -> str:
        """The text as it is read."""
        return bare(self.text)

    @property
    def sentences(self) -> list[str]:
        """Its sentences, as they are read."""
        return list(sentences(self.words))

    @property
    def sources(self) -> frozenset[str]:
        """The sources that it cites."""
        return frozenset(re.findall(r"\[@([^\]]+)\]", self.text))

    @property
    def is_safety(self) -> bool:
        """Whether it tells people what to do or when to call."""
        return self.block in SAFETY


@dataclass(frozen=True)
class Sheet:
    """One page.

    `fields` is its front matter, `plain` its words as they are read, `explained` the words and phrases that readers can
    look up. `asked` are the names of the fields that its kind has, `parts` the headings that it must have;
    `acts` says whether pages of its kind leave the reader with something to do. `anchors` are the headings that each
    other page has. `review_due` is the date of its next review, None if it never had one.
    """

    body: str
    plain: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    explained: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    acts: bool = True
    parts: tuple[str, ...] = ()
    anchors: Mapping[Ref, frozenset[str]] = field(default_factory=dict)
    today: date = date.min
    review_due: date | None = None

    @cached_property
    def grade(self) -> Grade:
        """The reading grade of all its words."""
        return grade(self.plain, self.explained)

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The body between and inside its blocks."""
        return split(self.body)[0]

    @cached_property
    def passages(self) -> list[Passage]:
        """Everything that is read, in order."""
        return [passage for chunk in self.chunks for passage in passages_of(chunk)]

    @cached_property
    def bare(self) -> str:
        """The body without marks, to see quickly whether there is anything for a rule to look at."""
        return QUOTED.sub("", bare(self.body))

    @property
    def prose(self) -> Iterator[Passage]:
        """What is read, without headings."""
        return (passage for passage in self.passages if passage.sort != "heading")

    def field_words(self) -> Iterator[tuple[str, str]]:
        """The sentences of the front matter that readers see, each with the name of its field."""
        for name in ("summary", "short_answer", "verdict_line"):
            if words := self.fields.get(name):
                yield name, str(words)


class Remark(NamedTuple):
    """Something to mend: the body's line, or 0 and the field of the front matter (or ""), what to do, and the rule."""

    line: int
    field: str
    message: str
    rule: str


# Where something is, as a line of the body or the name of a field ("" for the page as a whole), and what to do.
Found = Iterator[tuple[int | str, str]]
Look = Callable[[Sheet], Found]


@dataclass(frozen=True)
class Rule:
    """One rule: its name, the item of an instrument or guideline that it comes from, whether it blocks publishing."""

    name: str
    source: str
    is_block: bool
    look: Look

    @property
    def says(self) -> str:
        """What it asks for, in a sentence."""
        return (self.look.__doc__ or "").strip()

    def remarks(self, sheet: Sheet) -> Iterator[Remark]:
        """What this rule has to say about a page."""
        for place, message in self.look(sheet):
            line, field = (0, place) if isinstance(place, str) else (place, "")
            yield Remark(line, field, message, self.name)


def blocks(source: str) -> Callable[[Look], Rule]:
    """Make a function a rule without which nothing is published."""
    return lambda look: Rule(look.__name__, source, True, look)


def warns(source: str) -> Callable[[Look], Rule]:
    """Make a function a rule that a writer may have a reason to break."""
    return lambda look: Rule(look.__name__, source, False, look)


def bare(text: str) -> str:
    """Markdown without the marks that nobody reads."""
    return STARS.sub("", LINK.sub(r"\1", NOTE.sub("", text)))


def passages_of(chunk: Chunk) -> Iterator[Passage]:
    """The passages of a run of words or of a block; lines that belong together are one passage."""
    gathered: list[str] = []
    first, sort = 0, ""
    for number, line in enumerate([*chunk.lines, ""], chunk.first_line):
        begins = _beginning(line)
        if begins != "more" or not gathered:
            if gathered:
                yield Passage(first, sort, " ".join(gathered), chunk.name)
            gathered, first, sort = [], number, "paragraph" if begins == "more" else begins
        if line.strip() and not (begins == "row" and CELL_RULE.fullmatch(line)):
            gathered.append(_unmarked(line))


def _beginning(line: str) -> str:
    """What a line begins: a heading, an item, a row of a table; "" where it is blank, "more" where it goes on."""
    if not line.strip():
        return ""
    if HEADING.fullmatch(line):
        return "heading"
    if line.lstrip().startswith("|"):
        return "row"
    return "item" if ITEM.fullmatch(line) else "more"


def _unmarked(line: str) -> str:
    found = HEADING.fullmatch(line) or ITEM.fullmatch(line)
    return str(found[found.lastindex or 0]) if found else line.strip().lstrip("> ")
