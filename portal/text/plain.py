"""A drawn text as people would read it aloud: for search, reading grades and comparisons."""

import html
import re
from collections.abc import Iterable

from portal.text.parts import Block, Html, Part, Setting, TermMark
from portal.text.render import Rendered

# A tag whose beginning or end is the end of a line; a cell of a table is a line, for its words are no sentence.
LINE = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote|hr|br|table|tr|th|td)(?: [^>]*)?>")
# Any other. What has been cleaned has "<" and ">" at the ends of its tags only.
TAG = re.compile(r"<[^>]*>")
# As a page says them where the clinic has not named its own (templates/parts/clinic_word.html), in fewer words.
SPOKEN = {
    "emergency_number": "your emergency number",
    "clinic_phone": "the clinic’s number",
    "out_of_hours_phone": "your out-of-hours number",
    "crisis_line": "a crisis line",
    "clinic_name": "your clinic",
    "funder": "the funder",
    "publisher": "the publisher",
}
BEFORE_A_STOP = re.compile(r" +([.,;:!?)])")


def plain(rendered: Rendered) -> str:
    """The words of a text, one paragraph, heading, item or cell a line, without marks and notes."""
    # A line broken in the source is no end of a paragraph.
    marked = LINE.sub("\n", markup(rendered.parts).replace("\n", " "))
    words = html.unescape(TAG.sub("", marked))
    lines = (BEFORE_A_STOP.sub(r"\1", " ".join(line.split())) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def markup(parts: Iterable[Part]) -> str:
    """Parts as HTML to be read, never to be shown: notes left out, the clinic's details as one speaks of them."""
    return "".join(map(part_markup, parts))


def part_markup(part: Part) -> str:
    """One part of it."""
    if isinstance(part, Html):
        return part.html
    if isinstance(part, TermMark):
        return html.escape(part.shown)
    if isinstance(part, Setting):
        return SPOKEN[part.name]
    return f"<p>{markup(part.parts)}</p>" if isinstance(part, Block) else ""
