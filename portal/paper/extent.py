"""About how many lines something takes on paper, so that what is short is kept together and what is long may break.

Setting a box once only to measure it would take a quarter of the time of a page.
"""

from collections.abc import Iterable

from portal.paper.drawings import place_of
from portal.paper.markup import Element, words_in
from portal.paper.photos import TAG as PHOTO
from portal.paper.words import TAGS

Extent = dict[str, int]
# Letters of a full line in each size of print; rather too few.
FULL_LINE = {"normal": 84, "large": 44}
# Lines that a drawing is as high as.
DRAWN = {"icon": 0, "bar": 1, "people": 7, "picture": 25}


def extent(element: Element, columns: int = 1) -> Extent:
    """How many lines an element takes in each size of print, in one of so many columns side by side."""
    return {size: _lines(element, letters // columns) for size, letters in FULL_LINE.items()}


def longest(cells: Iterable[Element]) -> Extent:
    """The most lines that one of some cells of a row takes."""
    row = list(cells)
    found = [extent(cell, len(row)) for cell in row]
    return {size: max((one[size] for one in found), default=0) for size in FULL_LINE}


def _lines(element: Element, letters: int) -> int:
    if element.tag == "svg":
        return DRAWN[place_of(element)]
    if element.tag == PHOTO:
        return DRAWN["picture"]
    loose = [child for child in element.children if isinstance(child, str) or child.tag in TAGS]
    words = len(words_in(Element("", children=loose)))
    drawn = (child for child in element.elements if child.tag == "svg" or child.tag not in TAGS)
    return -(-words // max(letters, 1)) + sum(_lines(child, letters) for child in drawn)
