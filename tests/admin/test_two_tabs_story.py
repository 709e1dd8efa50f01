"""One person who has the same page open twice: what is typed in one tab is offered in the other for what it is."""

import pytest

from tests.admin.test_story import NARROW, SAVE, WIDE, press, sign_in, troubles
from tests.admin.test_writing_story import until
from tests.browser import agreeing, visit

HEAPS = "Object.keys(localStorage).filter(key => key.startsWith('desk-unsent/'))"
TWENTY_MINUTES_OLDER = f"""() => {HEAPS}.forEach(key => {{
    const heap = JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify({{ ...heap, at: heap.at - 20 * 60 * 1000 }}));
}})"""
OPEN_ELSEWHERE = "it may still be open in another tab"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def typed(page, words):
    """Type a title, and wait until it is kept."""
    page.fill("#id_title", words)
    until(page, f"{HEAPS}.some(key => localStorage.getItem(key).includes('{words}'))")


def beside(page, address):
    """The same address in another tab."""
    other = page.context.new_page()
    visit(other, address)
    return other


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_words_of_another_tab_are_told_apart_and_shown_as_they_are_now(chief, live_server, browse, write, size, scheme):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        typed(page, "One")
        second = beside(page, write)
        said = second.inner_text("#unsent"), troubles(second)
        typed(page, "One and more")
        # The browser tells other tabs in its own time.
        second.wait_for_timeout(500)
        second.click("[data-show]")
        return said, second.input_value("#id_title")

    (said, found), shown = browse(story, viewport=size, color_scheme=scheme)
    assert OPEN_ELSEWHERE in said
    assert (found, shown) == ([], "One and more")


def test_what_another_tab_has_saved_is_not_offered_any_more(chief, live_server, browse, write):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        typed(page, "One")
        second = beside(page, write)
        before = second.is_visible("#unsent")
        press(page, SAVE)
        until(second, "document.getElementById('unsent').hidden")
        return before

    assert browse(story, viewport=WIDE) is True


def test_words_of_long_ago_are_not_said_to_be_open(chief, live_server, browse, write):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        typed(page, "One")
        visit(page, write)
        page.evaluate(TWENTY_MINUTES_OLDER)
        visit(page, write)
        return page.inner_text("#unsent")

    said = browse(story, viewport=WIDE)
    assert "You have text here that was not sent" in said
    assert OPEN_ELSEWHERE not in said
