"""Forms as a file makes them, and as a browser sends them: read from the drawn HTML, input by input."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict

from portal.kinds.form import DocumentForm
from portal.kinds.registry import KINDS
from portal.text.frontmatter import parse
from tests.kinds.examples import EXAMPLES
from tests.kinds.known import KNOWN

LANGUAGES = ("en",)
Pairs = list[tuple[str, str]]


def from_file(kind: str, text: str, languages=LANGUAGES) -> DocumentForm:
    return KINDS[kind].form.from_text(parse(text), index=KNOWN, languages=languages)


def from_browser(kind: str, pairs: Pairs | dict[str, str], languages=LANGUAGES) -> DocumentForm:
    sent = QueryDict(mutable=True)
    for name, value in pairs.items() if isinstance(pairs, dict) else pairs:
        sent.appendlist(name, value)
    return KINDS[kind].form(sent, index=KNOWN, languages=languages)


def first_view(kind: str, text: str, languages=LANGUAGES) -> DocumentForm:
    """The form as the admin first draws it for a document."""
    form = KINDS[kind].form
    return form(initial=form.initial_of(parse(text)), index=KNOWN, languages=languages)


def changed(kind: str, old: str, new: str) -> DocumentForm:
    """The example of a kind with one place of its text changed."""
    assert EXAMPLES[kind].count(old) == 1, old
    return from_file(kind, EXAMPLES[kind].replace(old, new))


def faults(form: DocumentForm) -> list[tuple[int, str]]:
    return [tuple(fault) for fault in form.faults()]


def obstacles(form: DocumentForm) -> list[tuple[int, str]]:
    assert form.faults() == []
    return [tuple(fault) for fault in form.obstacles()]


class Inputs(HTMLParser):
    """What a browser would send for the form, and every input with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: Pairs = []
        self.inputs: list[dict[str, Any]] = []
        self.labelled: set[str] = set()
        self.ids: list[str] = []
        self._open: dict[str, Any] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag in ("input", "textarea", "select"):
            self.inputs.append(given | {"tag": tag})
        if tag in ("textarea", "select"):
            self._open = given | {"tag": tag, "text": ""}
        elif tag == "option" and self._open and "selected" in given:
            self.pairs.append((self._open["name"], given["value"]))
        elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            missing = "on" if given.get("type") == "checkbox" else ""
            self.pairs.append((given["name"], given.get("value", missing)))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open["text"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open:
            # A browser reads CRLF as one line break, drops the first one of a textarea, and sends CRLF.
            text = self._open["text"].replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
            self.pairs.append((self._open["name"], text))
        if tag in ("textarea", "select"):
            self._open = None


def sent_by_browser(form: DocumentForm) -> Pairs:
    return Inputs(form.as_div()).pairs
