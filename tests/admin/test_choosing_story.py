"""The list to choose a document from, in a real browser that is slower than the person who types."""

import pytest

from tests.admin.held_back import arrived, held_back
from tests.admin.test_story import NARROW, WIDE, sign_in
from tests.admin.test_writing_story import body, cursor_behind, until
from tests.browser import agreeing, visit

CHOICES = "**/admin/choices/**"
LISTED = "[...document.querySelectorAll('#chooser-list button strong')].map(each => each.textContent)"
FOCUS = "document.activeElement.id || document.activeElement.textContent"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page, site, write):
    """A text with the list of links open; returns what the page throws from then on."""
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    agreeing(page)
    sign_in(page, site)
    visit(page, write)
    page.fill("#id_body", "First words.")
    cursor_behind(page, "First words.")
    page.click("[data-choose=link]")
    page.wait_for_selector("#chooser-list button")
    return thrown


def let_go(page, waiting, number):
    """Let this request be answered, and its answer arrive."""
    with page.expect_response(CHOICES):
        waiting[number].continue_()
    page.wait_for_timeout(200)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_return_takes_nothing_that_was_listed_for_older_words(chief, live_server, browse, write, size):
    def story(page):
        thrown, waiting = opened(page, live_server.url, write), held_back(page, CHOICES)
        before = page.evaluate(LISTED)
        page.keyboard.type("another")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        meanwhile = page.evaluate(LISTED), page.evaluate(FOCUS), body(page)
        arrived(page, waiting, 1)
        let_go(page, waiting, 0)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        return before, meanwhile, body(page), thrown

    before, meanwhile, after, thrown = browse(story, viewport=size)
    assert before[0] == "A narrowed spinal canal"
    assert meanwhile == ([], "chooser-search", "First words.")
    assert after == "First words.[Another operation](risk:another-operation)"
    assert thrown == []


def test_an_answer_to_older_words_comes_too_late(chief, live_server, browse, write):
    def story(page):
        thrown, waiting = opened(page, live_server.url, write), held_back(page, CHOICES)
        page.keyboard.type("spacer")
        arrived(page, waiting, 1)
        page.keyboard.press("Control+a")
        page.keyboard.type("questions")
        arrived(page, waiting, 2)
        let_go(page, waiting, 0)
        late = page.evaluate(LISTED)
        let_go(page, waiting, 1)
        page.keyboard.press("ArrowDown")
        return late, page.evaluate(LISTED), page.evaluate(FOCUS), thrown

    late, listed, focus, thrown = browse(story, viewport=WIDE)
    assert (late, listed, thrown) == ([], ["Questions to ask"], [])
    assert focus.startswith("Questions to ask")


def test_what_was_closed_while_it_searched_asks_no_more_and_opens_empty(chief, live_server, browse, write):
    def story(page):
        thrown, waiting = opened(page, live_server.url, write), held_back(page, CHOICES)
        page.keyboard.type("spacer")
        page.keyboard.press("Escape")
        page.wait_for_timeout(400)
        unasked = len(waiting)
        page.click("[data-choose=source]")
        arrived(page, waiting, 1)
        page.keyboard.press("Escape")
        page.wait_for_timeout(50)
        page.click("[data-choose=finding]")
        arrived(page, waiting, 2)
        let_go(page, waiting, 0)
        closed = page.evaluate(LISTED)
        let_go(page, waiting, 1)
        until(page, f"{LISTED}.length === 1")
        page.click("#chooser-list button")
        return unasked, closed, body(page), thrown

    unasked, closed, after, thrown = browse(story, viewport=WIDE)
    assert (unasked, closed, thrown) == (0, [], [])
    assert "::: finding moojen-2013-another-operation" in after


def test_a_choice_made_as_soon_as_something_is_typed_is_still_made(chief, live_server, browse, write):
    def story(page):
        thrown = opened(page, live_server.url, write)
        page.evaluate(
            """() => {
                const button = document.querySelector("#chooser-list button");
                const search = document.getElementById("chooser-search");
                search.value = "x";
                search.dispatchEvent(new Event("input", { bubbles: true }));
                button.click();
            }"""
        )
        page.wait_for_timeout(400)
        return page.evaluate("document.getElementById('chooser').open"), body(page), thrown

    shown, after, thrown = browse(story, viewport=WIDE)
    assert (shown, thrown) == (False, [])
    assert after == "First words.[A narrowed spinal canal](condition:spinal-stenosis)"
