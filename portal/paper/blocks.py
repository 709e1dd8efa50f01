"""A page's HTML as what a typesetter knows: headings, paragraphs, lists, tables, pictures and boxes, as dictionaries.

Every dictionary has a `sort`; `page.typ` has a function of the same name for each. Words travel as strings, never as
anything that the typesetter would run. An element that is not known here raises BadMarkup with its name, so that
nothing of a page is left out in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from portal.paper.checks import SECTION, answers_last
from portal.paper.drawings import drawing, place_of
from portal.paper.extent import extent
from portal.paper.markup import BadMarkup, Element
from portal.paper.photos import photo
from portal.paper.tables import table
from portal.paper.words import AMBER, GREEN, RED, TAGS, Line, Piece, Surroundings, look_of

Block = dict[str, Any]
# Elements that only hold others. Some are a box, by their class; a box may have an ink of its own for its icon.
HOLDERS = frozenset({"", "html", "body", "article", "main", "section", "div", "header", "footer", "aside"})
BOXES = {
    "help-now": ("emergency", RED), "callout-emergency": ("emergency", RED),
    "callout-today": ("today", AMBER), "callout-routine": ("routine", GREEN), "advice-do": ("do", GREEN),
    "advice-dont": ("dont", RED), "key-points": ("plain", ""), "short-answer": ("answer", ""),
    "finding": ("plain", ""), "notice": ("plain", ""), "promise": ("plain", ""),
    "own-notes": ("ruled", ""), "answer-room": ("answer-room", ""),
}  # fmt: skip
LISTS = {
    "arms": "side", "beside": "side", "counted": "side",
    "plates": "plates", "check-list": "kept", "check-choices": "boxes",
}  # fmt: skip
# Buttons, which paper cannot press.
PRESSED = "check-print"
# What is folded in these needs no name on paper, where it lies open: "Show all the numbers" is a button's word.
OPEN = frozenset({"numbers", "finding", "figure", "words", "notes"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def blocks(root: Element, address: str, files: Mapping[str, str] = MappingProxyType({})) -> list[Block]:
    """The page as blocks. `address` is its own full address, which the addresses of its links are relative to; `files`
    are the names of the files of its pictures, by their addresses in the page.
    """
    links = (element.attributes.get("href", "") for element in root.walk() if element.tag == "a")
    there = {element.attributes.get("id", "") for element in root.walk()}
    targets = frozenset(href[1:] for href in links if href.startswith("#") and href[1:] in there)
    around = Surroundings(address, targets)
    found = Flow(around, files).blocks(root.children)
    rest = around.reached()
    return [*found, {"sort": "para", "look": "", "body": rest}] if rest else found


class Flow:
    """Turns elements into blocks, one after another."""

    def __init__(self, around: Surroundings, files: Mapping[str, str] = MappingProxyType({})) -> None:
        self.around, self.files = around, files
        self.level = 0
        self.is_open = False

    def blocks(self, nodes: Iterable[Element | str]) -> list[Block]:
        """Blocks in order; words that stand between them become paragraphs of their own."""
        found: list[Block] = []
        loose: list[Element | str] = []
        for node in nodes:
            if isinstance(node, str) or (node.tag in TAGS and not _stands_alone(node)):
                loose.append(node)
                continue
            found += self._paragraph(loose, "")
            loose = []
            found += self._block(node)
        return found + self._paragraph(loose, "")

    def reach(self, element: Element) -> None:
        """Let links lead to this element."""
        self.around.reach(element)

    def words(self, nodes: Iterable[Element | str]) -> list[Piece]:
        """The words of one line or paragraph."""
        return Line(self.around).pieces(nodes)

    def _paragraph(self, nodes: Iterable[Element | str], look: str) -> list[Block]:
        body = self.words(nodes)
        return [{"sort": "para", "look": look, "body": body}] if body else []

    def _block(self, element: Element) -> list[Block]:
        if PRESSED in element.classes:
            return []
        if SECTION in element.classes:
            element = answers_last(element)
        before, self.is_open = self.is_open, self.is_open or not OPEN.isdisjoint(element.classes)
        made = self._made(element)
        self.is_open = before
        return made

    def _made(self, element: Element) -> list[Block]:
        self.reach(element)
        if element.tag in HOLDERS:
            return self._held(element)
        if element.tag in HEADINGS:
            return self._heading(element)
        make = MADE.get(element.tag)
        if make is None:
            raise BadMarkup(f"<{element.tag}> in line {element.line} is not known on paper")
        return make(self, element)

    def _heading(self, element: Element) -> list[Block]:
        """A heading, at most one level below the last: who listens to a page must not look for a level that is not."""
        body = self.words(element.children)
        if not body:
            return []
        self.level = min(HEADINGS[element.tag], self.level + 1)
        return [{"sort": "heading", "level": self.level, "body": body}]

    def _held(self, element: Element) -> list[Block]:
        tone, ink = next((BOXES[name] for name in element.classes if name in BOXES), ("", ""))
        before, self.around.ink = self.around.ink, ink or self.around.ink
        body = self.blocks(element.children)
        self.around.ink = before
        return [{"sort": "box", "tone": tone, "lines": extent(element), "body": body}] if tone and body else body

    def _p(self, element: Element) -> list[Block]:
        return self._paragraph(element.children, look_of(element))

    def _list(self, element: Element) -> list[Block]:
        look = next((LISTS[name] for name in element.classes if name in LISTS), "")
        items = [self.item(child) for child in only(element, "li")]
        return [{"sort": "items", "look": look, "is_numbered": element.tag == "ol", "items": items}] if items else []

    def item(self, element: Element) -> list[Block]:
        """What is in one item of a list, or one cell of a table."""
        self.reach(element)
        return self.blocks(element.children)

    def _terms(self, element: Element) -> list[Block]:
        pairs: list[Block] = []
        for child in _ungrouped(element):
            self.reach(child)
            if child.tag == "dt":
                pairs.append({"term": self.words(child.children), "body": []})
            else:
                pairs[-1]["body"] += self.blocks(child.children)
        return [{"sort": "terms", "items": pairs}] if pairs else []

    def _table(self, element: Element) -> list[Block]:
        return [table(element, self)]

    def _figure(self, element: Element) -> list[Block]:
        """A picture with its caption; what is folded away in the caption follows as a paragraph."""
        caption = element.first("figcaption")
        shown = self.blocks(child for child in element.children if child is not caption)
        said = self.blocks(caption.children) if caption else []
        return [{"sort": "figure", "body": shown + said[:1]}, *said[1:]]

    def _quote(self, element: Element) -> list[Block]:
        return [{"sort": "quotation", "body": self.blocks(element.children)}]

    def _fold(self, element: Element) -> list[Block]:
        title = element.first("summary")
        name = self._paragraph(title.children, "title") if title and not self.is_open else []
        return name + self.blocks(child for child in element.children if child is not title)

    def _rule(self, _element: Element) -> list[Block]:
        return [{"sort": "rule"}]

    def _drawing(self, element: Element) -> list[Block]:
        return [drawing(element, self.around.ink)]

    def _photo(self, element: Element) -> list[Block]:
        return [photo(element, self.files)]


MADE: dict[str, Callable[[Flow, Element], list[Block]]] = {
    "p": Flow._p,
    "ul": Flow._list,
    "ol": Flow._list,
    "dl": Flow._terms,
    "table": Flow._table,
    "figure": Flow._figure,
    "blockquote": Flow._quote,
    "details": Flow._fold,
    "hr": Flow._rule,
    "svg": Flow._drawing,
    "img": Flow._photo,
}


def _stands_alone(element: Element) -> bool:
    return element.tag == "svg" and place_of(element) != "icon"


def only(element: Element, *tags: str) -> Iterator[Element]:
    """The children, which all have one of the tags. BadMarkup for another, or for loose words."""
    for child in element.children:
        if isinstance(child, Element) and child.tag in tags:
            yield child
        elif isinstance(child, Element) or child.strip():
            what = f"<{child.tag}>" if isinstance(child, Element) else repr(child.strip())
            raise BadMarkup(f"{what} cannot stand in the <{element.tag}> of line {element.line}")


def _ungrouped(element: Element) -> Iterator[Element]:
    for child in only(element, "dt", "dd", "div"):
        if child.tag == "div":
            yield from only(child, "dt", "dd")
        else:
            yield child
