"""Marks the first use of each glossary word in a text, so that nobody has to type a mark."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from portal.text.parts import TermMark
from portal.text.phrases import folded, pattern_of

# Words that already lead somewhere, are headings, or are shown as typed.
NEVER_INSIDE = frozenset({"a", "span", "code", "h2", "h3", "th"})


class Glossary:
    """Finds phrases in running text: whole words, longest phrase first, each term once in its life."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        """`terms` gives for each phrase the slug of its term; several phrases may lead to one term."""
        self.slugs, self.pattern = vocabulary(tuple(terms.items()))
        self.seen: set[str] = set()

    def marked(self, text: str, hold: Callable[[TermMark], str]) -> str:
        """The text with each first use replaced by what `hold` gives for it."""

        def replaced(match: re.Match[str]) -> str:
            slug = self.slugs.get(folded(match[0]))
            if slug is None or slug in self.seen:
                return match[0]
            self.seen.add(slug)
            return hold(TermMark(slug, " ".join(match[0].split())))

        return self.pattern.sub(replaced, text) if self.pattern else text


# Thousands of texts in a row are drawn with the same words, and making the pattern takes as long as drawing a text.
@lru_cache(maxsize=4)
def vocabulary(terms: tuple[tuple[str, str], ...]) -> tuple[Mapping[str, str], re.Pattern[str] | None]:
    """The slug of each folded phrase, and the pattern that finds them all."""
    slugs = {folded(phrase): slug for phrase, slug in terms if phrase.strip()}
    return slugs, pattern_of(slugs)


class MarkTerms(Treeprocessor):
    """Lets the glossary read a drawn tree in the order in which people read it."""

    def __init__(self, md: Markdown, glossary: Glossary, hold: Callable[[TermMark], str]) -> None:
        super().__init__(md)
        self.glossary = glossary
        self.hold = hold

    def run(self, root: Element) -> None:
        """Replace first uses all over the tree."""
        for element, is_tail in in_reading_order(root):
            if is_tail:
                element.tail = self.glossary.marked(element.tail or "", self.hold)
            else:
                element.text = self.glossary.marked(element.text or "", self.hold)


def in_reading_order(element: Element) -> Iterator[tuple[Element, bool]]:
    """Each place of text: an element, and whether it is the text behind it (True) or inside it (False)."""
    if element.tag not in NEVER_INSIDE:
        yield element, False
        for child in element:
            yield from in_reading_order(child)
            yield child, True
