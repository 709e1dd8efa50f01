"""From a fault to its line in a real browser: into the field with a script, to the numbered words without one."""

import pytest

from tests.admin.test_story import NARROW, SAVE, WIDE, press, sign_in, troubles
from tests.admin.test_writing_story import frame_words
from tests.browser import visit

LINK = "[A link](javascript:alert(1))"
# Blank lines on top are not kept, and lines are counted without them.
FAULTY = "\n\n## Words\n\n" + "Some words.\n\n" * 40 + f"{LINK}\n\nMore."
FAULT = ".note-error a"
SELECTED = "(field => field.value.slice(field.selectionStart, field.selectionEnd))(document.activeElement)"
IN_SIGHT = """(() => {
    const line = document.querySelector(".numbered span:target").getBoundingClientRect();
    const box = document.querySelector(".numbered").getBoundingClientRect();
    return line.top >= Math.max(0, box.top) && line.bottom <= Math.min(innerHeight, box.bottom);
})()"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_fault_selects_its_line_in_the_field(chief, live_server, browse, write, size, scheme):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_body", FAULTY)
        press(page, SAVE)
        is_open = page.evaluate("document.querySelector('.typed-lines').open")
        page.click(FAULT)
        selected = page.evaluate("document.activeElement.id"), page.evaluate(SELECTED)
        page.click(".typed-lines summary")
        return is_open, selected, troubles(page)

    is_open, selected, found = browse(story, viewport=size, color_scheme=scheme)
    assert (is_open, found) == (False, [])
    assert selected == ("id_body", LINK)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_without_scripts_a_fault_leads_to_the_numbered_words(chief, live_server, browse, write, size):
    def story(page):
        sign_in(page, live_server.url)
        visit(page, write)
        page.fill("#id_body", FAULTY)
        page.click("button[formtarget=look]")
        look = frame_words(page, LINK)
        press(page, SAVE)
        page.click(FAULT)
        line = page.evaluate("document.querySelector('.numbered span:target').textContent")
        return look, line, page.evaluate(IN_SIGHT), page.input_value("#id_body")

    look, line, is_in_sight, typed = browse(story, viewport=size, java_script_enabled=False)
    assert "cannot be linked to" in look
    assert (line, is_in_sight) == (f"{LINK}\n", True)
    assert typed.strip() == FAULTY.strip()
