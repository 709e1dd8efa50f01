"""The A–Z of the whole site: every page under each of its names, and every word that is explained."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from string import ascii_uppercase
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.shelf.addresses import address_of
from portal.shelf.alphabet import SIGNS, Name
from portal.text.references import Ref
from portal.views.frame import Way, frame
from portal.views.freshness import public_page
from portal.views.remembered import remembered
from portal.views.sheets import addresses_below, sheet_of

# How the signs are called in an address.
SIGNS_IN_ADDRESSES = "signs"


@dataclass(frozen=True)
class Letter:
    """A letter of the way through the A–Z; no address where nothing stands below it."""

    letter: str
    names: int
    address: str


@dataclass
class Line:
    """A name in the list. `address` is where it leads if it is a title; `see` are pages that are called so besides."""

    words: str
    address: str = ""
    is_word: bool = False
    see: list[Way] = field(default_factory=list)


@public_page
def alphabet(request: HttpRequest, *, letter: str = "", number: int = 1) -> HttpResponse:
    """One letter of the A–Z, the first one that has names where the address gives none.

    Without any name the A–Z is empty and says so, because the foot of a page with sources only leads here too.
    """
    around = frame(request)
    names = Name.objects.in_language(around.language).shown_in(around.country)
    letters = remembered(request, "letters", lambda: letters_of(names.letters()))
    counts = {each.letter: each.names for each in letters if each.names}
    context = {
        "frame": around,
        "heading": _("A to Z"),
        "lead": _("All pages of this site under each of their names, and all words that are explained."),
        "letters": letters,
    }
    if not letter and not counts:
        return render(request, "pages/alphabet.html", context)
    chosen = _letter_at(letter) if letter else next(each.letter for each in letters if each.names)
    if chosen not in counts:
        raise Http404("no name begins with this letter")
    below, found = names.under(chosen), {"chosen": chosen}
    found |= sheet_of(below.different(), number, addresses_of(chosen), count=counts[chosen])
    lines = lines_of(around.language, below.called(found["sheet"]).targets())
    return render(request, "pages/alphabet.html", context | found | {"lines": lines})


def _letter_at(address: str) -> str:
    """The letter that an address names. Http404 for one that is no small letter: a page has one address."""
    if address == SIGNS_IN_ADDRESSES:
        return SIGNS
    if len(address) != 1 or not address.isalpha() or address != address.lower():
        raise Http404("no letter")
    return address.upper()


def addresses_of(letter: str) -> Callable[[int], str]:
    """Where the sheets of a letter's names are, counted from 1."""
    return addresses_below("a-z-letter", letter=SIGNS_IN_ADDRESSES if letter == SIGNS else letter.lower())


def letters_of(counts: Mapping[str, int]) -> list[Letter]:
    """The letters in order, signs last: all of A to Z if one of them has names, and any other that has."""
    latin = set(ascii_uppercase) if counts.keys() & set(ascii_uppercase) else set()
    ordered = sorted(latin | counts.keys(), key=lambda letter: (letter == SIGNS, letter))
    return [
        Letter(letter, counts.get(letter, 0), addresses_of(letter)(1) if letter in counts else "") for letter in ordered
    ]


def lines_of(language: str, targets: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Names in order, each once: a title that leads there, or a name with the pages that it stands for.

    A word of the glossary is left out where a page has the same title, which says more of the same thing.
    """
    return [_line(language, list(alike)) for _key, alike in groupby(targets, key=itemgetter("key"))]


def _line(language: str, alike: list[Mapping[str, Any]]) -> Line:
    pages = {Ref(name["page__kind"], name["page__slug"]): name for name in alike if name["page__kind"]}
    titles = [ref for ref, name in pages.items() if name["is_title"]]
    words = [name for name in alike if name["term__slug"]]
    line = Line(capfirst(alike[0]["words"]))
    if titles:
        line.address = address_of(language, titles[0])
    elif words:
        line.is_word = True
        line.address = address_of(language, Ref("term", words[0]["term__slug"]))
    others = sorted((name["page__title"], ref) for ref, name in pages.items() if ref not in titles[:1])
    line.see = [Way(address_of(language, ref), title) for title, ref in others]
    return line
