import pytest
from tests.admin.conftest import document
from tests.admin.test_keeping_story import FULL
from tests.admin.test_story import NARROW, WIDE, sign_in
from tests.browser import visit
from portal.admin.addresses import of_kind
from portal.kinds.registry import KINDS
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_shots(chief, live_server, browse, write, size, scheme):
    n = f"/tmp/scripts-old/{scheme}"
    def story(page):
        page.on("dialog", lambda d: d.accept())
        sign_in(page, live_server.url)
        page.goto(live_server.url + of_kind(KINDS["picture"], "add"))
        page.locator("button[formtarget=_blank]").scroll_into_view_if_needed()
        page.screenshot(path=n + "-picture.png")
        visit(page, write)
        page.click("[data-choose=link]"); page.wait_for_selector("#chooser-list button")
        page.screenshot(path=n + "-chooser.png"); page.keyboard.press("Escape")
        page.context.clear_cookies(name="sessionid"); page.evaluate(FULL)
        page.fill("#id_title", "x"); page.wait_for_selector("#gone-out p")
        page.evaluate("() => document.getElementById('gone-out').scrollIntoView()")
        page.screenshot(path=n + "-gone.png")
    browse(story, viewport=size, color_scheme=scheme)
