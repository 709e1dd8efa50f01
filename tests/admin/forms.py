"""Reading the forms on a page as a browser would, so that tests send what the desk really shows."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

# Inputs of these types are sent only if ticked or pressed.
SILENT = {"submit", "button", "image", "reset"}


def parsed(response: Any) -> Element:
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def form_in(response: Any, name: str = "writing") -> dict[str, list[str]]:
    """What a browser would send of the form with this class or this id, without any button."""
    found = parsed(response).iter("form")
    forms = [form for form in found if name in [*(form.get("class") or "").split(), form.get("id")]]
    assert len(forms) == 1, f"{len(forms)} forms of the name {name}"
    sent: dict[str, list[str]] = {}
    for key, value in _values(forms[0]):
        sent.setdefault(key, []).append(value)
    return sent


def words_of(response: Any) -> str:
    """All text of the page, blanks made one."""
    return " ".join(" ".join(parsed(response).itertext()).split())


def _values(form: Element) -> Iterator[tuple[str, str]]:
    for element in form.iter():
        name = element.get("name")
        if not name or element.tag not in {"input", "select", "textarea"}:
            continue
        if element.tag == "textarea":
            # Browsers send line breaks as two characters.
            yield name, "".join(element.itertext()).replace("\n", "\r\n")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            yield from ((name, option.get("value") or "") for option in chosen)
        elif element.get("type") in {"checkbox", "radio"}:
            if element.get("checked") is not None:
                yield name, element.get("value") or "on"
        elif element.get("type") not in SILENT:
            yield name, element.get("value") or ""
