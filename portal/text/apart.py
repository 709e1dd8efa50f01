"""Finished pages below each other on one page: each gets names of its own, and headings one level further down."""

import re

from portal.text.clean import Clean

# Neither the cleaners nor autoescaping templates leave < or > inside a tag.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
# Attributes whose value is a name within the page, or several names with spaces between.
NAMING = re.compile(r'(\s(?:id|for|name|headers|aria-labelledby|aria-describedby|aria-controls)=")([^"]+)(?=")')
POINTING = re.compile(r'(\s(?:xlink:)?href="#|url\(#)([^")]+)')
DEEPER = {f"h{level}": f"h{level + 1}" for level in range(2, 6)}


def apart(html: Clean, prefix: str) -> Clean:
    """The same page with `prefix` before each of its names and what points to them, h2 made h3 and so on.

    apart(Clean('<h2 id="a">A</h2><a href="#a">up</a>'), "x-") is '<h3 id="x-a">A</h3><a href="#x-a">up</a>'. Nothing
    outside of tags changes. `prefix` is letters, figures and hyphens.
    """

    def named(found: re.Match[str]) -> str:
        return found[1] + " ".join(prefix + name for name in found[2].split())

    def renamed(tag: re.Match[str]) -> str:
        attributes = POINTING.sub(rf"\g<1>{prefix}\g<2>", NAMING.sub(named, tag[3]))
        return f"<{tag[1]}{DEEPER.get(tag[2], tag[2])}{attributes}>"

    return Clean(TAG.sub(renamed, html))
