"""Uploaded pictures: their addresses in a page, and how the typesetter gets their bytes."""

from collections.abc import Mapping
from typing import Any

from portal.paper.letters import printable
from portal.paper.markup import BadMarkup, Element, read_html

TAG = "img"


def addresses_of(html: str) -> list[str]:
    """The addresses of the pictures in a page, in its order, each once; whoever sets the page hands in their bytes."""
    return list(dict.fromkeys(one.attributes.get("src", "") for one in read_html(html).walk() if one.tag == TAG))


def photo(element: Element, files: Mapping[str, str]) -> dict[str, Any]:
    """A picture for the typesetter: its file ("" where its bytes are gone), its size in pixels, its words for who
    cannot see it. `files` are the files' names by the pictures' addresses.

    BadMarkup for one without words or without a size.
    """
    alt = element.attributes.get("alt", "")
    size = [element.attributes.get(name, "") for name in ("width", "height")]
    if not alt or not all(number.isdigit() and int(number) for number in size):
        raise BadMarkup(f"<{TAG}> in line {element.line} has no alt, or no width and height")
    width, height = map(float, size)
    file = files.get(element.attributes.get("src", ""), "")
    return {"sort": "photo", "file": file, "width": width, "height": height, "alt": printable(alt)}
