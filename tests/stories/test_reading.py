"""A patient reads: from the first page to a treatment, by mouse, by keyboard, on a small screen, without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from tests.browser import barriers
from tests.library import write_library
from tests.views.conftest import SITE
from tests.views.test_frame import ADDRESSES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, SMALLEST, DESK = {"width": 360, "height": 740}, {"width": 320, "height": 640}, {"width": 1280, "height": 900}
Browse = Callable[..., Any]


@pytest.fixture
def address(live_server: Any, tmp_path: Path) -> str:
    """The small site, served; gives its address."""
    load(plan(write_library(tmp_path / "content", SITE)))
    return live_server.url


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (SMALLEST, "light"),
        (DESK, "dark"),
        pytest.param(SMALLEST, "dark", marks=pytest.mark.gate),
        pytest.param(DESK, "light", marks=pytest.mark.gate),
    ],
)
def test_no_page_keeps_anybody_out(browse: Browse, address: str, width: dict[str, int], scheme: str) -> None:
    def story(page: BrowserPage) -> dict[str, list[str]]:
        found = {}
        for path in ADDRESSES:
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            found[path] = barriers(page)
        return found

    assert browse(story, viewport=width, color_scheme=scheme) == {path: [] for path in ADDRESSES}


def test_no_page_is_wider_than_the_smallest_screen(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> dict[str, int]:
        widths = {}
        for path in ADDRESSES:
            page.goto(address + path)
            widths[path] = page.evaluate("document.documentElement.scrollWidth")
        return widths

    assert browse(story, viewport=SMALLEST) == dict.fromkeys(ADDRESSES, 320)


def test_a_patient_finds_the_treatment_for_a_condition_without_javascript(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> tuple[str, str]:
        page.goto(address)
        page.get_by_role("link", name="A narrowed spinal canal").first.click()
        page.get_by_role("region", name="Treatments for this").get_by_role("link").first.click()
        return page.url, page.get_by_role("heading", level=1).inner_text()

    url, title = browse(story, viewport=PHONE, java_script_enabled=False)
    assert (url, title) == (f"{address}/procedures/interspinous-spacer/", "A spacer between the bones")


def test_all_emergency_signs_stand_open_and_the_band_leads_to_them(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> tuple[bool, bool, str]:
        page.goto(f"{address}/guides/questions/")
        line = page.locator(".help-signs").is_visible()
        sign = page.get_by_text("Numb between the legs? Call 999.")
        before = sign.is_visible()
        page.get_by_role("link", name="All the signs").focus()
        page.keyboard.press("Enter")
        return line, before, page.locator(":target").get_attribute("id")

    assert browse(story, viewport=PHONE, java_script_enabled=False) == (True, True, "all-signs")


def test_the_first_key_leads_past_the_header_to_the_text(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> tuple[str, bool, str]:
        page.goto(f"{address}/conditions/")
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        words, in_view = link.inner_text(), (link.bounding_box() or {"y": -1})["y"] >= 0
        page.keyboard.press("Enter")
        return words, in_view, page.evaluate("document.activeElement.id")

    assert browse(story, viewport=DESK) == ("Skip to the text", True, "main")


def test_a_marked_word_leads_to_its_meaning_on_the_same_page(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> str:
        page.goto(f"{address}/procedures/interspinous-spacer/")
        page.locator("a.term").first.click()
        page.locator(".word-here strong").wait_for()
        return page.locator(".word-here").inner_text()

    assert "spacer" in browse(story, viewport=PHONE)


def test_what_folds_on_a_screen_lies_open_on_paper(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> bool:
        page.emulate_media(media="print")
        page.goto(f"{address}/guides/questions/")
        return page.get_by_text("Numb between the legs? Call 999.").is_visible()

    assert browse(story)
