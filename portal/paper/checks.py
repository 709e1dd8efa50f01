"""The check of a page on paper: its questions first, and behind the last of them what is true."""

from dataclasses import replace

from portal.paper.markup import Element

SECTION, ANSWER, HEADING = "checks", "check-answer", "check-end"


def answers_last(section: Element) -> Element:
    """The section of a check with its folded answers taken out and put behind the words that head them.

    On a screen an answer lies folded below its question. On paper it would be read before anybody has thought.
    """
    answers: list[Element] = []
    rest = _without_answers(section, answers)
    at = next((at for at, child in enumerate(rest.elements) if HEADING in child.classes), len(rest.elements))
    parts: list[Element | str] = [*rest.elements]
    parts.insert(at + 1, Element("ol", children=[*answers]))
    return replace(rest, children=parts)


def _without_answers(element: Element, answers: list[Element]) -> Element:
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
        elif ANSWER in child.classes:
            answers.append(Element("li", children=[part for part in child.elements if part.tag != "summary"]))
        else:
            kept.append(_without_answers(child, answers))
    return replace(element, children=kept)
