"""A patient checks what they took from a page, looks words up where they stand, and finds pages by their names."""

import io
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator
from playwright.sync_api import Page as BrowserPage
from pypdf import PdfReader

from tests.browser import barriers, visit
from tests.stories.test_patients import SMALL_TARGETS, heard

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE, SMALLEST, DESK = {"width": 360, "height": 740}, {"width": 320, "height": 640}, {"width": 1280, "height": 900}
PAPER = {"format": "A4", "print_background": False, "prefer_css_page_size": True}
DISC = "/conditions/slipped-disc/"
TRUTH = "The operation aims to ease leg pain, and does less for back pain."
IDS_THAT_STAND_TWICE = """() => [...document.querySelectorAll('[id]')].map(each => each.id)
    .filter((id, at, all) => all.indexOf(id) !== at)"""
Browse = Callable[..., Any]


def described(page: BrowserPage, control: Locator) -> str:
    """The words that describe a control to those who hear it."""
    return page.locator(f"[id='{control.get_attribute('aria-describedby')}']").inner_text()


def paper(pdf: bytes) -> str:
    """The words of a printed page, whether or not their letters are joined."""
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_any_choice_shows_what_is_true_and_where_the_page_says_so(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, Any]:
        visit(page, library + DISC)
        group = page.get_by_role("group", name="Which pain is the operation meant to ease?")
        group.get_by_label("Back pain").tap()
        item = page.locator("#check-leg-or-back")
        said = item.locator("[aria-live=polite]").inner_text()
        item.locator(".check-passage").wait_for()
        words = item.inner_text()
        group.get_by_label("Leg pain").tap()
        return {
            "said": said,
            "truth first": words.index(TRUTH) < words.index("The usual operation is a microdiscectomy."),
            "again": group.get_by_label("Leg pain").is_checked(),
            "blame": [word for word in ("wrong", "correct", "score:") if word in words.lower()],
            "others": page.locator(".check-answer[open]").count(),
        }

    found = {"said": TRUTH, "truth first": True, "again": True, "blame": [], "others": 1}
    assert browse(story, viewport=PHONE, is_mobile=True, has_touch=True) == found


def test_nothing_that_is_chosen_leaves_the_page_or_keeps_anybody_out(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, Any]:
        signs, asked = heard(page), []
        visit(page, library + DISC)
        page.wait_for_load_state("networkidle")
        # Marks of the contents are drawn when they are first seen.
        page.on("request", lambda each: each.url.endswith(".svg") or asked.append(each.url))
        for question in page.locator(".check").all():
            question.get_by_role("radio").first.tap()
            question.get_by_label("I want to talk about this").tap()
        page.locator(".check-passage").last.wait_for()
        return {
            "asked": asked,
            "kept": page.evaluate("[document.cookie, sessionStorage.length, localStorage.length]"),
            "ids": page.evaluate(IDS_THAT_STAND_TWICE),
            "wide": page.evaluate("document.documentElement.scrollWidth"),
            "small": page.evaluate(SMALL_TARGETS),
            "barriers": signs + barriers(page),
        }

    found = {"asked": [], "kept": ["", 0, 0], "ids": [], "wide": 360, "small": [], "barriers": []}
    assert browse(story, viewport=PHONE, is_mobile=True, has_touch=True) == found


@pytest.mark.parametrize("has_scripts", [True, False])
def test_every_box_and_every_answer_is_tied_to_its_question(browse: Browse, library: str, has_scripts: bool) -> None:
    def story(page: BrowserPage) -> tuple[list[list[str]], list[str], list[str]]:
        visit(page, library + DISC)
        found = [
            [described(page, control) for control in item.locator(".check-talk input, summary").all()]
            for item in page.locator(".check").all()
        ]
        asked = [each.inner_text() for each in page.locator(".check-question").all()]
        return found, asked, page.evaluate(IDS_THAT_STAND_TWICE) if has_scripts else []

    found, asked, twice = browse(story, viewport=PHONE, java_script_enabled=has_scripts)
    assert found == [[question, question] for question in asked]
    assert len(set(asked)) == 5
    assert twice == []


def test_the_check_works_by_keyboard_alone(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[str, bool, bool]:
        visit(page, f"{library}{DISC}#check")
        page.locator("#check-leg-or-back input[type=radio]").first.focus()
        page.keyboard.press("ArrowDown")
        chosen = page.locator("#check-leg-or-back input:checked + label").inner_text()
        open_now = page.get_by_text(TRUTH).last.is_visible()
        for _step in range(3):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.check-answer summary')"):
                break
        page.keyboard.press("Enter")
        return chosen, open_now, page.locator("#check-leg-or-back .check-truth").is_visible()

    assert browse(story, viewport=DESK) == ("Back pain", True, False)


def test_without_javascript_answers_fold_and_boxes_can_be_ticked(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[bool, bool, bool, bool, str]:
        visit(page, library + DISC)
        item = page.locator("#check-leg-or-back")
        hidden = item.get_by_text(TRUTH).is_visible()
        listed = item.get_by_text("Both in the same way").is_visible()
        item.get_by_text("Show what is true").click()
        item.get_by_label("I want to talk about this").check()
        pdf = page.pdf(**PAPER)
        item.get_by_role("link", name="Read “What can an operation do?” on this page").click()
        return hidden, listed, item.get_by_text(TRUTH).is_visible(), page.url.endswith("#what-can-an-operation-do"), pdf

    hidden, listed, shown, leads, pdf = browse(story, viewport=PHONE, java_script_enabled=False)
    assert (hidden, listed, shown, leads) == (False, True, True, True)
    words = paper(pdf)
    # Every question with what is true of it, though only one was opened on the screen; no button.
    assert words.count("I want to talk about this") == 5
    assert "Nothing really slips: if the tough ring of a disc gives way" in words
    assert "Print my list" not in words


def test_the_printed_list_holds_what_was_ticked_and_nothing_else(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[bytes, bool, str]:
        visit(page, library + DISC)
        page.evaluate("window.print = () => {}")
        page.locator("#check-leg-or-back").get_by_label("I want to talk about this").check()
        page.get_by_role("button", name="Print my list").click()
        sheet = page.pdf(**PAPER)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        return sheet, page.locator(".my-list").is_visible(), page.pdf(**PAPER)

    sheet, is_left, whole = browse(story, viewport=DESK)
    assert paper(sheet) == (
        "1 / 1 Back surgery, in plain words What I want to talk about From the page “Slipped disc” "
        f"Which pain is the operation meant to ease? {TRUTH} My own questions"
    )
    assert not is_left
    assert "What usually happens without an operation?" in paper(whole)
    assert "What I want to talk about" not in paper(whole)


def test_a_marked_word_opens_below_its_paragraph(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, Any]:
        signs = heard(page)
        visit(page, library + DISC)
        term, here = page.get_by_role("button", name="disc", exact=True), page.locator(".word-here")
        closed = term.get_attribute("aria-expanded")
        term.tap()
        here.get_by_text("A flat pad between two bones").wait_for()
        return {
            "closed": closed,
            "open": term.get_attribute("aria-expanded"),
            "controls": page.locator(f"#{term.get_attribute('aria-controls')}").count(),
            "place": page.url.endswith(DISC),
            "behind": here.evaluate("each => each.previousElementSibling.tagName"),
            "wide": page.evaluate("document.documentElement.scrollWidth"),
            "barriers": signs + barriers(page),
        }

    found = {"closed": "false", "open": "true", "controls": 1, "place": True, "behind": "P"}
    options = {"viewport": SMALLEST, "is_mobile": True, "has_touch": True}
    assert browse(story, **options) == found | {"wide": 320, "barriers": []}


def test_by_keyboard_a_word_opens_and_closes_and_the_focus_comes_back(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[Any]:
        visit(page, library + DISC)
        page.get_by_role("button", name="disc", exact=True).focus()
        found = []
        for opening, closing in (("Enter", "Escape"), ("Space", "Space")):
            page.keyboard.press(opening)
            page.get_by_text("A flat pad between two bones").first.wait_for()
            page.keyboard.press(closing)
            found += [page.locator(".word-here").count(), page.evaluate("document.activeElement.innerText")]
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Close").press("Enter")
        found.append(page.evaluate("document.activeElement.innerText"))
        page.keyboard.press("Enter")
        page.get_by_role("button", name="sciatica").first.press("Enter")
        return [*found, page.locator(".word-here").count()]

    assert browse(story, viewport=DESK) == [0, "disc", 0, "disc", "disc", 1]


def test_without_javascript_a_marked_word_leads_to_the_end_and_back(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[str, str]:
        visit(page, library + DISC)
        page.get_by_role("link", name="disc", exact=True).first.click()
        there = page.url.partition("#")[2]
        page.locator("#word-disc + dd").get_by_role("link", name="Back to the text").click()
        return there, page.url.partition("#")[2]

    assert browse(story, viewport=PHONE, java_script_enabled=False) == ("word-disc", "use-disc")


def test_on_paper_an_open_word_is_explained_once_at_the_end(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[bytes, str]:
        visit(page, library + DISC)
        page.get_by_role("button", name="disc", exact=True).click()
        page.get_by_text("A flat pad between two bones").first.wait_for()
        page.emulate_media(media="print")
        colours = page.evaluate(
            "() => { const word = document.querySelector('a.term');"
            " return getComputedStyle(word).color === getComputedStyle(word.parentElement).color; }"
        )
        return page.pdf(**PAPER), colours

    pdf, is_plain = browse(story, viewport=DESK)
    assert is_plain
    assert paper(pdf).count("A flat pad between two bones") == 1


@pytest.mark.parametrize("path", ["/a-z/", "/a-z/s/", "/check/", "/sources/", DISC])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_new_page_keeps_anybody_out_or_is_too_wide(browse: Browse, library: str, path: str, scheme: str) -> None:
    def story(page: BrowserPage) -> tuple[list[str], int, list[str]]:
        visit(page, library + path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        return barriers(page), page.evaluate("document.documentElement.scrollWidth"), page.evaluate(SMALL_TARGETS)

    assert browse(story, viewport=PHONE, color_scheme=scheme) == ([], 360, [])


def test_a_patient_finds_a_page_by_the_name_that_they_know(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> str:
        visit(page, f"{library}/a-z/")
        page.get_by_role("navigation", name="Letters").get_by_role("link", name="T,").click()
        page.get_by_role("listitem").filter(has_text="Trapped nerve in the back:").get_by_role("link").click()
        return page.get_by_role("heading", level=1).inner_text()

    assert browse(story, viewport=PHONE, java_script_enabled=False) == "Slipped disc"
