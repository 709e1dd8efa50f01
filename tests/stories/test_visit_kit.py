"""A patient makes a sheet for the visit: on a phone without JavaScript, by keyboard alone, on paper."""

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download
from playwright.sync_api import Page as BrowserPage
from pypdf import PdfReader

from tests.browser import barriers, visit
from tests.paper.reading import tagged, words_of
from tests.stories.test_paper import PAPER

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

Browse = Callable[..., Any]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# A window of 1,280 by 1,024, enlarged to 400 %.
ENLARGED = {"width": 320, "height": 256}
FOCUSED = "document.activeElement.innerText.replace(/\\s+/g, ' ').trim()"
ASKED = ["How do I get a second opinion?", "May my wife come with me?", "What will it not fix?"]


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def fill_in(page: BrowserPage) -> None:
    """Tick and write something in every part, with two questions of the bank and one of one's own."""
    page.get_by_label("I want to decide about surgery.").check()
    page.get_by_label("In my own words: what matters").fill("To lift my grandson.\nAnd to dance.")
    page.get_by_label("Physiotherapy", exact=True).check()
    page.get_by_label("How it went").fill("It helped for some weeks.")
    page.get_by_label("Name of the medicine").fill("Made-up tablets")
    press(page, "Add another medicine")
    page.get_by_role("group", name="Medicine 2").get_by_label("Name of the medicine").fill("Drops")
    page.locator("summary", has_text="Surgery has been suggested").click()
    page.get_by_label("What will it not fix?").check()
    page.get_by_label("How do I get a second opinion?").check()
    press(page, "Add what I ticked", "details[open]")
    page.get_by_label("Write a question of your own").fill("May my wife come with me?")
    press(page, "Add my question")


def press(page: BrowserPage, name: str, within: str = "main") -> None:
    """Press a button, and wait for the page that it brings."""
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=name).click()


def strike(page: BrowserPage, key: str) -> None:
    """Strike a key, and wait for the page that it brings."""
    with page.expect_navigation():
        page.keyboard.press(key)


def is_in_view(page: BrowserPage, selector: str) -> bool:
    """Whether the window comes to rest where this can be seen whole."""
    for _wait in range(20):
        box = page.locator(selector).bounding_box()
        if box and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]:
            return True
        page.wait_for_timeout(100)
    return False


def test_on_a_phone_without_javascript_from_the_guide_to_the_file(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, bytes]:
        visit(page, f"{library}/guides/questions-to-ask/")
        page.get_by_role("link", name="Make a sheet with your questions").click()
        fill_in(page)
        assert page.get_by_role("status").inner_text() == "1 question added to your list."
        assert is_in_view(page, "#done")
        press(page, "Move up How do I get")
        assert page.get_by_role("status").inner_text() == ("Moved up: How do I get a second opinion? It is now 1 of 3.")
        assert is_in_view(page, "#done-words")
        press(page, "Move down What will it not fix?")
        press(page, "Show my sheet")
        assert page.locator(".sheet-questions p").all_inner_texts() == ASKED
        press(page, "Back to change it")
        page.get_by_label("In my own words: what I want").fill("No rush.")
        press(page, "Show my sheet")
        assert page.get_by_text("No rush.").is_visible()
        assert page.url.split("#")[0] == f"{library}/visit-kit/"
        assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
        files = {}
        for name in ("Save as PDF", "Save in large print"):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            files[download.value.suggested_filename] = saved(download.value)
        return files

    files = browse(story, viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)
    assert list(files) == ["my-visit.pdf", "my-visit-large-print.pdf"]
    for made in files.values():
        spoken = " ".join(words_of(made))
        assert [spoken.index(words) for words in ASKED] == sorted(spoken.index(words) for words in ASKED)
        assert "To lift my grandson. And to dance." in spoken
        assert [cell.text.strip() for cell in tagged(made).named("/TD")][:1] == ["Made-up tablets"]


def test_by_keyboard_alone_the_focus_stays_where_one_works(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[str]:
        visit(page, f"{library}/visit-kit/")
        for question in ("One?", "Two?", "Three?"):
            page.get_by_label("Write a question of your own").focus()
            page.keyboard.type(question)
            page.keyboard.press("Tab")
            strike(page, "Enter")
        focused = [page.evaluate(FOCUSED)]
        page.get_by_role("button", name="Move up Three?").focus()
        for key in ("Enter", "Space", "Enter"):
            strike(page, key)
            focused.append(page.evaluate(FOCUSED))
        return focused

    assert browse(story, viewport=DESK) == [
        "1 question added to your list.",
        "Move up Three?",
        "Move down Three?",
        "Move down Three?",
    ]


def test_enter_leaves_everything_as_it_is_and_everybody_where_they_write(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[list[str], str, str]:
        visit(page, f"{library}/visit-kit/")
        gone: list[str] = []
        page.on("framenavigated", lambda frame: gone.append(frame.url))
        page.get_by_label("Name of the medicine").fill("Made-up tablets")
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        kept = page.get_by_label("Name of the medicine").input_value()
        return gone, kept, page.evaluate("document.activeElement.name")

    assert browse(story, viewport=PHONE) == ([], "Made-up tablets", "medicine-0-name")


def test_enter_in_a_browser_that_passes_over_what_is_off_loses_nothing(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[str, str]:
        visit(page, f"{library}/visit-kit/")
        page.evaluate("document.querySelector('.kit button[disabled]').remove()")
        page.get_by_label("Name of the medicine").fill("Made-up tablets")
        strike(page, "Enter")
        return page.get_by_role("status").inner_text(), page.get_by_label("Name of the medicine").input_value()

    assert browse(story, viewport=PHONE) == ("Nothing is lost. Your words are below.", "Made-up tablets")


@pytest.mark.parametrize("window", [PHONE, DESK])
def test_a_new_medicine_is_written_at_once_without_javascript(browse: Browse, library: str, window: Any) -> None:
    def story(page: BrowserPage) -> str:
        visit(page, f"{library}/visit-kit/")
        page.get_by_role("button", name="Add another medicine").focus()
        strike(page, "Enter")
        assert is_in_view(page, "#done-words")
        assert is_in_view(page, "#done")
        page.keyboard.type("Drops")
        return page.get_by_role("group", name="Medicine 2").get_by_label("Name of the medicine").input_value()

    assert browse(story, viewport=window, java_script_enabled=False) == "Drops"


def test_the_printed_sheet_has_the_signs_and_the_sheet_and_nothing_else(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> bytes:
        visit(page, f"{library}/visit-kit/")
        fill_in(page)
        press(page, "Show my sheet")
        assert page.get_by_role("button", name="Print my sheet").is_visible()
        return page.pdf(**PAPER)

    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(browse(story, viewport=DESK))).pages]
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", " ".join(sheets)))
    assert len(sheets) == 2
    for words in (
        "Back surgery, in plain words",
        "Get help now New or worse:",
        "For my visit",
        "I want to decide about surgery.",
        "Made-up tablets",
        *ASKED,
        "Notes from the visit",
    ):
        assert words in text
    for words in (
        "Save as PDF",
        "Search",
        "Text size",
        "Published by",
        "No clinician has reviewed",
        "Emergency: call now",
    ):
        assert words not in text


@pytest.mark.parametrize(("window", "scheme"), [(PHONE, "light"), (DESK, "dark"), (ENLARGED, "light")])
def test_no_state_of_the_kit_keeps_anybody_out(browse: Browse, library: str, window: Any, scheme: str) -> None:
    def story(page: BrowserPage) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}

        def look(state: str) -> None:
            width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[state] = barriers(page) + ([f"{width} pixels too wide"] if width > 0 else [])

        visit(page, f"{library}/visit-kit/")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        look("empty")
        press(page, "Show my sheet")
        look("with an error")
        assert page.evaluate("document.activeElement.className") == "summary"
        fill_in(page)
        press(page, "Move up May my wife")
        look("filled in")
        page.get_by_label("In my own words: what I want").fill("W" * 400)
        press(page, "Show my sheet")
        look("the sheet")
        return found

    assert browse(story, viewport=window, color_scheme=scheme) == {
        "empty": [], "with an error": [], "filled in": [], "the sheet": [],
    }  # fmt: skip
