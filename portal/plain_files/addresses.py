"""Which addresses the site has: those that the shelf and the site's own names tell. The rest is found by links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.kinds.registry import KINDS
from portal.shelf.addresses import HOME, address_of, paper_address_of
from portal.shelf.moved import Moved
from portal.shelf.uploads import PUBLIC, PictureFile
from portal.sitemaps import Pages
from portal.views.sitemap import NUMBER
from portal.views.ways import SHOWN

LOST = "404.html"
# Below it stand the pages that say what a copy cannot do.
NOT_HERE = "not-here/"
# The site's own pages that may have nothing to show, and are not there then.
MAY_BE_MISSING = (*dict.fromkeys(shown.address for shown in SHOWN.values()), "scores")
ALWAYS = ("home", "a-z", "checks")


@dataclass(frozen=True)
class Sort:
    """Addresses that are answered with the same headers. `pattern` is read by Python and by nginx alike."""

    name: str
    pattern: str


@dataclass(frozen=True)
class Wanted:
    """An address to be written; some are no fault where the portal has nothing at them."""

    path: str
    may_be_missing: bool = False


PAGE = Sort("page", "")


def home_of(language: str) -> str:
    """ "/" or "/es/"."""
    return address_of(language, HOME)


def sorts() -> list[Sort]:
    """Every sort but that of ordinary pages, which is what no pattern fits."""
    others = "|".join(re.escape(code) for code, _name in settings.LANGUAGES[1:])
    before = f"(?:/(?:{others}))?" if others else ""
    with override(settings.LANGUAGE_CODE):
        search, kit = reverse("search"), reverse("visit-kit")
        feedback = reverse("feedback", kwargs={"folder": "x", "slug": "x"}).removesuffix("x/x/")
    return [
        Sort("picture", "^" + PUBLIC.format(short="")),
        Sort("static", f"^/{settings.STATIC_URL.lstrip('/')}"),
        Sort("robots", r"^/robots\.txt$"),
        Sort("sitemap", rf"^/sitemap(/{NUMBER})?\.xml$"),
        Sort("search", f"^{before}{search}"),
        Sort("form", f"^{before}(?:{kit}|{feedback})"),
        Sort("paper", r"\.pdf$"),
        Sort("lost", f"^{before}/{re.escape(LOST)}$"),
    ]


def wanted(*, with_paper: bool) -> Iterator[Wanted]:
    """Every address that the shelf and the site's names tell, one by one, however many there are."""
    pages = Pages()
    yield from map(Wanted, ("/robots.txt", reverse("sitemap")))
    yield from (Wanted(reverse("sitemap-part", kwargs={"number": each})) for each in pages.parts)
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield from [Wanted(reverse(name)) for name in ALWAYS]
            yield from [Wanted(reverse(name), may_be_missing=True) for name in MAY_BE_MISSING]
    for page in pages.items().only("language", "kind", "slug").iterator(1000):
        yield Wanted(page.get_absolute_url())
        if with_paper and page.ref != HOME:
            for is_large in (False, True):
                yield Wanted(paper_address_of(page.language, page.ref, is_large=is_large))
    for short in PictureFile.objects.values_list("short", flat=True).iterator(1000):
        yield Wanted(PUBLIC.format(short=short))


def former() -> Iterator[str]:
    """Every address at which a page was once, and where the first page of a language would be by its short name."""
    for language, _name in settings.LANGUAGES:
        yield f"{home_of(language)}{HOME.slug}/"
    for old in Moved.objects.order_by("pk").iterator(1000):
        if KINDS[old.kind].is_page and old.ref != HOME:
            yield address_of(old.language, old.ref)
