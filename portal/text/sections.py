"""A finished page in its sections: cut in front of the headings that its contents list, and where its text ends."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from portal.text.clean import Clean

# A heading of the text as the cleaners write it, or what follows the text: the studies of a decision, the check, the
# words and the notes (templates/content/decision.html; templates/parts/check.html, words.html and notes.html).
# Neither the cleaners nor autoescaping templates leave < or > in words, so nothing else can look like these.
CUT = re.compile(r'(?=<h2 id="(?P<anchor>[a-z0-9-]+)">|<section class="(?:checks|words|notes)")')
STUDIES = "studies"


class Section(NamedTuple):
    """A piece of the page; `anchor` is of the heading that it begins with, "" for what stands before or after."""

    anchor: str
    html: Clean


def sections(html: Clean, anchors: Collection[str]) -> Iterator[Section]:
    """The page, piece by piece; together they are the whole of it, to the letter.

    list(sections(Clean('<p>So.</p><h2 id="a">A</h2><p>B</p>'), ["a"])) is
    [Section("", "<p>So.</p>"), Section("a", '<h2 id="a">A</h2><p>B</p>')].
    """
    start, anchor = 0, ""
    for cut in CUT.finditer(html):
        begins = cut["anchor"] if cut["anchor"] in anchors else ""
        if cut["anchor"] and not begins and cut["anchor"] != STUDIES:
            continue
        if cut.start() > start:
            yield Section(anchor, Clean(html[start : cut.start()]))
        start, anchor = cut.start(), begins
    yield Section(anchor, Clean(html[start:]))
