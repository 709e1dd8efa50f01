"""Stories of the desk in a real browser, on a wide and on a narrow screen, in light and in dark."""

import pytest
from django.urls import reverse

from portal.admin.addresses import ONE_DOCUMENT, of_kind, screen
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.browser import barriers
from tests.desk.four_eyes import approved, publish
from tests.desk.test_publishing import revised
from tests.library import change_file

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SPACER = ("procedure", "interspinous-spacer")
FINDING = ("finding", "moojen-2013-another-operation")
SAVE = ".main-button"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, site):
    page.goto(site + reverse("admin:index"))
    page.fill("#id_username", "chief")
    page.fill("#id_password", "a password for tests")
    press(page, "input[type=submit]")


def press(page, button):
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.click(button)


def troubles(page):
    """What keeps people out, and whether the page itself must be pushed sideways to be read."""
    is_too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*barriers(page), *(["too wide"] if is_too_wide else [])]


def published(page, site, publishing):
    """Publish what somebody else has approved meanwhile; what the screen says then."""
    sign_in(page, site)
    page.goto(site + publishing)
    press(page, "text=Publish revision")
    return page.inner_text("main")


def every_address():
    found = document(*SPACER)
    return [
        reverse("admin:index"),
        of_kind(KINDS["procedure"], "changelist"),
        of_kind(KINDS["condition"], "add"),
        of_kind(KINDS["finding"], "add") + "?shape=two_counts",
        screen(document(*FINDING), "change"),
        *[screen(found, name) for name in ONE_DOCUMENT],
        screen(found, "revision", found.head_id),
        reverse("admin:portal_user_changelist"),
    ]


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_no_screen_of_the_desk_keeps_anybody_out(chief, live_server, browse, size, scheme):
    addresses = every_address()

    def story(page):
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url + reverse("admin:login"))
        found = {"login": troubles(page)}
        sign_in(page, live_server.url)
        for address in addresses:
            page.goto(live_server.url + address)
            found[address] = troubles(page)
        return {name: faults for name, faults in found.items() if faults}, said

    assert browse(story, viewport=size, color_scheme=scheme) == ({}, [])


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_two_people_at_one_document_lose_nothing(chief, live_server, browse, size, scheme):
    write, publishing = screen(document(*SPACER), "change"), screen(document(*SPACER), "publishing")

    def story(page):
        sign_in(page, live_server.url)
        other = page.context.new_page()
        for each in (page, other):
            each.goto(live_server.url + write)
        page.fill("#id_title", "Their title")
        press(page, SAVE)
        found = {"saved": troubles(page)}
        other.fill("#id_title", "My title")
        press(other, SAVE)
        found["stale"] = troubles(other)
        shown = other.inner_text("main"), other.input_value("#id_title")
        other.fill("#id_stay", "some")
        press(other, SAVE)
        found["faults"] = troubles(other)
        page.goto(live_server.url + publishing)
        found["draft"] = troubles(page)
        page.goto(live_server.url + write)
        with page.context.expect_page() as opened:
            page.click("text=Look in a new tab")
        opened.value.wait_for_load_state()
        found["look"] = troubles(opened.value)
        return found, shown

    found, (words, title) = browse(story, viewport=size, color_scheme=scheme)
    assert found == {"saved": [], "stale": [], "faults": [], "draft": [], "look": []}
    assert "Not saved: somebody else saved this document meanwhile" in words
    assert "Revision" in words
    assert "Their" in words
    assert title == "My title"


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_clash_is_found_among_the_files_joined_and_published(
    chief, loaded, live_server, browse, settings, size, scheme
):
    settings.CONTENT_DIR = loaded
    spacer = document(*SPACER)
    publish(spacer, revision=revised(spacer, "stay: 0-1", "stay: 0-2", chief), by=chief)
    change_file(loaded, "en/procedures/interspinous-spacer.md", "stay: 0-1", "stay: 1-2")
    (loaded / "en/guides/questions.md").unlink()

    def story(page):
        sign_in(page, live_server.url)
        press(page, "main >> text=Files and site")
        found = {"files": troubles(page)}
        press(page, "text=Take the files’ words in")
        found["taken in"] = troubles(page)
        press(page, ".paths a >> text=en/procedures/interspinous-spacer.md")
        shown = page.inner_text("main")
        found["joining"] = troubles(page)
        page.fill("#id_stay", "0-3")
        press(page, "text=Save and go on")
        return found, shown

    found, shown = browse(story, viewport=size, color_scheme=scheme)
    approved(document(*SPACER).head)
    address = screen(spacer, "publishing")
    done = browse(lambda page: published(page, live_server.url, address), viewport=size, color_scheme=scheme)
    assert found == {"files": [], "taken in": [], "joining": []}
    assert "Both changed the same place once." in shown
    assert "Readers see the newest text." in done
    settled = document(*SPACER)
    assert ("stay: 0-3" in settled.live.text, settled.clash) == (True, None)


def test_a_writer_corrects_a_figure_and_the_patients_page_shows_it(chief, live_server, browse):
    write, publishing = (screen(document(*FINDING), name) for name in ("change", "publishing"))

    def patient(page):
        """Another person's browser, which has kept nothing."""
        with page.context.browser.new_context() as theirs:
            reading = theirs.new_page()
            reading.goto(live_server.url + "/procedures/interspinous-spacer/")
            return reading.inner_text("main")

    def story(page):
        texts = [patient(page)]
        sign_in(page, live_server.url)
        press(page, "main >> text=Findings")
        press(page, "text=Another operation")
        page.fill("[aria-label='Percent, row 1']", "31")
        page.fill("#id_saving-note", "misread the table")
        press(page, "text=Save and preview")
        texts += [page.inner_text("body"), patient(page)]
        page.goto(live_server.url + write)
        press(page, "text=Save and go on")
        return texts, troubles(page)

    (before, preview, meanwhile), faults = browse(story, viewport=NARROW)
    approved(document(*FINDING).head)
    browse(lambda page: published(page, live_server.url, publishing), viewport=NARROW)
    after = browse(patient)
    assert "29 of 100" in before
    assert "This is a preview" in preview
    assert "31 of 100" in preview
    assert "31 of 100" not in meanwhile
    assert "31 of 100" in after
    assert "29 of 100" not in after
    assert faults == []
