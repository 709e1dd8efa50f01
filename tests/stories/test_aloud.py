"""Listening: the device's own voice reads the main text, piece by piece, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from tests.browser import visit
from tests.library import write_library
from tests.views.conftest import SITE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A device with voices of the kinds given, whose speech ends when the test says so.
DEVICE = """local => {
    window.said = [];
    class Utterance { constructor(text) { this.text = text; } }
    const speech = { paused: false, getVoices: () => [{lang: 'en-GB', localService: local}],
        addEventListener() {}, cancel() { this.paused = false; }, pause() { this.paused = true; },
        resume() { this.paused = false; }, speak(piece) { window.said.push(piece.text); window.piece = piece; } };
    Object.defineProperty(window, 'speechSynthesis', {value: speech});
    Object.defineProperty(window, 'SpeechSynthesisUtterance', {value: Utterance});
}"""
GO_ON = "piece.onend && piece.onend()"
Browse = Callable[..., Any]


@pytest.fixture
def address(live_server: Any, tmp_path: Any) -> str:
    load(plan(write_library(tmp_path / "content", SITE)))
    return f"{live_server.url}/conditions/spinal-stenosis/"


def opened(page: BrowserPage, address: str, *, local: str) -> None:
    page.add_init_script(f"({DEVICE})({local})")
    visit(page, address)
    page.get_by_text("Print, large print or listen").click()


def test_the_page_is_read_in_order_and_the_piece_that_is_heard_is_marked(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> tuple[list[str], list[str]]:
        opened(page, address, local="true")
        page.get_by_role("button", name="Listen to this page").click()
        marked = []
        for _piece in range(4):
            marked.append(page.locator(".is-heard").inner_text())
            page.evaluate(GO_ON)
        return page.evaluate("said"), marked

    said, marked = browse(story)
    assert said[:4] == marked
    assert said[:3] == [
        "A narrowed spinal canal",
        "The short answer",
        "The space for the nerves is tight, so your legs may hurt when you walk.",
    ]


def test_it_can_be_held_gone_on_with_and_stopped(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> list[Any]:
        opened(page, address, local="true")
        page.get_by_role("button", name="Listen to this page").click()
        seen = []
        page.get_by_role("button", name="Pause").click()
        seen.append(page.evaluate("speechSynthesis.paused"))
        page.get_by_role("button", name="Go on reading").click()
        seen.append(page.evaluate("speechSynthesis.paused"))
        page.get_by_role("button", name="Stop reading").click()
        seen.append(page.locator(".is-heard").count())
        seen.append(page.evaluate("document.activeElement.innerText"))
        return seen

    assert browse(story) == [True, False, 0, "Listen to this page"]


def test_no_word_is_sent_to_a_voice_that_lives_elsewhere(browse: Browse, address: str) -> None:
    def story(page: BrowserPage) -> bool:
        opened(page, address, local="false")
        return page.locator("[data-aloud=start]").is_visible()

    assert browse(story) is False
