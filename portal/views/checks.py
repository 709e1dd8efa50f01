"""Where readers can check what they took from a page: all pages with such questions, kind by kind."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.shelf.pages import Page
from portal.views.frame import frame
from portal.views.freshness import public_page
from portal.views.sheets import addresses_below, sheet_of
from portal.views.ways import SHOWN

COLUMNS = ("language", "kind", "slug", "title", "check_items")


@dataclass(frozen=True)
class Checks:
    """The pages of one kind that have questions."""

    kind: str
    label: Any
    pages: list[Page]


@public_page
def checks(request: HttpRequest, *, number: int = 1) -> HttpResponse:
    """All pages with a check, each with how many questions it has; while there is none, the page says so."""
    around = frame(request)
    shown = Page.objects.in_language(around.language).shown_in(around.country)
    rows = shown.with_check().only(*COLUMNS).by_kind(*SHOWN)
    found = sheet_of(rows, number, addresses_below("checks"), may_be_empty=True)
    context = {
        "frame": around,
        "heading": _("Check what you understood"),
        "lead": _("A few questions about a page that you have read, with what is true. Nobody gets a score."),
        "parts": checks_of(list(found["sheet"])),
    }
    return render(request, "pages/checks.html", context | found)


def checks_of(pages: list[Page]) -> list[Checks]:
    """Pages by kind, in the order of the site's ways; kinds without questions are left out."""
    by_kind = {kind: [page for page in pages if page.kind == kind] for kind in SHOWN}
    return [Checks(kind, SHOWN[kind].label, found) for kind, found in by_kind.items() if found]
