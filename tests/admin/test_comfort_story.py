"""Small screens, the row that saves, and keeping the place, in a real browser."""

import pytest

from portal.admin.addresses import of_kind, screen
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.admin.test_story import FINDING, NARROW, SPACER, WIDE, press, sign_in, troubles
from tests.admin.test_writing_story import cursor_behind, until
from tests.browser import visit

PLACE = "result-moojen-2013-another-operation"
# The highest part of a window that the row may take.
MOST = 0.12
# Every field on the way of the Tab key, and whether the row or the edge of the window lies over its whole height.
HIDDEN = """() => {
    const bar = document.querySelector(".saving"), at = document.activeElement.getBoundingClientRect();
    if (bar.contains(document.activeElement)) return null;
    const top = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().top : innerHeight;
    const isHidden = at.bottom <= 0 || at.top >= Math.min(top, innerHeight);
    return isHidden ? document.activeElement.outerHTML.slice(0, 90) : null;
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_hits_come_before_filters(chief, live_server, browse, scheme):
    addresses = [of_kind(KINDS["finding"], "changelist"), "/admin/portal/user/"]
    folded = ["/admin/owners/", "/admin/reviews/", "/admin/reports/waiting/"]

    def story(page):
        sign_in(page, live_server.url)
        found = []
        for address in addresses:
            visit(page, live_server.url + address)
            tops = [page.locator(place).bounding_box()["y"] for place in ("#result_list", "#changelist-filter")]
            page.click("text=Narrow this list")
            page.wait_for_timeout(100)
            shown = page.locator("#changelist-filter").bounding_box()["y"] < NARROW["height"]
            found.append((tops == sorted(tops), shown, troubles(page)))
        for address in folded:
            visit(page, live_server.url + address)
            is_folded = not page.locator(".narrowing").is_visible()
            page.click(".narrow > summary")
            found.append((is_folded, page.locator(".narrowing").is_visible(), troubles(page)))
        return found

    assert browse(story, viewport=NARROW, color_scheme=scheme) == [(True, True, [])] * 5


def test_on_a_wide_screen_filters_stand_open(chief, live_server, browse):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, live_server.url + "/admin/owners/")
        seen = page.locator(".narrowing").is_visible(), page.locator(".narrow > summary").is_visible()
        page.focus(".narrowing select")
        found = troubles(page)
        visit(page, live_server.url + of_kind(KINDS["finding"], "changelist"))
        left = [page.locator(place).bounding_box()["x"] for place in ("#result_list", "#changelist-filter")]
        return seen, found, left == sorted(left), page.locator(".to-filters").is_visible()

    assert browse(story, viewport=WIDE) == ((True, False), [], True, False)


@pytest.mark.parametrize(
    ("size", "sticks"),
    [(NARROW, False), ({"width": 740, "height": 360}, False), (WIDE, True), ({"width": 1280, "height": 600}, True)],
)
def test_the_row_that_saves_is_low_and_hides_no_field_with_the_focus(chief, live_server, browse, write, size, sticks):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        position = page.evaluate("getComputedStyle(document.querySelector('.saving')).position")
        height = page.locator(".saving").bounding_box()["height"]
        hidden = []
        # The first look takes the place of an empty frame, with the focus if that is in it.
        until(page, "[...document.querySelectorAll('iframe.look')].map(one => one.name).join() === 'look-1'")
        page.focus("#id_title")
        while len(hidden) < 200 and not page.evaluate("document.activeElement.matches('.saving button')"):
            hidden.append(page.evaluate(HIDDEN))
            page.keyboard.press("Tab")
        return position, height, [one for one in hidden if one], len(hidden), troubles(page)

    position, height, hidden, count, found = browse(story, viewport=size)
    assert (position == "sticky") is sticks
    assert not sticks or height <= MOST * size["height"]
    assert (hidden, found) == ([], [])
    assert 40 < count < 200


IS_SEEN = """id => {
    const top = document.getElementById(id).getBoundingClientRect().top;
    return top >= -1 && top < innerHeight;
}"""


def anchor_of_next_look(page):
    """Press the button by hand; which place the new frame stands at. The page around it stays where it is."""
    stood = page.evaluate("(scrollTo(0, 200), scrollY)")
    page.evaluate("document.querySelectorAll('iframe.look').forEach(one => { one.isOld = true; })")
    page.evaluate("document.querySelector('button[formtarget^=look]').click()")
    until(
        page,
        "document.querySelectorAll('iframe.look').length === 1 && !document.querySelector('iframe.look').isOld",
    )
    until(page, "!document.querySelector('iframe.look').classList.contains('is-coming')")
    [frame] = [one for one in page.frames if one != page.main_frame]
    place = page.locator("iframe.look").get_attribute("data-place")
    assert frame.evaluate(IS_SEEN, place), place
    assert page.evaluate("scrollY") == stood
    return place


def test_a_look_stays_where_somebody_writes_whichever_button_is_pressed(chief, live_server, browse, write):
    block = "::: finding moojen-2013-another-operation"
    words = f"## First\n\nWords.\n\n::: summary\n:::\n\n## Second\n\nMore.\n\n{block}\n:::\n"

    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_body", words)
        found = []
        for place in ("Words.", "More.", block):
            cursor_behind(page, place)
            found.append(anchor_of_next_look(page))
        cursor_behind(page, "More.")
        page.fill("#id_title", "Another title")
        found.append(anchor_of_next_look(page))
        page.click("#id_harm_findings")
        found.append(anchor_of_next_look(page))
        page.fill("#id_body", words.split(block)[0])
        page.click("#id_harm_findings")
        found.append(anchor_of_next_look(page))
        return found

    figure = "finding-moojen-2013-another-operation"
    assert browse(story, viewport=WIDE) == ["first", "second", figure, "second", figure, PLACE]


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_from_a_page_to_its_figure_and_to_the_place_of_the_new_number(chief, live_server, browse, write, size, scheme):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        page.click("text=Correct the figure of this page")
        page.wait_for_timeout(100)
        seen = 0 <= page.locator("#heading-figures").bounding_box()["y"] < size["height"] / 2
        found = [troubles(page)]
        press(page, ".figures-here a >> text=Another operation")
        page.fill("[aria-label='Percent, row 1']", "31")
        press(page, "text=Save and preview")
        page.wait_for_timeout(200)
        place = page.locator(f"#{PLACE}").bounding_box()
        bar = page.locator(".preview-bar").bounding_box()
        found.append(troubles(page))
        return seen, found, page.evaluate("location.hash"), place, bar["y"] + bar["height"]

    seen, found, led_to, place, bar = browse(story, viewport=size, color_scheme=scheme)
    assert (seen, found, led_to) == (True, [[], []], f"#{PLACE}")
    assert max(bar, 0) <= place["y"] < size["height"] / 2


def test_a_preview_that_is_shown_again_keeps_its_place(chief, live_server, browse):
    preview = live_server.url + screen(document(*SPACER), "preview")
    other = live_server.url + screen(document(*FINDING), "change")

    def story(page):
        sign_in(page, live_server.url)
        visit(page, preview)
        first = page.evaluate("scrollY")
        page.evaluate("scrollTo(0, 700)")
        visit(page, other)
        visit(page, preview)
        return first, page.evaluate("scrollY")

    assert browse(story, viewport=NARROW) == (0, 700)
