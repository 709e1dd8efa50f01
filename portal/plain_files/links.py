"""Whether everything that a page names is there: each link, picture, sheet and script, and each place in a page."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

# Text holds "<" only as "&lt;", so what begins like this is an element.
ELEMENT = re.compile(r"<[a-zA-Z][^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)=(?:\"([^\"]*)\"|'([^']*)')")
NAMING = {"href", "src", "action", "data-suggest"}
IN_SHEETS = re.compile(r"url\(\s*[\"']?([^\"')\s]+)")
# Where browsers go to the top of a page, whatever is in it.
TOPS = {"", "top"}


class Fault(NamedTuple):
    """A page, and what it names that is not there."""

    page: str
    link: str


class Links:
    """What pages name, gathered one page after the other. Of one page nothing is kept but what others must have."""

    def __init__(self, site: str) -> None:
        self._site = site
        # What is named, and the first page that does so; likewise the places in other pages.
        self._named: dict[str, str] = {}
        self._places: dict[str, dict[str, str]] = {}
        self._faults: list[Fault] = []

    def read_page(self, path: str, html: str) -> list[str]:
        """Note what the page at `path` names; answers with what nothing has named before."""
        places, references = parts_of(html)
        return [new for reference in references if (new := self._note(path, reference, places))]

    def read_sheet(self, path: str, text: str) -> list[str]:
        """The same for a style sheet."""
        return [new for reference in IN_SHEETS.findall(text) if (new := self._note(path, reference, set()))]

    def read_redirect(self, path: str, target: str) -> list[str]:
        """The same for an address that leads to another."""
        new = self._note(path, target, set())
        return [new] if new else []

    def _note(self, path: str, reference: str, places: set[str]) -> str:
        whole, place = urldefrag(urljoin(f"{self._site}{path}", reference))
        if whole != self._site and not whole.startswith((f"{self._site}/", f"{self._site}?")):
            return ""
        target, place = urlsplit(whole).path or "/", unquote(place)
        if place not in TOPS and target != path:
            self._places.setdefault(target, {}).setdefault(place, path)
        elif place not in TOPS and place not in places:
            self._faults.append(Fault(path, f"#{place}"))
        if target in self._named:
            return ""
        self._named[target] = path
        return target

    def faults(self, is_there: Callable[[str], bool], html_of: Callable[[str], str | None]) -> list[Fault]:
        """Everything that is named and is not there.

        `html_of` gives the page at a path, None where what stands there has no places that could be judged.
        """
        found = [Fault(page, target) for target, page in self._named.items() if not is_there(target)]
        missing = {fault.link for fault in found}
        for target, named in self._places.items():
            html = None if target in missing else html_of(target)
            if html is not None:
                places, _references = parts_of(html)
                found += [Fault(page, f"{target}#{place}") for place, page in named.items() if place not in places]
        return sorted(found + self._faults)


def parts_of(html: str) -> tuple[set[str], list[str]]:
    """The names of the places in a page, and everything that it names."""
    places: set[str] = set()
    references: list[str] = []
    for element in ELEMENT.findall(html):
        for name, in_two, in_one in ATTRIBUTE.findall(element):
            value = unescape(in_two or in_one).strip()
            if name == "id":
                places.add(value)
            elif name == "srcset":
                references += _each(value)
            elif name in NAMING:
                references.append(value)
    return places, references


def _each(srcset: str) -> Iterator[str]:
    return (candidate.split()[0] for candidate in srcset.split(",") if candidate.strip())
