"""The state of one text while it is drawn: what was held back, found and refused so far."""

import re
from collections.abc import Callable, Iterator

from markdown.inlinepatterns import InlineProcessor

from portal.text.blocks import Chunk
from portal.text.characters import HIDDEN
from portal.text.clean import Clean
from portal.text.faults import Fault
from portal.text.glossary import Glossary
from portal.text.parts import Heading, Html, Outside, Part, Setting
from portal.text.references import Ref

# Private-use characters, which no input may hold, stand around the number of a part that was held back.
PLACEHOLDER = re.compile("\ue000([0-9]{1,6})\ue001")

SETTINGS = (
    "emergency_number", "clinic_phone", "out_of_hours_phone", "crisis_line", "clinic_name", "funder", "publisher",
)  # fmt: skip
# Looking for the lines of each fault takes time, and nobody mends more of them in one go.
MOST_FAULTS = 50


class Drawing:
    """Shared by the pieces of one body, so that first uses, anchors and faults are those of the whole."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.glossary = Glossary(outside.terms)
        self.chunk = Chunk(1)
        self.tags: list[str] = []
        self.held: list[Part] = []
        self.headings: list[Heading] = []
        self.links: dict[Ref, None] = {}
        self.faults: list[Fault] = []

    def hold(self, part: Part) -> str:
        """Keep a part back until the HTML is clean; what is returned stands in its place."""
        self.held.append(part)
        return f"\ue000{len(self.held) - 1}\ue001"

    def refuse(self, pattern: str, message: str) -> None:
        """Keep a fault for each line of this chunk that the pattern is found on; for its first line when on none."""
        if len(self.faults) >= MOST_FAULTS:
            return
        numbered = enumerate(self.chunk.lines, start=self.chunk.first_line)
        lines = [number for number, line in numbered if re.search(pattern, line)]
        self.faults += [Fault(number, message) for number in lines or [self.chunk.line]]

    def parts_of(self, html: Clean) -> Iterator[Part]:
        """Clean HTML, cut at the placeholders, with the parts that they stand for between the pieces."""
        for at, piece in enumerate(PLACEHOLDER.split(html)):
            if at % 2:
                yield self.held[int(piece)]
            elif HIDDEN.search(piece):
                raise RuntimeError("a placeholder was torn while the text was drawn")
            elif piece:
                yield Html(Clean(piece))


def words_of(text: str) -> str:
    """A text without placeholders."""
    return PLACEHOLDER.sub("", text)


class SettingPattern(InlineProcessor):
    """Takes `{emergency_number}` and the like out of a text and leaves a placeholder."""

    def __init__(self, hold: Callable[[Part], str], refuse: Callable[[str, str], None]) -> None:
        super().__init__(r"\{([a-z_]+)\}")
        self.hold = hold
        self.refuse = refuse

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802  # Markdown names it so; its stubs forget that text may come back
        """A placeholder for a setting of the clinic."""
        if m[1] not in SETTINGS:
            self.refuse(
                re.escape(m[0]), f"{m[0][:80]} is not one of the clinic's details; use {{{'}, {'.join(SETTINGS)}}}"
            )
            return "", m.start(), m.end()
        return self.hold(Setting(m[1])), m.start(), m.end()
