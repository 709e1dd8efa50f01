"""Lists: all pages of a kind, the words, the sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.kinds.guide import STAGES
from portal.kinds.source import TYPES
from portal.shelf.alphabet import folded, letter_of
from portal.shelf.pages import Guide
from portal.shelf.reference import Source, Term
from portal.shelf.rows import ROWS
from portal.views.frame import frame
from portal.views.freshness import public_page
from portal.views.remembered import current_language
from portal.views.sheets import addresses_below, sheet_of
from portal.views.ways import SHOWN


@dataclass(frozen=True)
class Stage:
    """One stage of a patient's way with its guides."""

    slug: str
    label: Any
    guides: list[Guide]


@dataclass(frozen=True)
class Sort:
    """The sources of one sort, such as guidelines."""

    slug: str
    label: Any
    sources: list[Source]


@dataclass(frozen=True)
class Initial:
    """The words that begin with a letter. Signs and digits stand together under "#"."""

    letter: str
    anchor: str
    terms: list[Term]


def stages_of(guides: Iterable[Guide]) -> list[Stage]:
    """The stages in a patient's order, each with its guides by position; stages without guides too."""
    ordered = sorted(guides, key=lambda guide: (guide.position, guide.title))
    return [Stage(slug, label, [guide for guide in ordered if guide.stage == slug]) for slug, label in STAGES.items()]


def initials_of(terms: Iterable[Term]) -> list[Initial]:
    """The words by their first letter, in the order of the A–Z, whatever their capitals and accents."""
    ordered = sorted(terms, key=lambda term: (letter_of(term.title), folded(term.title)))
    return [
        Initial(letter, slugify(letter, allow_unicode=True) or "signs", list(group))
        for letter, group in groupby(ordered, key=lambda term: letter_of(term.title))
    ]


def sorts_of(sources: Iterable[Source]) -> list[Sort]:
    """Sources by what sort of text they are, each sort in the order given; sorts that nothing is of are left out."""
    found = list(sources)
    sorts = (Sort(slug, label, [each for each in found if each.type == slug]) for slug, label in TYPES.items())
    return [sort for sort in sorts if sort.sources]


@public_page
def all_of_kind(request: HttpRequest, *, kind: str, number: int = 1) -> HttpResponse:
    """The pages of one kind, by title. A kind without pages has no list."""
    around, shown = frame(request), SHOWN[kind]
    rows = ROWS[kind].objects.written_in(around.language).of_kind(kind)
    # Only guides are of a country; they have a list of their own.
    found = sheet_of(rows.listed().by_title(), number, addresses_below(shown.address))
    context = {"frame": around, "heading": shown.label, "lead": shown.lead, "pages": found["sheet"]}
    return render(request, [f"pages/{kind}_list.html", "pages/list.html"], context | found)


@public_page
def guides(request: HttpRequest, *, number: int = 1) -> HttpResponse:
    """The guides, stage by stage."""
    around, shown = frame(request), SHOWN["guide"]
    rows = Guide.objects.in_language(around.language).shown_in(around.country).listed().along_the_way()
    found = sheet_of(rows, number, addresses_below(shown.address))
    stages = [stage for stage in stages_of(found["sheet"]) if stage.guides]
    context = {"frame": around, "heading": shown.label, "lead": shown.lead, "stages": stages}
    return render(request, "pages/guide_list.html", context | found)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word that is explained, from A to Z."""
    terms = list(Term.objects.in_language(current_language()).select_related("edition"))
    if not terms:
        raise Http404("no word is published")
    context = {"frame": frame(request), "heading": _("Words explained"), "lead": SHOWN["term"].lead}
    return render(request, "glossary/list.html", context | {"letters": initials_of(terms)})


@public_page
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, sort by sort, the newest first."""
    found = list(Source.objects.in_language(current_language()).newest_first())
    if not found:
        raise Http404("no source is published")
    shown = SHOWN["source"]
    context = {"frame": frame(request), "heading": shown.label, "lead": shown.lead, "sorts": sorts_of(found)}
    return render(request, "pages/sources.html", context)
