"""A part was not clear: on a phone, by keyboard, without JavaScript. Paper and voice leave it out."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from tests.browser import barriers, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PAGE = "/conditions/slipped-disc/"
LINK = "Was “What is it?” clear?"
SEND = "Send this to the team"
# People take longer than this; what comes sooner is taken for a program's.
READING_MS = 4500
Browse = Callable[..., Any]


def asked(page: BrowserPage, library: str) -> None:
    visit(page, library + PAGE)
    page.get_by_role("link", name=LINK, exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == LINK


def fits(page: BrowserPage) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("java_script", [True, False])
def test_a_reader_on_a_phone_says_what_was_not_clear(browse: Browse, library: str, java_script: bool) -> None:
    def story(page: BrowserPage) -> list[str]:
        asked(page, library)
        found = barriers(page) if java_script else []
        assert page.get_by_text("Do not write your name, or anything about your health.").is_visible()
        assert page.get_by_role("region", name="Get help now").first.is_visible()
        assert page.locator(".left-empty").bounding_box()["width"] <= 1
        page.get_by_role("button", name=SEND).click()
        assert page.get_by_role("heading", name="There is a problem").is_visible()
        assert page.title().startswith("Error: ")
        assert fits(page)
        found += barriers(page) if java_script else []
        page.get_by_role("radio", name="Partly").check()
        page.get_by_label("What was not clear?").fill("What is a ring?")
        page.wait_for_timeout(READING_MS)
        page.get_by_role("button", name=SEND).click()
        assert page.get_by_role("heading", level=1).inner_text() == "Thank you. We have it"
        found += barriers(page) if java_script else []
        page.get_by_role("link", name="Back to “Slipped disc”").click()
        assert page.url.endswith(f"{PAGE}#what-is-it")
        return found

    assert browse(story, viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=java_script) == []


def test_with_the_keyboard_alone_nobody_meets_the_field_for_programs(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[list[str], str]:
        asked(page, library)
        page.get_by_role("radio", name="Yes").focus()
        page.keyboard.press("ArrowDown")
        met = []
        for _press in range(2):
            page.keyboard.press("Tab")
            met.append(page.evaluate("document.activeElement.name"))
        page.wait_for_timeout(READING_MS)
        page.keyboard.press("Enter")
        page.wait_for_url("**/thanks/**")
        return met, page.get_by_role("heading", level=1).inner_text()

    assert browse(story, viewport=DESK) == (["words", "send"], "Thank you. We have it")


def test_each_section_has_one_link_of_its_own_which_paper_and_voice_leave_out(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[bool, bool, bool, int]:
        visit(page, library + PAGE)
        names = page.locator(".was-it-clear a").all_inner_texts()
        # The check at the end is no part of the text.
        headings = page.locator('.contents li a:not([href="#check"])').all_inner_texts()
        boxes = [link.bounding_box() for link in page.locator(".was-it-clear a").all()]
        are_small = sum(box is None or box["height"] < 24 for box in boxes)
        # What is read aloud is found by these elements (static/js/aloud.js).
        is_said = page.locator(".was-it-clear:is(p, li), :is(p, li, dd, td) .was-it-clear").count() > 0
        page.emulate_media(media="print")
        on_paper = page.locator(".was-it-clear").first.is_visible()
        return names == [f"Was “{heading}” clear?" for heading in headings], is_said, on_paper, are_small

    assert browse(story, viewport=DESK) == (True, False, False, 0)


def test_a_cookie_that_is_refused_costs_no_words(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[str, bool]:
        asked(page, library)
        page.get_by_role("radio", name="No", exact=True).check()
        page.get_by_label("What was not clear?").fill("What is a ring?")
        page.context.clear_cookies()
        page.get_by_role("button", name=SEND).click()
        page.get_by_text("This could not be sent yet, and nothing was kept.").wait_for()
        kept = page.get_by_label("What was not clear?").input_value()
        page.wait_for_timeout(READING_MS)
        page.get_by_role("button", name=SEND).click()
        return kept, page.get_by_role("heading", name="Thank you. We have it").is_visible()

    assert browse(story, viewport=PHONE) == ("What is a ring?", True)
