"""Patients weigh their choices: on a phone without JavaScript, by keyboard, on paper, and sent on to somebody else."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage
from pypdf import PdfReader

from tests.browser import barriers, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
DECISION = "/decisions/slipped-disc/"
TABLE = "The same questions for each choice"
OPERATIONS = "?choices=microdiscectomy,tubular-discectomy"
# The printed comparison with the most to say, and the ones that people see first.
PRINTED = [
    DECISION,
    DECISION + "?choices=exercise-and-physiotherapy,microdiscectomy,tubular-discectomy,endoscopic-discectomy",
    "/decisions/spinal-stenosis/?choices=waiting,decompression,interspinous-spacer,spinal-fusion",
    "/decisions/slipped-vertebra/",
    "/decisions/long-lasting-back-pain/",
]
Browse = Callable[..., Any]


def test_on_a_phone_without_javascript_one_chooses_what_to_compare(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> None:
        visit(page, f"{library}/conditions/slipped-disc/")
        page.get_by_role("link", name="Slipped disc: your choices side by side").first.click()
        page.get_by_text("Compare other choices").click()
        for choice in ("Waiting and staying active", "Exercise and physiotherapy"):
            page.get_by_role("checkbox", name=choice).uncheck()
        page.get_by_role("checkbox", name="Slipped disc surgery through a tube").check()
        page.get_by_role("button", name="Compare these").click()
        assert page.url.endswith("?choices=microdiscectomy&choices=tubular-discectomy#side-by-side")
        row = page.get_by_role("row", name="Good recovery after disc surgery")
        cells = row.get_by_role("cell").all_inner_texts()
        # Each value names its choice, as there are no heads of columns here.
        assert [text.split("\n")[0] for text in cells] == [
            "Slipped disc surgery (microdiscectomy)", "Slipped disc surgery through a tube",
        ]  # fmt: skip
        assert ["77 of 100" in cells[0], "71 of 100" in cells[1]] == [True, True]
        assert not page.get_by_role("columnheader").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    browse(story, viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_keeps_people_out_of_the_comparison(
    browse: Browse, library: str, scheme: str, viewport: dict[str, int]
) -> None:
    def story(page: BrowserPage) -> list[str]:
        visit(page, library + DECISION + OPERATIONS)
        page.get_by_text("Compare other choices").click()
        return barriers(page)

    assert browse(story, viewport=viewport, color_scheme=scheme) == []


def test_on_a_wide_screen_it_is_one_table_with_a_head_for_each_choice(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> None:
        visit(page, library + DECISION + OPERATIONS)
        table = page.get_by_role("table", name=TABLE)
        assert table.get_by_role("columnheader").all_inner_texts() == [
            "What you may ask", "Slipped disc surgery (microdiscectomy)", "Slipped disc surgery through a tube",
        ]  # fmt: skip
        row = table.get_by_role("row", name="Another operation after disc surgery")
        assert [text.split("\n")[0] for text in row.get_by_role("cell").all_inner_texts()] == ["10 of 100", "15 of 100"]
        assert page.evaluate("document.documentElement.scrollWidth") == DESK["width"]

    browse(story, viewport=DESK)


def test_with_the_keyboard_alone_one_compares_and_ticks_what_matters(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> None:
        visit(page, library + DECISION)
        page.get_by_text("Compare other choices").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.value") == "waiting"
        page.keyboard.press("Space")
        page.get_by_role("button", name="Compare these").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**choices=exercise-and-physiotherapy&choices=microdiscectomy**")
        sentence = page.get_by_role("checkbox", name="An anaesthetic worries me.")
        sentence.focus()
        page.keyboard.press("Space")
        assert sentence.is_checked()
        page.reload()
        # Nothing was kept of it.
        assert not page.get_by_role("checkbox", name="An anaesthetic worries me.").is_checked()

    browse(story, viewport=DESK)


@pytest.mark.parametrize("address", PRINTED)
def test_the_comparison_is_printed_on_one_sheet_on_its_side(browse: Browse, library: str, address: str) -> None:
    def story(page: BrowserPage) -> bytes:
        visit(page, library + address)
        return page.pdf(format="A4", prefer_css_page_size=True)

    sheets = PdfReader(io.BytesIO(browse(story))).pages
    [wide] = [sheet for sheet in sheets if sheet.mediabox.width > sheet.mediabox.height]
    text = wide.extract_text()
    assert "About each choice" in text
    assert "No choice here is marked as the best one" in text
