"""A writer's story in a real browser: a telephone's file is refused, another is taken, replaced, published, read."""

import pytest

from portal.admin.addresses import of_kind, screen
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob, upload
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.admin.test_story import NARROW, SAVE, WIDE, press, published, sign_in, troubles
from tests.browser import agreeing
from tests.desk.four_eyes import approved
from tests.pictures import drawn_png, page_with_it, photograph, picture_draft, published_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "#id_address-slug": "scar",
    "[name=title-en]": "A healed cut",
    "[name=caption-en]": "A cut after six weeks.",
    "[name=alt-en]": "A thin pale line.",
    "[name=description-en]": "The line is as long as a thumb is wide.",
    "#id_credit": "Photo: A. Example, used with permission",
}


def choose(page, name, content):
    page.set_input_files("#id_file", {"name": name, "mimeType": "image/jpeg", "buffer": content})


def write(page, site, look):
    """Write about a picture, with the wrong file first; hand in another one than was saved."""
    sign_in(page, site)
    page.goto(site + of_kind(KINDS["picture"], "add"))
    found = look(page)
    for place, words in WORDS.items():
        page.fill(place, words)
    choose(page, "IMG_7.HEIC", b"\0\0\0\x18ftypheic" + b"x" * 60)
    press(page, SAVE)
    found += look(page)
    shown = page.inner_text("main")
    choose(page, "IMG_7.jpg", photograph((2400, 1800)))
    press(page, SAVE)
    found += look(page)
    choose(page, "drawn.png", drawn_png((800, 500)))
    press(page, "text=Save and go on")
    return found, shown


def read(page, site, change):
    """Read the patients' page, then see the same picture on the desk."""
    page.goto(site + "/guides/the-cut/")
    page.wait_for_load_state("networkidle")
    fits = "one => [one.complete, one.naturalWidth, one.clientWidth <= innerWidth]"
    seen, faults = page.eval_on_selector(".photo", fits), troubles(page)
    sign_in(page, site)
    page.goto(site + change)
    return seen, page.eval_on_selector(".upload-shown img", "one => one.naturalWidth"), faults


@pytest.mark.parametrize(
    ("size", "scheme", "scripts"), [(NARROW, "dark", True), (WIDE, "light", True), (WIDE, "dark", False)]
)
def test_a_picture_from_a_telephone_to_the_patients_page(loaded, live_server, browse, size, scheme, scripts):
    chief = User.objects.create_superuser("chief", password="a password for tests")
    # What judges a page is a script itself.
    look = troubles if scripts else lambda _page: []
    context = {"viewport": size, "color_scheme": scheme}
    found, shown = browse(lambda page: write(page, live_server.url, look), java_script_enabled=scripts, **context)
    assert found == []
    assert "This is a HEIC file from a telephone. Export it as JPEG and try again." in shown
    assert sorted((blob.width, blob.height) for blob in Blob.objects.without_content()) == [(800, 500), (1600, 1200)]
    approved(document("picture", "scar").head)
    publishing = screen(document("picture", "scar"), "publishing")
    browse(lambda page: published(page, live_server.url, publishing), java_script_enabled=scripts, **context)
    page_with_it(by=chief)
    change = screen(document("picture", "scar"), "change")
    told = browse(lambda page: read(page, live_server.url, change), **context)
    assert told == ([True, 800, True], 800, [])


@pytest.mark.parametrize("made", [picture_draft, published_picture])
def test_the_look_beside_a_text_shows_pictures_draft_or_published(loaded, live_server, browse, made):
    chief = User.objects.create_superuser("chief", password="a password for tests")
    made(upload(photograph(), by=chief).name, by=chief)
    change = screen(document("guide", "questions"), "change")

    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        page.goto(live_server.url + change)
        page.fill("#id_body", "::: figure scar\n:::")
        shown = page.frame_locator("iframe.look:not(.is-coming)").locator(".photo")
        # A frame that is not shown yet waits with its pictures.
        shown.scroll_into_view_if_needed()
        return shown.evaluate("one => one.decode().then(() => one.naturalWidth, () => 'not shown')")

    assert browse(story, viewport=WIDE) == 300


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_picture_is_looked_at_in_a_new_tab_before_it_is_saved(loaded, live_server, browse, size, scheme):
    chief = User.objects.create_superuser("chief", password="a password for tests")
    scar = picture_draft(upload(photograph(), by=chief).name, by=chief)
    change = screen(scar, "change")

    def story(page):
        sign_in(page, live_server.url)
        page.goto(live_server.url + change)
        page.fill("[name=caption-en]", "A cut, typed just now.")
        found = troubles(page)
        with page.context.expect_page() as opened:
            page.click("text=Look in a new tab")
        opened.value.wait_for_load_state("networkidle")
        width = opened.value.eval_on_selector(".photo", "one => one.naturalWidth")
        return found + troubles(opened.value), width, opened.value.inner_text("main")

    found, width, words = browse(story, viewport=size, color_scheme=scheme)
    assert (found, width) == ([], 300)
    assert "A cut, typed just now." in words
    assert document("picture", "scar").revisions.count() == 1
