"""Reading the comparisons on a page: what stands left and right, and which words of it came or went."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from tests.admin.forms import parsed


def rows_in(response: Any) -> list[tuple[str, str]]:
    """The words on both sides of every row, without what only screen readers are told."""
    return [
        tuple(" ".join(_shown(cell).split()) for cell in row.iter("td"))
        for table in _tables(response)
        for row in table.iter("tr")
        if row.find("td") is not None
    ]


def changed_in(response: Any) -> tuple[list[str], list[str]]:
    """The words that went and the words that came, in order."""
    tables = [body for table in _tables(response) for body in table.iter("tbody")]
    gone, come = ([_shown(mark) for body in tables for mark in body.iter(tag)] for tag in ("del", "ins"))
    return gone, come


def _tables(response: Any) -> Iterator[Element]:
    tables = parsed(response).iter("table")
    return (table for table in tables if "comparison" in (table.get("class") or "").split())


def _shown(element: Element) -> str:
    """The text of an element without its visually hidden parts."""
    words = element.text or ""
    for child in element:
        words += "" if child.get("class") == "visually-hidden" else _shown(child)
        words += child.tail or ""
    return words
