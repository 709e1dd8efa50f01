"""Words that survive a reload and an ended session, and two people at one text, in real browsers."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from portal.desk.people import User
from tests.admin.conftest import document
from tests.admin.test_story import NARROW, SAVE, SPACER, WIDE, press, sign_in, troubles
from tests.admin.test_writing_story import until
from tests.browser import agreeing, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_words_survive_a_reload_and_are_forgotten_when_they_have_arrived(
    chief, live_server, browse, write, size, scheme
):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "My unsent title")
        until(page, "Object.keys(localStorage).some(key => key.startsWith('desk-unsent/'))")
        visit(page, write)
        offered = page.inner_text("#unsent"), page.input_value("#id_title"), troubles(page)
        page.click("[data-show]")
        shown = page.input_value("#id_title"), page.is_visible("#unsent")
        press(page, SAVE)
        left = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('desk-unsent/')).length")
        visit(page, write)
        return offered, shown, left, page.is_visible("#unsent")

    (said, title, found), shown, left, again = browse(story, viewport=size, color_scheme=scheme)
    assert "You have text here that was not sent" in said
    assert (title, found) == ("A spacer between the bones", [])
    assert shown == ("My unsent title", False)
    assert (left, again) == (0, False)
    assert "title: My unsent title" in document(*SPACER).head.text


def test_words_survive_a_session_that_has_ended(chief, live_server, browse, write):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "My late title")
        page.context.clear_cookies(name="sessionid")
        press(page, SAVE)
        refused = page.inner_text("main, #content"), page.input_value("textarea >> nth=0"), troubles(page)
        visit_in = page.get_attribute("#content a[href*=login]", "href")
        page.goto(live_server.url + visit_in)
        page.fill("#id_username", "chief")
        page.fill("#id_password", "a password for tests")
        press(page, "input[type=submit]")
        back = page.url
        page.click("[data-show]")
        press(page, SAVE)
        return refused, back

    (said, first, found), back = browse(story, viewport=NARROW, color_scheme="dark")
    assert "You were signed out before this was sent" in said
    assert (first, found, back) == ("My late title", [], write)
    assert "title: My late title" in document(*SPACER).head.text


def test_words_can_be_thrown_away_and_logging_out_does_so(chief, live_server, browse, write):
    def story(page):
        asked = agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "One")
        visit(page, write)
        page.click("[data-throw]")
        thrown = page.evaluate("localStorage.length")
        page.fill("#id_title", "Two")
        visit(page, write)
        asked.clear()
        press(page, "#logout-form button")
        return thrown, asked, page.evaluate("localStorage.length")

    assert browse(story, viewport=WIDE) == (0, ["confirm"], 0)


def test_what_is_being_typed_is_not_kept_again_by_logging_out(chief, live_server, browse, write):
    def story(page):
        asked = agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "Typed on a shared computer")
        press(page, "#logout-form button")
        return asked, page.evaluate("localStorage.length")

    assert browse(story, viewport=WIDE) == (["confirm"], 0)


FOCUS = "document.activeElement.id"
UNSENT = "Object.keys(localStorage).filter(key => key.startsWith('desk-unsent/')).length"
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('no room', 'QuotaExceededError'); }; }"


def test_nothing_is_thrown_away_unasked_and_the_focus_is_not_lost(chief, live_server, browse, write):
    def story(page):
        asked, refused = [], []

        def answer(dialog):
            asked.append((dialog.type, dialog.message))
            dialog.dismiss() if dialog.type == "confirm" and not refused else dialog.accept()

        page.on("dialog", answer)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "One")
        visit(page, write)
        asked.clear()
        page.click("[data-throw]")
        kept = page.is_visible("#unsent"), page.evaluate(UNSENT)
        refused.append(True)
        page.click("[data-throw]")
        thrown = page.is_visible("#unsent"), page.evaluate(UNSENT), page.evaluate(FOCUS)
        page.fill("#id_title", "Two")
        visit(page, write)
        page.focus("[data-show]")
        page.keyboard.press("Enter")
        return asked[:2], kept, thrown, page.evaluate(FOCUS), troubles(page)

    asked, kept, thrown, focus, found = browse(story, viewport=NARROW)
    assert asked == [("confirm", "Throw this text away for good? It is kept nowhere else.")] * 2
    assert (kept, thrown) == ((True, 1), (False, 0, "id_title"))
    assert (focus, found) == ("unsent-shown", [])


def test_a_copy_that_is_the_only_one_stays_when_there_is_no_room_for_another(chief, live_server, browse, write):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "My only copy")
        visit(page, write)
        page.evaluate(FULL)
        page.click("[data-show]")
        shown = page.input_value("#id_title"), page.evaluate(UNSENT)
        visit(page, write)
        page.click("[data-show]")
        return shown, page.input_value("#id_title"), page.evaluate(UNSENT)

    assert browse(story, viewport=WIDE) == (("My only copy", 1), "My only copy", 1)


def test_logging_out_from_a_list_asks_and_throws_away_too(chief, live_server, browse, write):
    def story(page):
        asked = agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_title", "Two")
        visit(page, write.rsplit("/", 3)[0] + "/")
        asked.clear()
        press(page, "#logout-form button")
        return asked, page.evaluate("localStorage.length")

    assert browse(story, viewport=WIDE) == (["confirm"], 0)


def test_what_is_old_or_another_person_s_is_not_offered(chief, live_server, browse, write):
    def story(page):
        sign_in(page, live_server.url)
        place = "/" + write.split("/", 3)[3]
        page.evaluate(
            """([mine, theirs]) => {
                const heap = at => JSON.stringify({ at, ticket: "x", values: { title: ["Old"] } });
                localStorage.setItem(mine, heap(Date.now() - 31 * 24 * 3600 * 1000));
                localStorage.setItem(theirs, heap(Date.now()));
                localStorage.setItem("desk-unsent/broken", "{");
            }""",
            [f"desk-unsent/{chief.pk}{place}/1/x", f"desk-unsent/{chief.pk + 1}{place}/1/x"],
        )
        visit(page, write)
        return page.is_visible("#unsent"), page.evaluate("Object.keys(localStorage)")

    is_offered, keys = browse(story, viewport=WIDE)
    assert is_offered is False
    assert [key.split("/")[1] for key in keys] == [str(chief.pk + 1)]


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_two_people_see_each_other(chief, live_server, browse, write, size, scheme):
    import_module("portal.migrations.0005_roles").make_roles(apps, None)
    doctor = User.objects.create_user(
        "doctor", password="a password for tests", is_staff=True, first_name="Dr", last_name="Example"
    )
    doctor.groups.add(Group.objects.get(name="Writer"))

    def story(page):
        page.clock.install()
        sign_in(page, live_server.url)
        visit(page, write)
        alone = page.inner_text("#others")
        with page.context.browser.new_context() as theirs:
            other = theirs.new_page()
            other.goto(live_server.url + "/admin/")
            other.fill("#id_username", "doctor")
            other.fill("#id_password", "a password for tests")
            press(other, "input[type=submit]")
            visit(other, write)
            seen = other.inner_text("#others")
        page.clock.run_for(61_000)
        page.wait_for_selector("#others >> text=Dr Example")
        return alone, seen, page.inner_text("#others"), troubles(page)

    alone, seen, told, found = browse(story, viewport=size, color_scheme=scheme)
    assert alone.strip() == ""
    assert "chief has had this page open since" in seen
    assert "Dr Example has had this page open since" in told
    assert found == []
