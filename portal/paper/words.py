"""What stands in a line: words, their emphasis, links, notes and small icons, as plain dictionaries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from portal.paper.drawings import drawing
from portal.paper.letters import breakable, printable
from portal.paper.markup import SPACE, BadMarkup, Element, words_in

Piece = dict[str, Any]
INK, RED, AMBER, GREEN = "#1d2b2e", "#8c1510", "#5c4300", "#1e4d22"
# Tags that change nothing about their words, or one thing.
PLAIN = frozenset({"span", "time", "abbr", "label"})
STYLED = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "cite": "emph", "sup": "sup", "sub": "sub"}
MONOSPACED = "code"
TAGS = PLAIN | STYLED.keys() | {"a", "br", "wbr", "svg", "input", MONOSPACED}
# Links that only help somebody to get around on a screen.
ON_SCREEN = frozenset({"back"})
# How a class makes words look. Others look like the words around them.
LOOKS = {
    "medical-name": "quiet", "typical": "quiet", "finding-who": "quiet", "looked-at": "aside", "say": "quiet",
    "kind-of-source": "quiet", "credit": "quiet", "scale": "scale", "answer-first": "first",
    "incomplete": "emph", "finding-label": "title",
    "advice-title": "title", "check-question": "title", "check-end": "title",
    "term": "term", "bar-figure": "label", "arm-figure": "figure",
    "callout-degree": "degree", "help-title": "degree", "certainty": "badge", "verdict": "badge",
}  # fmt: skip


def look_of(element: Element) -> str:
    """The name of the look that an element's class gives to its words; "" for none."""
    return next((LOOKS[name] for name in element.classes if name in LOOKS), "")


@dataclass
class Surroundings:
    """What words need to know of the page they are on."""

    address: str
    targets: frozenset[str]
    met: set[str] = field(default_factory=set)
    pending: list[str] = field(default_factory=list)
    ink: str = INK

    def reach(self, element: Element) -> None:
        """Keep the element's name until its first word is set, if a link of the page leads to it; once only."""
        name = element.attributes.get("id", "")
        if name in self.targets - self.met:
            self.met.add(name)
            self.pending.append(name)

    def reached(self) -> list[Piece]:
        """Places that links lead to, for the beginning of the next words."""
        found, self.pending = self.pending, []
        return [{"sort": "place", "name": name} for name in found]


class Line:
    """Gathers the pieces of one paragraph, with one space where HTML has many, and none at either end."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.last: Piece | None = None
        self.is_after_space = True

    def pieces(self, nodes: Iterable[Element | str]) -> list[Piece]:
        """The paragraph; an empty list when it says and shows nothing."""
        found = self._all(nodes)
        if self.last is not None and self.is_after_space:
            self.last["text"] = self.last["text"].removesuffix(" ")
        return [*self.around.reached(), *found] if found else []

    def _all(self, nodes: Iterable[Element | str]) -> list[Piece]:
        return [piece for node in nodes for piece in (self._text(node) if isinstance(node, str) else self._tag(node))]

    def _text(self, text: str) -> list[Piece]:
        words = SPACE.sub(" ", text)
        if self.is_after_space:
            words = words.removeprefix(" ")
        if not words:
            return []
        self.is_after_space = words.endswith(" ")
        self.last = {"sort": "text", "text": breakable(printable(words))}
        return [self.last]

    def _tag(self, element: Element) -> list[Piece]:
        if not ON_SCREEN.isdisjoint(element.classes):
            return []
        self.around.reach(element)
        if element.tag in STYLED:
            return [{"sort": STYLED[element.tag], "body": self._all(element.children)}]
        if element.tag in PLAIN:
            return self._spanned(element)
        made = OTHERS.get(element.tag)
        if made is None:
            raise BadMarkup(f"<{element.tag}> in line {element.line} cannot stand among words on paper")
        return made(self, element)

    def _spanned(self, element: Element) -> list[Piece]:
        look, body = look_of(element), self._all(element.children)
        return [{"sort": "span", "look": look, "body": body}] if look and body else body

    def _code(self, element: Element) -> list[Piece]:
        return [{"sort": "span", "look": MONOSPACED, "body": self._all(element.children)}]

    def _break(self, element: Element) -> list[Piece]:
        if element.tag == "wbr":
            return []
        if self.last is not None and self.is_after_space:
            self.last["text"] = self.last["text"].removesuffix(" ")
        self.is_after_space = True
        self.last = None
        return [{"sort": "break"}]

    def _icon(self, element: Element) -> list[Piece]:
        self.is_after_space = False
        self.last = None
        return [drawing(element, self.around.ink)]

    def _tick(self, element: Element) -> list[Piece]:
        """A box to tick with a pen. BadMarkup for any other input: paper would leave out what it asks for."""
        if element.attributes.get("type") != "checkbox":
            raise BadMarkup(f"<input> in line {element.line} is no box to tick")
        self.is_after_space = False
        self.last = None
        return [{"sort": "tick"}]

    def _link(self, element: Element) -> list[Piece]:
        body, href = self._all(element.children), element.attributes.get("href", "")
        if href.startswith("#"):
            jump = {"sort": "jump", "name": href[1:], "look": look_of(element), "body": body}
            return [jump] if href[1:] in self.around.targets else body
        if not href or not body:
            return body
        address = urljoin(self.around.address, href)
        return [{"sort": "link", "address": address, "body": body, "printed": printed(element)}]


OTHERS: dict[str, Callable[[Line, Element], list[Piece]]] = {
    "a": Line._link,
    "br": Line._break,
    "wbr": Line._break,
    "svg": Line._icon,
    "input": Line._tick,
    MONOSPACED: Line._code,
}


def printed(link: Element) -> str:
    """The address to print behind a link that leads away from the site; "" where its words say it already.

    "doi:10.1136/bmj.f6415" and "PubMed 12345" tell a reader on paper all that there is to know; "nice.org.uk" does not.
    """
    href = link.attributes.get("href", "")
    scheme, _colon, rest = href.partition(":")
    words = words_in(link).split(":")[-1].split()
    if scheme not in ("http", "https", "mailto", "tel") or not words:
        return ""
    return (
        ""
        if rest.rstrip("/").endswith(words[-1].rstrip("/"))
        else breakable(printable(href if rest.startswith("//") else rest))
    )
