"""Tables for the typesetter: a caption, rows of header cells that repeat on every page, rows of cells."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from portal.paper.extent import longest
from portal.paper.markup import BadMarkup, Element

Cell = dict[str, Any]
ALIGNMENTS = {"align-left": "left", "align-center": "center", "align-right": "right"}
PARTS = frozenset({"thead", "tbody", "tfoot"})


class Filling(Protocol):
    """What fills a table: it turns words and cells into what is set, and lets links lead to rows."""

    def words(self, nodes: Iterable[Element | str]) -> list[dict[str, Any]]: ...
    def item(self, element: Element) -> list[dict[str, Any]]: ...
    def reach(self, element: Element) -> None: ...


def table(element: Element, filling: Filling) -> dict[str, Any]:
    """A table as `{"sort", "caption", "columns", "head", "rows"}`; `head` and `rows` are lists of rows of cells."""
    caption = element.first("caption")
    head: list[list[Cell]] = []
    rows: list[list[Cell]] = []
    said = filling.words(caption.children) if caption else []
    for row, is_head in _rows(element):
        filling.reach(row)
        (head if is_head and not rows else rows).append(_row(row, filling))
    if not head + rows:
        raise BadMarkup(f"the <table> in line {element.line} has no rows")
    widths = [sum(cell["across"] for cell in row) for row in head + rows]
    return {"sort": "board", "caption": said, "columns": max(widths), "head": head, "rows": rows}


def _rows(element: Element) -> Iterator[tuple[Element, bool]]:
    for part in element.elements:
        if part.tag == "caption":
            continue
        if part.tag not in PARTS | {"tr"}:
            raise BadMarkup(f"<{part.tag}> in line {part.line} cannot stand in a table on paper")
        for row in part.elements if part.tag in PARTS else [part]:
            yield row, part.tag == "thead"


def _row(element: Element, filling: Filling) -> list[Cell]:
    """A row's cells, each with the lines of the longest: one cell that may not break holds the others back."""
    lines = longest(element.elements)
    return [_cell(cell, filling) | {"lines": lines} for cell in element.elements]


def _cell(element: Element, filling: Filling) -> Cell:
    if element.tag not in ("th", "td"):
        raise BadMarkup(f"<{element.tag}> in line {element.line} is no cell of a table")
    aligned = next((ALIGNMENTS[name] for name in element.classes if name in ALIGNMENTS), "")
    return {
        "is_head": element.tag == "th",
        "across": int(element.attributes.get("colspan", "1")),
        "down": int(element.attributes.get("rowspan", "1")),
        "aligned": aligned,
        "body": filling.item(element),
    }
