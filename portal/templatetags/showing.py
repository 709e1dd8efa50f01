"""What templates need to show documents: parts of a body, words in the page's language, rows by their name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.utils.translation import gettext, gettext_lazy

from portal.kinds.benefit import VERDICTS
from portal.kinds.finding import Reading
from portal.kinds.labels import in_language
from portal.kinds.procedure import ANAESTHETICS, UNITS
from portal.kinds.source import TYPES
from portal.shelf.comparing import Line
from portal.shelf.editions import Edition
from portal.shelf.pages import Page
from portal.shelf.reference import Finding
from portal.templatetags.blessing import bless
from portal.text.clean import Clean
from portal.text.readability import sentences
from portal.text.render import Block, Cite, Heading, Html, Setting, TermMark
from portal.text.sections import sections

register = template.Library()

NAMES = {
    "verdict": VERDICTS,
    "anaesthetic": ANAESTHETICS,
    "source": TYPES,
    "unit": UNITS | {"minutes": gettext_lazy("minutes")},
}
NOTES_APART = '<sup class="cite">,</sup>'
INLINE = {TermMark: "blocks/term.html", Cite: "blocks/cite.html", Setting: "blocks/setting.html"}


class Expand(Node):
    """Draws the parts of a rendered body one after another, with nothing between them.

    Inline parts stand inside sentences, so the newlines of their templates must not become spaces.
    """

    def __init__(self, parts: FilterExpression) -> None:
        self.parts = parts

    def render(self, context: Context) -> str:
        drawn, before = "", None
        for part in self.parts.resolve(context):
            # Notes 6 and 7 side by side are not note 67.
            between = NOTES_APART if isinstance(before, Cite) and isinstance(part, Cite) else ""
            drawn, before = drawn + between + self._drawn(part, context), part
        return drawn

    def _drawn(self, part: Any, context: Context) -> str:
        if isinstance(part, Html):
            return bless(part.html)
        name = f"blocks/{part.name}.html" if isinstance(part, Block) else INLINE[type(part)]
        with context.push(part=part):
            return context.template.engine.get_template(name).render(context).strip()


@register.tag
def expand(parser: Parser, token: Token) -> Expand:
    """`{% expand rendered.parts %}`"""
    _tag, parts = token.split_contents()
    return Expand(parser.compile_filter(parts))


@register.filter
def entry(rows: Mapping[str, Any], name: str) -> Any:
    """The value under a name that only the document knows; None where there is none."""
    return rows.get(name)


@register.filter
def row_named(rows: Iterable[Mapping[str, Any]], row_id: str) -> Mapping[str, Any] | None:
    """The row of a table field with this id."""
    return next((row for row in rows if row["id"] == row_id), None)


@register.filter
def heading_at(headings: Iterable[Heading], anchor: str) -> Heading | None:
    """The heading of a body with this anchor."""
    return next((heading for heading in headings if heading.anchor == anchor), None)


@register.filter
def drawn_in(picture: Any, language: str) -> dict[str, Any]:
    """A picture's words in one language: title, caption, alt, description, credit, and its labels by row id."""
    fields = picture.fields
    words = {name: in_language(fields.get(name), language) for name in ("title", "caption", "alt", "description")}
    labels = {row["id"]: in_language(row.get("text"), language) for row in fields.get("labels") or []}
    credit = fields.get("credit", "")
    return words | {"credit": credit, "labels": labels, "template": f"pictures/{picture.template}.html"}


@register.filter
def under(line: Line, options: Iterable[Page]) -> list[tuple[Page, Any]]:
    """The values of a line of a comparison, each with the option that it is about."""
    return list(zip(options, line.values, strict=True))


@register.filter
def read_in(finding: Finding, language: str) -> Reading:
    """A finding in sentence-ready parts."""
    return finding.reading(language)


@register.filter
def named(answer: str, question: str) -> Any:
    """What people read for an answer kept in a document, such as "partly supported" for the verdict "partly"."""
    return NAMES[question][answer]


@register.filter
def whole_hours(minutes: str) -> str:
    """A range of minutes as hours where both ends are whole ones: "120-240" is "2-4"; else ""."""
    ends = [int(end) for end in minutes.split("-") if end]
    return "-".join(str(end // 60) for end in ends) if ends and all(end % 60 == 0 for end in ends) else ""


@register.filter
def spoken_range(text: str) -> str:
    """ "45-90" as it is read out: "45 to 90". A single number stays as it is."""
    low, _hyphen, high = text.partition("-")
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high} if high else low


@register.filter
def ended(text: str) -> str:
    """The text with one full stop at its end."""
    return text.rstrip(". ") + "."


@dataclass(frozen=True)
class Answer:
    """A short answer: its first sentence, and what comes after it, "" if nothing does."""

    first: str
    rest: str


@register.filter
def first_apart(text: str) -> Answer:
    """A text with its first sentence apart, so that it can be set larger. No word is lost on the way."""
    first = next(sentences(text), "")
    return Answer(text[: len(first)], text[len(first) :].strip()) if text.startswith(first) else Answer(text, "")


@register.filter
def dialled(value: Any) -> str:
    """What a telephone dials for a number as people write it, "" for words.

    Example: "+44 (0)20 7946 0000" is "+442079460000".
    """
    bare = re.sub(r"\(0\)|[\s().\-]", "", str(value or ""))
    return bare if re.fullmatch(r"\+?[0-9]{2,15}", bare) else ""


@register.filter
def host(address: str) -> str:
    """The name of a web site, for a link's words: "https://www.nice.org.uk/x" is "nice.org.uk"."""
    return urlsplit(address).netloc.removeprefix("www.")


@dataclass(frozen=True)
class Result:
    """One row of a summary: the finding and its reading."""

    finding: Finding
    reading: Reading


@register.simple_tag
def results(findings: Mapping[str, Finding], slugs: Iterable[str], language: str) -> list[Result]:
    """The rows of one table, with people counted out of one number in all of them, so that rows can be compared."""
    rows = [findings[slug] for slug in slugs]
    out_of = max((row.reading(language).denominator for row in rows), default=0)
    return [Result(row, row.reading(language, out_of=out_of)) for row in rows]


@dataclass(frozen=True)
class Piece:
    """A piece of a page, with the heading that it begins with; "" for what is no section of the text."""

    html: Clean
    anchor: str
    heading: str


@register.filter
def by_section(edition: Edition) -> list[Piece]:
    """The finished content of a page, one piece for each section that its contents list."""
    headings = {heading["anchor"]: heading["text"] for heading in edition.contents if heading["level"] == 2}
    cut = sections(edition.body, headings)
    return [Piece(section.html, section.anchor, headings.get(section.anchor, "")) for section in cut]
