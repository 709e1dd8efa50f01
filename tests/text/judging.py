"""Judges HTML as a browser would read it, by lists of its own and not by those of the cleaner."""

import html
import re
from collections.abc import Iterable

import html5lib

from portal.text.parts import Block, Html, Part, TermMark

HARMLESS = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "br",
    "hr",
    "code",
    "sup",
    "sub",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
SAFE_TARGET = re.compile(
    r"(https://[a-z0-9.-]+\.[a-z]{2,}([:/?#]\S*)?|mailto:[^\s?]+@\S+|tel:\+?[0-9-]+|/[a-z]\S*)", re.I
)


def troubles(markup: str, outer: str = "div") -> list[str]:
    """Everything in a fragment that a patient's browser should never be given."""
    tree = html5lib.parseFragment(markup, container=outer, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        if element is tree:
            continue
        if element.tag not in HARMLESS:
            found.append(f"tag {element.tag}")
        for name, value in element.attrib.items():
            if not is_harmless(element.tag, name, value):
                found.append(f"{element.tag} {name}={value}")
    return found


def is_harmless(tag: str, name: str, value: str) -> bool:
    """Whether a tag may carry this attribute at all, and this value in it."""
    if name == "href":
        return tag == "a" and SAFE_TARGET.fullmatch(value) is not None
    if name == "id":
        return tag in ("h2", "h3") and re.fullmatch(r"[a-z0-9-]+", value) is not None
    return name == "class" and tag in ("th", "td") and value in ("align-left", "align-center", "align-right")


def shown(parts: Iterable[Part]) -> str:
    """Parts as a template shows them: HTML as it is, everything else escaped, blocks in full."""
    return "".join(map(shown_part, parts))


def shown_part(part: Part) -> str:
    """One part, without the frames that templates put around it."""
    if isinstance(part, Html):
        return part.html
    if isinstance(part, TermMark):
        return html.escape(part.shown)
    return shown(part.parts) if isinstance(part, Block) else ""
