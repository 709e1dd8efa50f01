"""Patients on the whole shipped site: on a phone, by keyboard, without JavaScript, enlarged, in their own colours."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator
from playwright.sync_api import Page as BrowserPage

from tests.browser import barriers, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 360, "height": 740}
# A window of 1,280 by 1,024, enlarged to 400 %.
ENLARGED = {"width": 320, "height": 256}
DESK = {"width": 1280, "height": 900}
PAGES = ("/", "/procedures/microdiscectomy/", "/guides/is-surgery-for-me/", "/glossary/", "/risks/")
Browse = Callable[..., Any]


def heard(page: BrowserPage) -> list[str]:
    """What the page has to complain about, filled as it is used."""
    signs: list[str] = []
    page.on("console", lambda message: signs.append(message.text))
    page.on("pageerror", lambda error: signs.append(str(error)))
    return signs


def test_a_patient_on_a_phone_finds_out_whether_a_slipped_disc_needs_surgery(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[str]:
        signs = heard(page)
        visit(page, library)
        assert page.get_by_text("passing urine, or leaking").first.is_visible()
        page.get_by_role("link", name="I have pain").click()
        page.get_by_role("region", name="I have pain").get_by_role("link", name="Conditions").click()
        page.get_by_role("main").get_by_role("link", name="Slipped disc").click()
        answer = page.get_by_role("region", name="The short answer")
        assert answer.is_visible()
        assert "without" in answer.inner_text()
        page.get_by_text("On this page", exact=True).click()
        page.get_by_role("navigation", name="On this page").get_by_role("link", name="When is an operation").click()
        heading = page.get_by_role("heading", name="When is an operation considered?")
        assert is_in_view(page, heading)
        page.get_by_role("link", name="Slipped disc surgery (microdiscectomy)").first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Slipped disc surgery (microdiscectomy)"
        assert page.get_by_role("table", name="What can go wrong").is_visible()
        return signs + barriers(page)

    assert browse(story, viewport=PHONE, is_mobile=True, has_touch=True) == []


def is_in_view(page: BrowserPage, found: Locator) -> bool:
    box, size = found.bounding_box(), page.viewport_size
    return box is not None and size is not None and 0 <= box["y"] < size["height"]


def test_with_the_keyboard_alone_one_reaches_and_sees_everything(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[str, list[str]]:
        visit(page, f"{library}/procedures/microdiscectomy/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        unseen = [seen for seen in (focus_seen(page) for _press in range(25)) if seen]
        page.get_by_text("Show all the numbers").focus()
        page.keyboard.press("Enter")
        opened = page.locator(".numbers").get_attribute("open") is not None
        page.get_by_text("Text size").first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("radio", name="Largest").focus()
        page.keyboard.press("Space")
        size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        page.keyboard.press("Escape")
        assert opened
        assert page.evaluate("document.activeElement.innerText") == "Text size"
        return size, unseen

    assert browse(story, viewport=DESK) == ("23.2px", [])


def focus_seen(page: BrowserPage) -> str:
    """Go one step on with Tab; "" if what has the focus now shows it and can be seen, else what it is."""
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
            return seen ? '' : element.outerHTML.slice(0, 120);
        }"""
    )


def test_a_chosen_text_size_stays_on_the_device_and_sets_no_cookie(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[str, str, list[Any]]:
        visit(page, library)
        page.get_by_text("Text size").first.click()
        page.get_by_label("Large", exact=True).check()
        page.get_by_label("Wide").check()
        visit(page, f"{library}/glossary/")
        size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        space = page.evaluate("getComputedStyle(document.body).wordSpacing")
        return size, space, page.context.cookies()

    size, space, cookies = browse(story, viewport=PHONE)
    assert (size, cookies) == ("19.2px", [])
    assert float(space.removesuffix("px")) > 3


def test_without_javascript_everything_is_there_and_can_be_opened(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[bool, bool, str]:
        visit(page, f"{library}/procedures/microdiscectomy/")
        page.get_by_text("Show all the numbers").click()
        figures = page.locator(".numbers .finding").first.is_visible()
        page.get_by_text("Text size").first.click()
        page.get_by_label("Largest").check()
        size = page.locator("html").evaluate("element => getComputedStyle(element).fontSize")
        page.get_by_text("Menu", exact=True).click()
        page.get_by_role("navigation", name="Menu").get_by_role("link", name="Words").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Words explained"
        page.go_back()
        return figures, page.get_by_role("button", name="Print this page").is_visible(), size

    assert browse(story, viewport=PHONE, java_script_enabled=False) == (True, False, "23.2px")


@pytest.mark.gate
@pytest.mark.parametrize(
    "colours",
    [
        {"color_scheme": "dark"},
        {"color_scheme": "dark", "contrast": "more"},
        {"color_scheme": "light", "contrast": "more"},
        {"color_scheme": "dark", "forced_colors": "active"},
    ],
    ids=lambda colours: "-".join(colours.values()),
)
def test_readers_with_colours_of_their_own_are_kept_out_of_nothing(
    browse: Browse, library: str, colours: dict[str, str]
) -> None:
    def story(page: BrowserPage) -> dict[str, list[str]]:
        signs, found = heard(page), {}
        for path in PAGES:
            visit(page, library + path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            found[path] = barriers(page)
        return found | {"said": signs}

    assert browse(story, viewport=PHONE, **colours) == {path: [] for path in (*PAGES, "said")}


def test_at_four_hundred_per_cent_nothing_has_to_be_pushed_sideways(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, tuple[int, bool]]:
        found = {}
        for path in PAGES:
            visit(page, library + path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            found[path] = (
                page.evaluate("document.documentElement.scrollWidth"),
                page.get_by_role("heading", level=1).is_visible(),
            )
        return found

    assert browse(story, viewport=ENLARGED) == dict.fromkeys(PAGES, (320, True))


@pytest.mark.parametrize("width", [320, 360])
def test_with_letters_twice_as_large_nothing_is_pushed_sideways_and_no_word_of_a_title_breaks(
    browse: Browse, library: str, width: int
) -> None:
    def story(page: BrowserPage) -> dict[str, tuple[int, str]]:
        found = {}
        for path in (*PAGES, *LONG_WORDS):
            visit(page, library + path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
            found[path] = (
                page.evaluate("document.documentElement.scrollWidth"),
                page.evaluate("getComputedStyle(document.documentElement).fontSize"),
            )
        visit(page, library)
        assert page.locator("h1").evaluate(BROKEN_WORDS) == []
        return found

    sizes = browse(story, letters_px=32, viewport={"width": width, "height": 740})
    assert sizes == dict.fromkeys((*PAGES, *LONG_WORDS), (width, "32px"))


# Pages whose long words, fields or columns are the hardest to fit.
LONG_WORDS = (
    "/check/",
    "/score-sheet/",
    "/visit-kit/",
    "/decisions/slipped-disc/",
    "/conditions/slipped-vertebra/",
    "/benefits/less-pain/",
)
# Words of an element that stand on more than one line.
BROKEN_WORDS = """element => {
    const range = document.createRange(), text = element.firstChild;
    return [...text.data.matchAll(/[^\\s-]+/g)].filter(word => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return range.getClientRects().length > 1;
    }).map(word => word[0]);
}"""


def test_every_target_is_large_enough_for_a_finger(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> dict[str, list[str]]:
        found = {}
        for path in PAGES:
            visit(page, library + path)
            found[path] = page.evaluate(SMALL_TARGETS)
        return found

    assert browse(story, viewport=PHONE) == {path: [] for path in PAGES}


# What can be pressed, stands by itself rather than in a sentence, and is under 24 pixels either way.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, label')]
    .filter(element => element.checkVisibility() && !element.closest('p, sup, dd, .notes, .column.body li, .skip'))
    .filter(element => { const box = element.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
    .map(element => element.outerHTML.slice(0, 100))"""


def test_nothing_moves_for_readers_who_asked_for_stillness(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[str]:
        visit(page, f"{library}/procedures/microdiscectomy/")
        return page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(element => {
                const style = getComputedStyle(element, element.localName === 'summary' ? '::before' : null);
                return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
            }).map(element => element.localName)"""
        )

    assert browse(story, viewport=PHONE, reduced_motion="reduce") == []


def test_the_first_paint_waits_for_no_script(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> tuple[int, int]:
        visit(page, f"{library}/procedures/microdiscectomy/")
        scripts = page.locator("script:not([defer])").count()
        sheets = page.evaluate(
            "performance.getEntriesByType('resource').filter(each => each.name.endsWith('.css')).length"
        )
        return scripts, sheets

    assert browse(story, viewport=PHONE) == (0, 1)
