"""Searching on the whole shipped site: on a phone without JavaScript, with the keyboard, aloud, enlarged, on paper."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator
from playwright.sync_api import Page as BrowserPage
from pypdf import PdfReader

from tests.browser import barriers, visit
from tests.stories.test_patients import DESK, ENLARGED, PHONE, heard

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Each state that the page has: no question, hits, a slip mended, the card first, the crisis line, nothing, a filter.
STATES = (
    "/search/",
    "/search/?q=slipped+disc",
    "/search/?q=sciatcia",
    "/search/?q=I+cannot+pee",
    "/search/?q=I+want+to+die",
    "/search/?q=zzyzx",
    "/search/?q=driving&kind=guide",
)
COLOURS = ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "dark", "forced_colors": "active"})
Browse = Callable[..., Any]


def opened(page: BrowserPage, library: str, typed: str = "slip", at: str = "/") -> None:
    """Go somewhere, type into the field and wait for the list under it."""
    visit(page, library + at)
    page.get_by_role("combobox", name="What are you looking for?").press_sequentially(typed)
    page.get_by_role("option").first.wait_for()


def test_a_patient_on_a_phone_without_javascript_asks_opens_a_page_and_comes_back(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> None:
        visit(page, f"{library}/risks/")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("banner").get_by_role("link", name="Search").click()
        field = page.get_by_role("searchbox", name="What are you looking for?")
        field.fill("when can I drive after my operation")
        page.get_by_role("search").get_by_role("button", name="Search", exact=True).click()
        assert page.get_by_role("heading", level=2, name="pages that fit best").is_visible()
        first = page.get_by_role("main").get_by_role("listitem").get_by_role("link").first
        title = first.inner_text()
        first.click()
        assert page.get_by_role("heading", level=1).inner_text() == title
        page.go_back()
        assert field.input_value() == "when can I drive after my operation"
        page.get_by_text("Look only at").click()
        page.get_by_label("Show", exact=True).select_option("guide")
        page.get_by_role("button", name="Show these").click()
        kinds = page.locator(".hit-kind").all_inner_texts()
        assert set(kinds) == {"Guides"}
        assert field.input_value() == "when can I drive after my operation"

    browse(story, viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)


def test_who_is_in_danger_reads_what_to_do_first_and_without_a_click(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, tuple[bool, bool]]:
        found = {}
        for question, heading in (("cannot pee", "Get help now"), ("want to die", "You are not alone")):
            visit(page, f"{library}/search/?q={question}")
            first = page.locator(".urgent-card h2")
            above = first.bounding_box()["y"] < page.get_by_role("search").bounding_box()["y"]
            found[question] = (heading in first.inner_text(), above)
        assert page.locator(".crisis").get_by_text("crisis line").is_visible()
        assert page.locator(".crisis").bounding_box()["y"] < page.locator(".help-now").bounding_box()["y"]
        return found

    assert browse(story, viewport=PHONE, java_script_enabled=False) == dict.fromkeys(
        ("cannot pee", "want to die"), (True, True)
    )


def test_with_the_keyboard_one_walks_through_the_list_and_opens_a_page(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[str]:
        signs = heard(page)
        opened(page, library)
        field, options = page.get_by_role("combobox"), page.get_by_role("option")
        count = options.count()
        assert field.get_attribute("aria-expanded") == "true"
        assert page.locator(".search-question [role=status]").inner_text() == (
            f"{count} suggestions. Use the arrow keys."
        )
        assert field.get_attribute("aria-activedescendant") is None
        for press, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", -1)):
            page.keyboard.press(press)
            assert is_chosen(page) == ("" if chosen is None else options.nth(chosen % count).get_attribute("id"))
        page.keyboard.press("Escape")
        assert (field.get_attribute("aria-expanded"), field.input_value()) == ("false", "slip")
        assert page.evaluate("document.activeElement.id") == "q"
        assert page.get_by_role("listbox").count() == 0
        field.press_sequentially("ped d")
        options.first.wait_for()
        page.keyboard.press("ArrowDown")
        title = titled(options.first)
        assert title.startswith("Slipped disc")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/search/" not in url and url != f"{library}/")
        assert title in page.locator("main").inner_text()
        return signs

    assert browse(story, viewport=DESK) == []


def titled(option: Locator) -> str:
    """A suggestion's title without the name of its kind."""
    return option.evaluate("option => option.firstChild.textContent.trim()")


def is_chosen(page: BrowserPage) -> str:
    """The id of the option that the field points at, if it is also the one that is marked; "" for none."""
    return page.evaluate(
        """() => {
            const marked = [...document.querySelectorAll('[aria-selected=true]')].map(option => option.id);
            const active = document.querySelector('[role=combobox]').getAttribute('aria-activedescendant');
            return marked.length === (active ? 1 : 0) && (!active || marked[0] === active) ? active || '' : 'wrong';
        }"""
    )


def test_enter_without_a_choice_searches_and_tab_goes_on_to_the_button(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> None:
        opened(page, library)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Search"
        assert page.get_by_role("combobox").get_attribute("aria-expanded") == "false"
        page.get_by_role("combobox").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=slip*")
        assert page.get_by_role("combobox").input_value() == "slip"

    browse(story, viewport=PHONE)


def test_a_finger_opens_a_suggestion_and_what_does_not_fit_is_gone(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[str]:
        signs = heard(page)
        opened(page, library, "disc")
        page.get_by_role("combobox").press_sequentially("zzz")
        page.get_by_role("listbox").wait_for(state="hidden")
        assert page.locator(".search-question [role=status]").inner_text() == ""
        page.get_by_role("combobox").fill("sciat")
        option = page.get_by_role("option").first
        option.wait_for()
        assert option.bounding_box()["height"] >= 44
        title = titled(option)
        option.tap()
        page.wait_for_url(lambda url: url != f"{library}/")
        assert title in page.locator("main").inner_text()
        return signs

    assert browse(story, viewport=PHONE, is_mobile=True, has_touch=True) == []


def test_when_suggestions_fail_the_search_goes_on(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> str:
        page.route("**/search/suggestions/**", lambda route: route.abort())
        visit(page, library)
        page.get_by_role("combobox").press_sequentially("sciatica")
        page.wait_for_timeout(300)
        assert page.get_by_role("listbox").count() == 0
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=sciatica*")
        return page.get_by_role("heading", level=1).inner_text()

    assert browse(story, viewport=PHONE) == "Search"


@pytest.mark.parametrize("colours", COLOURS, ids=lambda colours: "-".join(colours.values()))
def test_no_state_of_it_keeps_anybody_out(browse: Browse, library: str, colours: dict[str, str]) -> None:
    def story(page: BrowserPage) -> dict[str, list[str]]:
        found = {}
        for path in STATES:
            visit(page, library + path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            found[path] = barriers(page) + page.evaluate(TWICE)
        opened(page, library)
        page.keyboard.press("ArrowDown")
        found["the list"] = barriers(page) + page.evaluate(TWICE)
        page.goto(f"{library}/nowhere/")
        found["missing"] = barriers(page) + page.evaluate(TWICE)
        return found

    assert browse(story, viewport=PHONE, **colours) == {name: [] for name in (*STATES, "the list", "missing")}


# Ids that stand on the page more than once.
TWICE = """() => [...document.querySelectorAll('[id]')].map(element => element.id)
    .filter((id, at, all) => all.indexOf(id) !== at)"""


def test_large_letters_and_narrow_windows_need_no_pushing_sideways(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, int]:
        found = {}
        for size in ("normal", "largest"):
            visit(page, library)
            page.evaluate("size => localStorage.setItem('reading-text', size)", size)
            for path in ("/", *STATES):
                visit(page, library + path)
                page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
                found[f"{size} {path}"] = page.evaluate("document.documentElement.scrollWidth")
            opened(page, library)
            found[f"{size} list"] = page.evaluate("document.documentElement.scrollWidth")
        return found

    for viewport in (PHONE, ENLARGED):
        widths = browse(story, viewport=viewport)
        assert {name: width for name, width in widths.items() if width != viewport["width"]} == {}


def test_letters_of_twice_the_size_need_no_pushing_sideways(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, int]:
        found = {}
        for path in ("/", *STATES):
            visit(page, library + path)
            page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
            found[path] = page.evaluate("document.documentElement.scrollWidth")
        return found

    assert browse(story, viewport={"width": 640, "height": 800}) == dict.fromkeys(("/", *STATES), 640)


def test_what_was_found_can_be_printed_without_the_form(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> bytes:
        visit(page, f"{library}/search/?q=slipped+disc")
        return page.pdf(format="A4")

    printed = " ".join("\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(browse(story))).pages).split())
    assert "for “slipped disc”" in printed
    assert "Slipped disc" in printed
    assert "What are you looking for?" not in printed
