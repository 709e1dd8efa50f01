"""The `:::` blocks of a body, cut out before Markdown runs.

    ::: callout emergency
    **Call {emergency_number} now**

    if you cannot pass urine.
    :::

Every block is closed by a line `:::`, and none stands inside another. One of them, `numbers`, stands for what comes
behind it: the rest of the body, which readers open when they want it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.text.faults import Fault
from portal.text.references import is_slug

SLUG_EXPECTED = "slug"


@dataclass(frozen=True)
class Rule:
    """What stands behind a block's name (nothing, one of some words, or a short name) and what inside.

    `inside` is the one tag that the words inside must make ("ul" or "ol"), "words" for any, "" for none.
    """

    argument: str | frozenset[str] = ""
    inside: str = ""


BLOCKS = {
    "callout": Rule(frozenset({"emergency", "today", "routine"}), "words"),
    "do": Rule(inside="ul"),
    "dont": Rule(inside="ul"),
    "steps": Rule(inside="ol"),
    "keypoints": Rule(inside="ul"),
    "choices": Rule(inside="ul"),
    "figure": Rule(SLUG_EXPECTED),
    "finding": Rule(SLUG_EXPECTED),
    "check": Rule(SLUG_EXPECTED),
    "card": Rule(SLUG_EXPECTED),
    "summary": Rule(),
    "recovery": Rule(),
    "claims": Rule(),
    "numbers": Rule(),
}
FOLDS_THE_REST = "numbers"
MARK = ":::"
NEXT_PART = re.compile(r"##(?!#)")
OPENING = re.compile(r"::: *([a-z]+)(?: +(\S+))? *")
LIST_NAMES = {"ul": "a list with “- ” before each item", "ol": "a list with “1. ”, “2. ” before its items"}


@dataclass
class Chunk:
    """A run of lines of a body: the words between blocks (`name` is "") or one block with the words inside."""

    line: int
    name: str = ""
    argument: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, as Markdown."""
        return "\n".join(self.lines)

    @property
    def first_line(self) -> int:
        """The body's line number of the first of `lines`."""
        return self.line + 1 if self.name else self.line


def split(body: str) -> tuple[list[Chunk], list[Fault]]:
    """A body as chunks in order, and what is wrong with its `:::` lines."""
    chunks: list[Chunk] = []
    faults: list[Fault] = []
    current = Chunk(1)
    for number, line in enumerate(body.split("\n"), start=1):
        if not line.lstrip().startswith(MARK):
            current.lines.append(line)
            continue
        faults += line_faults(number, line, current)
        chunks.append(current)
        opening = OPENING.fullmatch(line)
        current = Chunk(number, opening[1], opening[2] or "") if opening else Chunk(number + 1)
    if current.name:
        faults.append(Fault(current.line, f"the block “{current.name}” is not closed; put a line of ::: after it"))
    chunks.append(current)
    faults += (fault for chunk in chunks if chunk.name for fault in block_faults(chunk))
    faults += rest_faults(chunks)
    return [chunk for chunk in chunks if chunk.name or chunk.text.strip()], faults


def line_faults(number: int, line: str, current: Chunk) -> Iterator[Fault]:
    """What is wrong with a `:::` line, given the chunk it ends."""
    is_closing = line.rstrip() == MARK
    if not is_closing and not OPENING.fullmatch(line):
        yield Fault(number, "a block starts at the beginning of a line, as “::: name” or “::: name word”; correct it")
    elif is_closing and not current.name:
        yield Fault(number, "this ::: closes nothing; delete it, or put the block's first line above")
    elif not is_closing and current.name:
        yield Fault(
            number,
            f"a block cannot stand inside another; close “{current.name}” (line {current.line}) with ::: first",
        )


def block_faults(chunk: Chunk) -> Iterator[Fault]:
    """What is wrong with a block's name, the word behind it, or the presence of words inside."""
    rule = BLOCKS.get(chunk.name)
    if rule is None:
        yield Fault(chunk.line, f"there is no block “{chunk.name}”; use one of {', '.join(BLOCKS)}")
        return
    if isinstance(rule.argument, frozenset):
        if chunk.argument not in rule.argument:
            yield Fault(chunk.line, f"behind “{chunk.name}” must stand one of: {', '.join(sorted(rule.argument))}")
    elif rule.argument == SLUG_EXPECTED:
        if not is_slug(chunk.argument):
            yield Fault(chunk.line, f"behind “{chunk.name}” must stand a short name, such as “slipped-disc”; add it")
    elif chunk.argument:
        yield Fault(chunk.line, f"nothing stands behind “{chunk.name}”; delete “{chunk.argument[:80]}”")
    filled = next((at for at, line in enumerate(chunk.lines, chunk.first_line) if line.strip()), None)
    if filled is not None and not rule.inside:
        yield Fault(filled, f"nothing stands inside “{chunk.name}”; move these words behind its closing :::")
    elif filled is None and rule.inside:
        yield Fault(chunk.line, f"the block “{chunk.name}” is empty; write its words, or delete it")


def rest_faults(chunks: list[Chunk]) -> Iterator[Fault]:
    """What cannot stand in the rest of a body that is folded: a part of its own, or the fold once more."""
    opening = next((chunk for chunk in chunks if chunk.name == FOLDS_THE_REST), None)
    if opening is None:
        return
    for chunk in chunks[chunks.index(opening) + 1 :]:
        if chunk.name == FOLDS_THE_REST:
            yield Fault(chunk.line, f"“{FOLDS_THE_REST}” is here already (line {opening.line}); delete this one")
        for number, line in enumerate(chunk.lines, chunk.first_line):
            if NEXT_PART.match(line):
                yield Fault(
                    number, f"the numbers are the last part of a page; move this part before line {opening.line}"
                )


def shape_faults(chunk: Chunk, tags: list[str]) -> Iterator[Fault]:
    """What is wrong with the words inside a block, given the tags that they made."""
    wanted = BLOCKS[chunk.name].inside
    if wanted in LIST_NAMES and tags and tags != [wanted]:
        yield Fault(chunk.line, f"inside “{chunk.name}” there must be only {LIST_NAMES[wanted]}; change it")
