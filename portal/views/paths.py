"""The page before and the page after, for kinds that are read one after another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.shelf.pages import Guide, Page
from portal.shelf.published import Published
from portal.views.lists import stages_of

# What a link and the order need.
COLUMNS = ("language", "kind", "slug", "title", "stage", "position")


@dataclass(frozen=True)
class Path:
    """Where a page stands between its neighbours; None at either end."""

    before: Page | None
    after: Page | None


def _guides(language: str, country: str) -> list[Page]:
    """The guides in a patient's order: stage by stage, by position."""
    guides = Guide.objects.in_language(language).shown_in(country).only(*COLUMNS)
    return [guide for stage in stages_of(guides) for guide in stage.guides]


ORDERED: Mapping[str, Callable[[str, str], list[Page]]] = {"guide": _guides}


def path_through(page: Published, country: str) -> Path | None:
    """The neighbours of a page on the path of its kind; None for kinds without an order."""
    if page.kind not in ORDERED:
        return None
    pages = ORDERED[page.kind](page.language, country)
    at = next((at for at, other in enumerate(pages) if other.slug == page.slug), None)
    if at is None:
        return None
    return Path(pages[at - 1] if at else None, pages[at + 1] if at + 1 < len(pages) else None)
