"""Who goes on writing on a page that the portal refuses is told so, and what became of the words, in a real browser."""

import pytest

from tests.admin.test_keeping_story import FULL, UNSENT
from tests.admin.test_story import NARROW, WIDE, sign_in, troubles
from tests.browser import agreeing, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What became of the page, whether there is room for a copy, and what is said then.
SIGNED_OUT, REFUSED = "You have been signed out.", "The portal takes nothing from this page any more."
SAFE, LOST = "What you typed is kept in this browser.", "Copy your text before you leave this page."


@pytest.mark.parametrize(
    ("cookie", "is_full", "words", "others", "size", "scheme"),
    [
        ("sessionid", False, (SIGNED_OUT, SAFE), (REFUSED, LOST), NARROW, "dark"),
        ("sessionid", True, (SIGNED_OUT, LOST), (REFUSED, SAFE), WIDE, "light"),
        ("csrftoken", False, (REFUSED, SAFE), (SIGNED_OUT, LOST), WIDE, "dark"),
        ("csrftoken", True, (REFUSED, LOST), (SIGNED_OUT, SAFE), NARROW, "light"),
    ],
)
def test_who_writes_is_told_why_the_page_is_refused_and_whether_the_words_are_safe(
    chief, live_server, browse, write, cookie, is_full, words, others, size, scheme
):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        before = page.inner_text("#gone-out")
        page.context.clear_cookies(name=cookie)
        if is_full:
            page.evaluate(FULL)
        page.fill("#id_title", "My late title")
        page.wait_for_selector("#gone-out p")
        return before, page.inner_text("#gone-out"), page.evaluate(UNSENT), troubles(page)

    before, said, kept, found = browse(story, viewport=size, color_scheme=scheme)
    assert (before, kept, found) == ("", 0 if is_full else 1, [])
    assert [line in said for line in words] == [True, True]
    assert [line in said for line in others] == [False, False]


def test_what_was_said_of_a_refusal_goes_when_the_portal_answers_again(chief, live_server, browse, write):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        cookies = page.context.cookies()
        page.context.clear_cookies(name="sessionid")
        page.fill("#id_title", "My late title")
        page.wait_for_selector("#gone-out p")
        page.context.add_cookies(cookies)
        page.fill("#id_title", "My later title")
        page.wait_for_selector("#gone-out p", state="detached")
        return page.inner_text("#gone-out")

    assert browse(story, viewport=WIDE) == ""
