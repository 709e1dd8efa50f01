"""A drawn text as people would read it aloud: for search, reading grades and comparisons."""

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser

from portal.text.parts import Block, Html, Part, Setting, TermMark
from portal.text.render import Rendered

# Tags whose beginning or end is the end of a line; a cell of a table is a line, for its words are no sentence.
LINES = frozenset({"p", "h2", "h3", "ul", "ol", "li", "blockquote", "hr", "br", "table", "tr", "th", "td"})


class Words(HTMLParser):
    """Collects the text of clean HTML, with a newline at the edge of each paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a paragraph begins."""
        if tag in LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End the line where a paragraph ends."""
        if tag in LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words; a line broken in the source is no end of a paragraph."""
        self.pieces.append(data.replace("\n", " "))


def plain(rendered: Rendered) -> str:
    """The words of a text, one paragraph, heading, item or cell a line, without marks and notes."""
    reader = Words()
    reader.feed(markup(rendered.parts))
    reader.close()
    lines = (re.sub(r" +([.,;:!?)])", r"\1", " ".join(line.split())) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def markup(parts: Iterable[Part]) -> str:
    """Parts as HTML to be read, never to be shown: notes left out, the clinic's details by their name."""
    return "".join(map(part_markup, parts))


def part_markup(part: Part) -> str:
    """One part of it."""
    if isinstance(part, Html):
        return part.html
    if isinstance(part, TermMark):
        return html.escape(part.shown)
    if isinstance(part, Setting):
        return part.name.replace("_", " ")
    return f"<p>{markup(part.parts)}</p>" if isinstance(part, Block) else ""
