"""A writer's story in a real browser: a telephone's file is refused, another is taken, replaced, published, read."""

import pytest

from portal.admin.addresses import of_kind, screen
from portal.desk.blobs import Blob
from portal.desk.people import User
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.admin.test_story import NARROW, SAVE, WIDE, press, sign_in, troubles
from tests.pictures import drawn_png, page_with_it, photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "#id_address-slug": "scar",
    "[name=title-en]": "A healed cut",
    "[name=caption-en]": "A cut after six weeks.",
    "[name=alt-en]": "A thin pale line.",
    "[name=description-en]": "The line is as long as a thumb is wide.",
    "#id_credit": "Photo: A. Example, used with permission",
}


def chosen(name, content):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.mark.parametrize(("size", "scheme", "scripts"), [(NARROW, "dark", True), (WIDE, "light", False)])
def test_a_picture_from_a_telephone_to_the_patients_page(loaded, live_server, browse, size, scheme, scripts):
    chief = User.objects.create_superuser("chief", password="a password for tests")
    add = live_server.url + of_kind(KINDS["picture"], "add")

    def look(page):
        return troubles(page) if scripts else []

    def begin(page):
        sign_in(page, live_server.url)
        page.goto(add)
        found = {"empty": look(page)}
        for place, words in WORDS.items():
            page.fill(place, words)
        page.set_input_files("#id_file", chosen("IMG_7.HEIC", b"\0\0\0\x18ftypheic" + b"x" * 60))
        press(page, SAVE)
        found["refused"] = look(page)
        shown = page.inner_text("main")
        page.set_input_files("#id_file", chosen("IMG_7.jpg", photograph((2400, 1800))))
        press(page, SAVE)
        found["saved"] = look(page)
        page.set_input_files("#id_file", chosen("drawn.png", drawn_png((800, 500))))
        press(page, "text=Save and go on to publish")
        press(page, "text=Publish revision")
        return found, shown

    found, shown = browse(begin, viewport=size, color_scheme=scheme, java_script_enabled=scripts)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert "This is a HEIC file from a telephone. Export it as JPEG and try again." in shown
    assert sorted((blob.width, blob.height) for blob in Blob.objects.without_content()) == [(800, 500), (1600, 1200)]
    page_with_it(by=chief)
    write = screen(document("picture", "scar"), "change")

    def read(page):
        page.goto(live_server.url + "/guides/the-cut/")
        page.wait_for_load_state("networkidle")
        seen = page.evaluate(
            "(i => [i.complete, i.naturalWidth, i.clientWidth <= innerWidth])(document.querySelector('.photo'))"
        )
        faults = troubles(page)
        sign_in(page, live_server.url)
        page.goto(live_server.url + write)
        is_shown = page.evaluate("document.querySelector('.upload-shown img').naturalWidth")
        return seen, is_shown, faults

    seen, is_shown, faults = browse(read, viewport=size, color_scheme=scheme)
    assert (seen, is_shown, faults) == ([True, 800, True], 800, [])
