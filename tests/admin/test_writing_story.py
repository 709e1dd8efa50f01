"""Writing in a real browser: marks put in by buttons, a look and a panel that follow the words."""

import pytest

from tests.admin.conftest import document
from tests.admin.held_back import arrived, held_back
from tests.admin.test_story import NARROW, SPACER, WIDE, press, sign_in, troubles
from tests.browser import agreeing, visit

HOSTILE = "<script>parent.document.title = 'taken'</script> <img src=x onerror=alert(1)>"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def until(page, condition):
    """Wait for an expression to be true. Playwright's own way is stopped by the page's security policy."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def body(page):
    return page.input_value("#id_body")


def cursor_behind(page, words):
    page.evaluate(
        """words => {
            const field = document.getElementById("id_body"), at = field.value.indexOf(words) + words.length;
            field.focus();
            field.setSelectionRange(at, at);
        }""",
        words,
    )


def choose(page, button, asked):
    """With the keys alone: open the list, search it, take the first."""
    page.focus(f"[data-choose={button}]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#chooser-list button")
    page.keyboard.type(asked)
    until(
        page,
        f"""(() => {{ const all = document.querySelectorAll("#chooser-list button");
            return all.length === 1 && all[0].textContent.toLowerCase().includes("{asked}"); }})()""",
    )
    found = troubles(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    return found


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_buttons_put_the_right_marks_at_the_cursor_and_undo_takes_them_back(
    chief, live_server, browse, write, size, scheme
):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        page.click(".how-to summary")
        page.click("#checks-1 summary")
        found = [troubles(page)]
        page.fill("#id_body", "First words.\n\nSecond words")
        cursor_behind(page, "First words.")
        found.append(choose(page, "source", "interspinous"))
        cursor_behind(page, "Second words")
        page.click("[data-insert=heading]")
        page.keyboard.press("End")
        page.keyboard.type("\n\nSee ")
        choose(page, "link", "narrowed")
        page.keyboard.type(".")
        choose(page, "finding", "another")
        return found, body(page), *undone_list(page), *closed_by_escape(page)

    found, whole, listed, undone, nothing, where = browse(story, viewport=size, color_scheme=scheme)
    assert found == [[], []]
    assert whole == (
        "First words. [@moojen-2013]\n\n## Second words\n\nSee [A narrowed spinal canal](condition:spinal-stenosis)."
        "\n\n::: finding moojen-2013-another-operation\n:::\n"
    )
    assert "\n- See [A narrowed" in listed
    assert undone == whole
    assert nothing == "Nothing is called that."
    assert where == [False, "Picture…"]


def undone_list(page):
    """Make a line an entry of a list, then take that back with the keys; returns both texts."""
    cursor_behind(page, "See")
    page.click("[data-insert=list]")
    listed = body(page)
    page.keyboard.press("Control+z")
    return listed, body(page)


def closed_by_escape(page):
    """Open the list of pictures and close it again; returns what it said, whether it is open, where the focus is."""
    page.focus("[data-choose=picture]")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#chooser [role=status]').textContent !== ''")
    said = page.inner_text("#chooser [role=status]")
    page.keyboard.press("Escape")
    return said, page.evaluate("[document.getElementById('chooser').open, document.activeElement.textContent]")


def frame_words(page, words):
    """Wait until the frame shows something; returns all its words."""
    look = page.frame_locator("iframe.look:not(.is-coming)")
    look.locator(f"text={words}").first.wait_for()
    return look.locator("body").inner_text()


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_the_look_and_the_panel_follow_the_words(chief, live_server, browse, write, size, scheme):
    def story(page):
        said = []
        agreeing(page)
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        sign_in(page, live_server.url)
        visit(page, write)
        first, before = frame_words(page, "The short answer"), page.evaluate("history.length")
        page.fill("#id_body", f"## Canary\n\nOf all, 39 of 100 people sang.\n\n{HOSTILE}\n\n::: summary\n:::")
        second = frame_words(page, "Canary")
        page.wait_for_selector("#how-it-reads >> text=has no source")
        page.click("#how-it-reads .remarks [data-line='3'] >> nth=0")
        chosen = page.evaluate(
            "(() => { const field = document.activeElement;"
            " return field.value.slice(field.selectionStart, field.selectionEnd); })()"
        )
        page.fill("#id_title", "Pressed by hand")
        page.click("[name=_look][value=frame]")
        frame_words(page, "Pressed by hand")
        depth = page.evaluate("history.length") - before
        return first, second, chosen, page.title(), depth, page.url, said, troubles(page)

    first, second, chosen, title, depth, url, said, found = browse(story, viewport=size, color_scheme=scheme)
    assert "29 of 100" in first
    assert "<script>" in second
    assert "taken" not in title
    assert chosen == "Of all, 39 of 100 people sang."
    assert (url, said, found) == (write, [], [])
    # Looks leave nothing to go back through.
    assert depth == 0
    assert document(*SPACER).head_id == document(*SPACER).live_id


def test_the_frame_keeps_scripts_out_even_of_a_page_that_has_one(chief, live_server, browse, write):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        frame_words(page, "The short answer")
        frame = page.query_selector("iframe.look")
        has_run = page.evaluate(
            """() => new Promise(done => {
                const frame = document.querySelector("iframe.look");
                frame.srcdoc = "<script src='/static/js/page.js'></scr" + "ipt>";
                frame.addEventListener("load", () => setTimeout(
                    () => done(frame.contentDocument.documentElement.hasAttribute("data-script")), 300
                ));
            })"""
        )
        return frame.get_attribute("sandbox"), has_run

    # A script of our own, which every policy but that of the frame would let run.
    assert browse(story, viewport=WIDE) == ("allow-same-origin", False)


def test_a_late_panel_is_not_put_over_a_newer_one_and_is_told_when_it_changes(chief, live_server, browse, write):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        waiting = held_back(page, write)
        page.fill("#id_body", "## First\n\nNo figure.\n\n::: summary\n:::")
        arrived(page, waiting, 1)
        page.fill("#id_body", "## Second\n\nOf all, 39 of 100 people sang.\n\n::: summary\n:::")
        arrived(page, waiting, 2)
        waiting[1].continue_()
        page.wait_for_selector("#how-it-reads >> text=has no source")
        told = page.inner_text("[data-refreshed]")
        waiting[0].continue_()
        page.wait_for_timeout(1000)
        return told, page.inner_text("#how-it-reads"), page.inner_text("[data-refreshed]"), frame_words(page, "Second")

    told, panel, later, look = browse(story, viewport=WIDE)
    assert told == later == "1 figure has no source."
    assert "“39 of 100” has no source" in panel
    assert "First" not in look


def test_the_look_follows_even_when_the_panel_cannot_be_had(chief, live_server, browse, write):
    def story(page):
        agreeing(page)
        sign_in(page, live_server.url)
        visit(page, write)
        waiting = held_back(page, write)
        page.fill("#id_body", "## Canary\n\n::: summary\n:::")
        arrived(page, waiting, 1)
        waiting[0].abort()
        return frame_words(page, "Canary")

    assert "Canary" in browse(story, viewport=WIDE)


def test_without_scripts_the_buttons_do_the_same(chief, live_server, browse, write):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        shown = page.is_visible(".bar"), page.is_visible("#unsent"), page.is_visible(".how-to summary")
        page.fill("#id_body", "## Canary\n\nOf all, 39 of 100 people sang.\n\n::: summary\n:::")
        page.click("button[formtarget=look]")
        look = frame_words(page, "Canary")
        press(page, "[name=_check]")
        panel = page.inner_text("#how-it-reads")
        kept = body(page)
        page.click("#how-it-reads .remarks a >> nth=0")
        line = page.evaluate("document.querySelector('.numbered span:target').textContent")
        return shown, look, panel, kept, line

    shown, look, panel, kept, line = browse(story, viewport=NARROW, java_script_enabled=False)
    assert shown == (False, False, True)
    assert "39 of 100 people sang" in look
    assert "“39 of 100” has no source" in panel
    assert kept.startswith("## Canary")
    assert line == "Of all, 39 of 100 people sang.\n"
