"""Every address of the shipped site in a browser: nobody is kept out, nothing is too wide, nothing complains."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page as BrowserPage

from portal.shelf.pages import Page
from tests.browser import barriers, visit
from tests.stories.test_patients import heard

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.gate]

PHONE, SMALLEST, DESK = {"width": 360, "height": 740}, {"width": 320, "height": 640}, {"width": 1280, "height": 900}
LISTS = (
    "home",
    "conditions",
    "procedures",
    "benefits",
    "risks",
    "guides",
    "glossary",
    "sources",
    "scores",
    "visit-kit",
)
Browse = Callable[..., Any]


def every_address() -> list[str]:
    """The first page, the lists, and each page that is published."""
    pages = Page.objects.shown_in("").exclude(kind="article", slug="home")
    return [*(reverse(name) for name in LISTS), *(page.get_absolute_url() for page in pages)]


def one_of_each() -> list[str]:
    """The lists, and the longest page of each kind."""
    kinds = {page.kind: page.get_absolute_url() for page in Page.objects.shown_in("").order_by("words")}
    return [*(reverse(name) for name in LISTS), *kinds.values()]


def looked_at(page: BrowserPage, address: str) -> list[str]:
    """What keeps people out with everything opened, and whether the page is wider than its window."""
    visit(page, address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return barriers(page) + ([f"{width} pixels too wide"] if width > 0 else [])


@pytest.mark.parametrize(
    ("addresses", "window", "scheme"),
    [(every_address, SMALLEST, "light"), (one_of_each, PHONE, "dark"), (one_of_each, DESK, "dark")],
    ids=["every address, light", "one of each, dark, phone", "one of each, dark, wide"],
)
def test_no_address_keeps_anybody_out_or_complains(
    browse: Browse, library: str, addresses: Callable[[], list[str]], window: dict[str, int], scheme: str
) -> None:
    found = addresses()
    assert len(found) == len(set(found)) >= len(LISTS) + 5

    def story(page: BrowserPage) -> dict[str, list[str]]:
        signs = heard(page)
        return {address: faults for address in found if (faults := looked_at(page, library + address))} | (
            {"said": signs} if signs else {}
        )

    assert browse(story, viewport=window, color_scheme=scheme) == {}
