"""What a web page says and shows that belongs on paper, read from its HTML as browsers read it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from tests.paper.reading import words

INLINE = {"a", "abbr", "cite", "code", "em", "span", "strong", "sub", "sup", "time"}
# Ways around the site, which paper has no use for.
SVG = "{http://www.w3.org/2000/svg}svg"
WAYS = {"nav", "script", SVG}
WAY_CLASSES = {
    *("rail", "related", "for-notes", "help-more", "to-top", "back"),
    *("check-print", "my-list", "was-it-clear", "you-said"),
}
OPEN_CLASSES = {"numbers", "finding", "figure", "words", "notes"}


def stays_on_screen(element: Element) -> bool:
    return element.tag in WAYS or bool(WAY_CLASSES & set(element.get("class", "").split()))


def text_of(element: Element, is_open: bool = False) -> str:
    """An element's words; within what lies open on paper, without the names of what is folded on the screen."""
    if stays_on_screen(element) or (is_open and element.tag == "summary"):
        return " "
    is_open = is_open or bool(OPEN_CLASSES & set(element.get("class", "").split()))
    inside = (element.text or "") + "".join(text_of(child, is_open) + (child.tail or "") for child in element)
    return inside if element.tag in INLINE else f" {inside} "


def shown_in(element: Element) -> Iterator[Element]:
    """An element and all in it, without what stays on the screen, pictures included."""
    if element.tag == SVG or not stays_on_screen(element):
        yield element
        for child in element:
            yield from shown_in(child)


def answers_behind_their_heading(body: Element) -> None:
    """Move what is true of each question of a check to where it stands on paper, without the button's words."""
    for section in (each for each in body.iter("section") if "checks" in each.get("class", "").split()):
        answers = []
        for question in section.iter("li"):
            for answer in question.findall("details"):
                question.remove(answer)
                answer.remove(answer.find("summary"))
                answers.append(answer)
        at = next(at for at, child in enumerate(section) if child.get("class") == "check-end")
        for answer in reversed(answers):
            section.insert(at + 1, answer)


def parts_for_paper(page: str) -> list[Element]:
    """The parts of a page that go on paper, in the order in which they stand there."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    answers_behind_their_heading(body)
    with_class = {name: element for element in body.iter() for name in element.get("class", "").split()}
    parts = [with_class["help-now"], body.find("main"), with_class.get("notice"), with_class.get("all-signs")]
    return [part for part in parts if part is not None]


def words_for_paper(page: str, address: str) -> list[str]:
    """All words that the page's PDF must say, in their order."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    footer = map(text_of, body.find("footer").iter("p"))
    own = ["About this paper", *footer, "This page on the web, as it is today:", address, "Your notes and questions"]
    return words(" ".join([*map(text_of, parts_for_paper(page)), *own]))


def pictures_for_paper(page: str) -> list[str]:
    """The words for those who do not see them of all pictures that are more than decoration."""
    shown = (element for part in parts_for_paper(page) for element in shown_in(part))
    return [element.get("aria-label") for element in shown if element.tag == SVG and not element.get("aria-hidden")]
