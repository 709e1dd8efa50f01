"""Inline drawings as files of their own: what CSS would do to them on a screen is written into them."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from portal.paper.letters import FAMILY, printable
from portal.paper.markup import BadMarkup, Element

# For readers' software and for CSS; a drawing on paper needs none of it.
LEFT_OUT = frozenset({"class", "role", "focusable"})
DRAWN = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "use", "defs"}
    | {"clipPath", "linearGradient", "radialGradient", "stop", "mask", "marker", "pattern", "symbol", "title", "desc"}
)
# How each sort is placed. Any other is an icon in a line of words.
PLACES = {"picture": "picture", "people": "people", "bar": "bar", "line": "bar"}


def place_of(svg: Element) -> str:
    """ "picture", "people", "bar", or "icon" for what stands in a line of words."""
    return next((PLACES[name] for name in svg.classes if name in PLACES), "icon")


def drawing(svg: Element, ink: str) -> dict[str, Any]:
    """A drawing for the typesetter: its bytes as text, its size in its own units, its words for who cannot see it.

    `alt` is None for decoration. BadMarkup for a drawing that has neither words nor says that it is decoration.
    """
    box = [float(number) for number in svg.attributes.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4:
        raise BadMarkup(f"<svg> in line {svg.line} has no viewBox")
    is_decoration = svg.attributes.get("aria-hidden") == "true"
    alt = svg.attributes.get("aria-label", "")
    if not alt and not is_decoration:
        raise BadMarkup(f"<svg> in line {svg.line} has no aria-label and is not aria-hidden")
    return {
        "sort": "drawing",
        "place": place_of(svg),
        "is_many": "people-many" in svg.classes,
        "svg": "".join(_markup(svg, ink)),
        "width": box[2],
        "height": box[3],
        "alt": None if is_decoration else alt,
    }


def _markup(element: Element, ink: str) -> Iterator[str]:
    if element.tag not in DRAWN:
        raise BadMarkup(f"<{element.tag}> in line {element.line} is not known in a drawing")
    yield f"<{element.tag}"
    for name, value in _attributes(element, ink):
        yield f" {name}={quoteattr(value)}"
    yield ">"
    for child in element.children:
        if isinstance(child, str):
            yield escape(printable(child))
        else:
            yield from _markup(child, ink)
    yield f"</{element.tag}>"


def _attributes(element: Element, ink: str) -> Iterator[tuple[str, str]]:
    if element.tag == "svg":
        yield from (("xmlns", "http://www.w3.org/2000/svg"), ("color", ink))
    for name, value in element.attributes.items():
        if name in LEFT_OUT or name.startswith("aria-"):
            continue
        yield name, FAMILY if name == "font-family" else value
