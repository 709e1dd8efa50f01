"""Notes in a text: `[@source-slug]`, numbered by first appearance."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from markdown.inlinepatterns import InlineProcessor

from portal.text.parts import Block, Cite, Part
from portal.text.references import is_slug

# With the space before it: a note never begins a line.
CITATION = r" ?\[@([^\[\]\n]*)\]"
NOT_ONE = "a note names one source, as [@source-name]; write several notes one after another"


class CitationPattern(InlineProcessor):
    """Takes `[@slug]`, with a space before it, out of a text and leaves what `hold` gives for it."""

    def __init__(self, hold: Callable[[Part], str], refuse: Callable[[str, str], None]) -> None:
        super().__init__(CITATION)
        self.hold = hold
        self.refuse = refuse

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802  # Markdown names it so; its stubs forget that text may come back
        """A placeholder for the note; its number is given later, when the order of reading is known."""
        if not is_slug(m[1]):
            self.refuse(re.escape(m[0]), NOT_ONE)
            return "", m.start(), m.end()
        return self.hold(Cite(m[1], 0)), m.start(), m.end()


def numbered(parts: Iterable[Part], finding_sources: Mapping[str, str]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts with their note numbers, and the sources in that order; a finding counts where its block stands."""
    numbers: dict[str, int] = {}

    def number(source: str) -> int:
        return numbers.setdefault(source, len(numbers) + 1)

    def counted(part: Part) -> Part:
        if isinstance(part, Cite):
            return replace(part, number=number(part.source))
        if isinstance(part, Block):
            if part.name == "finding" and part.argument in finding_sources:
                number(finding_sources[part.argument])
            return replace(part, parts=tuple(counted(inner) for inner in part.parts))
        return part

    return tuple(counted(part) for part in parts), tuple(numbers)
