"""The page before and the page after, for kinds that are read one after another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest

from portal.shelf.pages import Guide, Page
from portal.shelf.published import Published
from portal.views.remembered import current_language, remembered


@dataclass(frozen=True)
class Path:
    """Where a page stands between its neighbours; None at either end."""

    before: Page | None
    after: Page | None


def guides_along_the_way(request: HttpRequest, country: str) -> list[Page]:
    """The guides in a patient's order, with what links need of them; asked for once for each publication."""
    return remembered(request, "guides", partial(_guides, country))


def _guides(country: str) -> list[Page]:
    return list(Guide.objects.in_language(current_language()).shown_in(country).listed().along_the_way())


ORDERED: Mapping[str, Callable[[HttpRequest, str], list[Page]]] = {"guide": guides_along_the_way}


def path_through(request: HttpRequest, page: Published, country: str) -> Path | None:
    """The neighbours of a page on the path of its kind; None for kinds without an order."""
    if page.kind not in ORDERED:
        return None
    pages = ORDERED[page.kind](request, country)
    at = next((at for at, other in enumerate(pages) if other.slug == page.slug), None)
    if at is None:
        return None
    return Path(pages[at - 1] if at else None, pages[at + 1] if at + 1 < len(pages) else None)
