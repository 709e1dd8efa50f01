"""HTML as a tree. Only what our own templates and cleaners write is read: every tag is closed where it should be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Tags that hold nothing and are never closed.
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
# HTML is read without regard to capitals; these names of SVG have some, and mean nothing without them.
SVG_NAMES = {
    name.lower(): name
    for name in (
        "clipPath", "clipPathUnits", "gradientTransform", "gradientUnits", "linearGradient", "markerHeight",
        "markerUnits", "markerWidth", "maskContentUnits", "maskUnits", "pathLength", "patternContentUnits",
        "patternTransform", "patternUnits", "preserveAspectRatio", "radialGradient", "refX", "refY", "spreadMethod",
        "startOffset", "textLength", "textPath", "viewBox",
    )
}  # fmt: skip
# Space as HTML knows it: a no-break space is none.
SPACE = re.compile("[ \t\n\r\f]+")


class BadMarkup(ValueError):
    """HTML that cannot be put on paper; the message names the element and its line."""


@dataclass
class Element:
    """One element with what is in it. Attributes without a value have the empty string."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)
    line: int = 0

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> "list[Element]":
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> "Iterator[Element]":
        """This element and all below it, in reading order."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def first(self, tag: str) -> "Element | None":
        """The first child with this tag."""
        return next((child for child in self.elements if child.tag == tag), None)


def read_html(html: str) -> Element:
    """The tree of a piece of HTML, under a root without a name. BadMarkup when a tag is closed that is not open."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.open) > 1:
        raise BadMarkup(f"<{reader.open[-1].tag}> in line {reader.open[-1].line} is never closed")
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {SVG_NAMES.get(name, name): value or "" for name, value in attrs}
        made = Element(SVG_NAMES.get(tag, tag), attributes, line=self.getpos()[0])
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        named = SVG_NAMES.get(tag, tag)
        if self.open[-1].tag != named:
            raise BadMarkup(f"</{named}> in line {self.getpos()[0]} closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def words_in(element: Element) -> str:
    """All words of an element, its drawings left out, with single spaces."""
    return SPACE.sub(" ", "".join(_strings(element))).strip()


def _strings(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag != "svg":
            yield from _strings(child)
