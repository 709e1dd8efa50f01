"""Readers' forms as tests see them: drawn by the pack, then read as a browser reads them."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from crispy_forms.helper import FormHelper
from django import forms
from django.template import engines

HOSTILE = """"><script>alert(1)</script><img src=x onerror='alert(2)'>{{ request }}{% load i18n %}&amp;"""


class Drawn:
    """A drawn form, or a whole page. `markup` is its HTML, `root` the tree that a browser makes of it."""

    def __init__(self, markup: str) -> None:
        self.markup = markup if markup.startswith("<!doctype") else f"<!doctype html><title>x</title>{markup}"
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.markup)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with these attributes; `class_` stands for one of the classes."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.root.iter(tag)
            if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
            and (wanted is None or wanted in (element.get("class") or "").split())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × {tag} {attributes}\n{self.markup}"
        return found[0]

    def at(self, element_id: str) -> Element:
        """The only element with this id."""
        found = [element for element in self.root.iter() if element.get("id") == element_id]
        assert len(found) == 1, f"{len(found)} × #{element_id}\n{self.markup}"
        return found[0]

    def described_by(self, element: Element) -> list[str]:
        """The words of everything that describes an element, in order."""
        return [words(self.at(name)) for name in (element.get("aria-describedby") or "").split()]

    def summary(self) -> dict[str, str]:
        """The lines of the summary: their words, and the id that each leads to ("" for none)."""
        items = self.one("section", class_="summary").iter("li")
        return {words(item): (item.find("a").get("href") if item.find("a") is not None else "") for item in items}


def words(element: Element) -> str:
    """What is read of an element, without needless space."""
    return " ".join("".join(element.itertext()).split())


def helper(*layout: Any, **settings: Any) -> FormHelper:
    """A helper with settings, and a layout if one is given."""
    made = FormHelper()
    if layout:
        made.add_layout(layout[0])
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def draw(form: forms.BaseForm | forms.BaseFormSet, by: FormHelper | None = None) -> Drawn:
    """Draw a form as a page does."""
    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form by %}")
    return Drawn(template.render({"form": form, "by": FormHelper() if by is None else by}))


def form_of(data: dict[str, Any] | None = None, **fields: forms.Field) -> forms.Form:
    """A form with these fields, bound to data if there are any."""
    return type("Asked", (forms.Form,), fields)(data)
