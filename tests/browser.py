"""A real Chromium for stories, kept out of the way of Django's database connections."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Locator, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome")
# As root, in containers with little shared memory, and without calling home.
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE_MS = 15_000


class Unavailable(Exception):
    """There is no Chromium, and this run needs one."""


def find_chromium() -> str | None:
    """Path of the machine's Chromium, `None` where it has none. CHROMIUM names one that is not on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def is_required() -> bool:
    """Tell whether a missing Chromium is a failure rather than a skip, as it is in CI."""
    return bool(os.environ.get("PORTAL_REQUIRE_BROWSER"))


def until_whole(act: Callable[..., None]) -> Callable[..., None]:
    """The same act, after which the page that it leads to is there whole, with its style sheet.

    Playwright comes back as soon as the next page has begun; a story would now and then look at one still empty.
    """

    @wraps(act)
    def acted(locator: Locator, *how: Any, **more: Any) -> None:
        act(locator, *how, **more)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("load")

    return acted


for _way in ("click", "press", "tap"):
    setattr(Locator, _way, until_whole(getattr(Locator, _way)))


class Browser:
    """Chromium behind one thread: Playwright's event loop in the main thread would make Django refuse its database."""

    def __init__(self) -> None:
        path = find_chromium()
        if path is None:
            raise Unavailable("Chromium is missing: install the package chromium, or name one in CHROMIUM")
        self.path = path
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="browser")
        self.thread.submit(self._open).result()

    def _open(self) -> None:
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(executable_path=self.path, args=SWITCHES)

    def tell(self, story: Callable[[Page], Any], *, letters_px: int | None = None, **context: Any) -> Any:
        """Run `story(page)` in a fresh context, so that no cookie crosses from one story to the next.

        `letters_px` is the text size that the reader has set in the browser. It holds for a whole browser, so such a
        story gets one of its own.
        """

        def told() -> Any:
            if letters_px is None:
                return self._told(self.chromium, story, context)
            size = f"--blink-settings=defaultFontSize={letters_px}"
            with self.playwright.chromium.launch(executable_path=self.path, args=[*SWITCHES, size]) as enlarged:
                return self._told(enlarged, story, context)

        return self.thread.submit(told).result()

    @staticmethod
    def _told(chromium: Chromium, story: Callable[[Page], Any], context: dict[str, Any]) -> Any:
        with chromium.new_context(**context) as opened:
            opened.set_default_timeout(PATIENCE_MS)
            return story(opened.new_page())

    def close(self) -> None:
        """Stop Chromium, then its thread."""
        self.thread.submit(self.chromium.close).result()
        self.thread.submit(self.playwright.stop).result()
        self.thread.shutdown()


def visit(page: Page, address: str) -> None:
    """Open an address that must be there: a story about an error page would prove nothing."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address


def agreeing(page: Page) -> list[str]:
    """Answer every question of the page with yes; the list goes on to hold what sort each was, such as "confirm"."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return asked


def barriers(page: Page) -> list[str]:
    """What keeps people out of the page now open, by WCAG 2.2 AA as axe sees it: `rule: element`, empty when none."""
    page.wait_for_load_state("load")
    # A script element would be stopped by the page's own security policy.
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    return sorted(
        f"{violation['id']}: {node['html']}" for violation in found["violations"] for node in violation["nodes"]
    )
