"""Walking through the desk as its people do: what can be pressed on each screen, and the pictures of the guide."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import reverse
from PIL import Image, ImageChops
from playwright.sync_api import Page as BrowserPage

from tests.admin.test_story import press

PASSWORD = "a password for tests"
WIDE = {"width": 1280, "height": 900}
# A picture is read beside its step, so it is at most about a screenful.
TALLEST, MARGIN, COLOURS = 1050, 8, 96
# A browser draws the corner of a box a little lighter or darker from one time to the next: nobody sees that.
UNSEEN = 40
# What people call a thing they press, fill in or look for; what is folded away is opened for as long as it is read.
LABELS = """() => {
    const folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach(one => one.open = true);
    const named = "a, button, summary, label, legend, .fixed-label, th, dt, h1, h2, h3, input[type=submit]";
    const words = [...document.querySelectorAll(named)].filter(one => one.checkVisibility()).map(one => {
        const own = one.cloneNode(true);
        own.querySelectorAll(".visually-hidden, .needed, .count, input").forEach(part => part.remove());
        return (one.matches("input") ? one.value : own.textContent).replace(/\\s+/g, " ").trim();
    });
    folded.forEach(one => one.open = false);
    return words;
}"""
# What sticks to the edge of the window would lie over the words; a ring around the first field says nothing.
STILL = """() => {
    document.querySelectorAll("*").forEach(one => {
        if (["sticky", "fixed"].includes(getComputedStyle(one).position)) one.style.position = "static"; });
    if (document.activeElement) document.activeElement.blur();
    scrollTo(0, 0);
}"""


def nothing(page: BrowserPage) -> None:
    """Most screens are looked at as they open."""


class Stop(NamedTuple):
    """One screen on the walk: who is there, where, what they do there, and the picture that is taken then.

    `of` are the places that the picture holds, from the first to the last; `after` leads on, once it is taken.
    """

    role: str
    address: str
    picture: str = ""
    of: tuple[str, ...] = ("#main",)
    before: Callable[[BrowserPage], Any] = nothing
    after: Callable[[BrowserPage], Any] = nothing


class Walk:
    """Keeps the labels of all screens that were seen, and the pictures that were taken, as PNG."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.labels: set[str] = set()
        self.pictures: dict[str, bytes] = {}

    def sign_in(self, page: BrowserPage, name: str, password: str = PASSWORD) -> None:
        page.goto(self.site + reverse("admin:index"))
        self.read(page)
        page.fill("#id_username", name)
        page.fill("#id_password", password)
        press(page, "input[type=submit]")
        self.read(page)

    def read(self, page: BrowserPage) -> None:
        self.labels.update(page.evaluate(LABELS))

    def stop(self, page: BrowserPage, stop: Stop) -> None:
        page.goto(self.site + stop.address)
        self.read(page)
        stop.before(page)
        self.read(page)
        if stop.picture:
            self.take(page, stop.picture, *stop.of)
        stop.after(page)
        self.read(page)

    def take(self, page: BrowserPage, name: str, *places: str) -> None:
        """Take a picture that holds all of these places."""
        assert name not in self.pictures, f"two pictures are called {name}"
        self.pictures[name] = picture_of(page, places)


def picture_of(page: BrowserPage, places: tuple[str, ...]) -> bytes:
    """The screen from the first of these places to the last, with few colours, as PNG."""
    page.mouse.move(0, 0)
    page.evaluate(STILL)
    boxes = [page.locator(place).first.bounding_box() for place in places]
    assert all(boxes), places
    left, top = (min(box[side] for box in boxes if box) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes if box)
    bottom = max(box["y"] + box["height"] for box in boxes if box)
    x, y = max(0, left - MARGIN), max(0, top - MARGIN)
    width, height = min(right + MARGIN, WIDE["width"]) - x, min(bottom + MARGIN - y, TALLEST)
    # A frame within the page is drawn only where the window is; what is taller than that has none.
    is_in_window = height <= WIDE["height"]
    if is_in_window:
        y -= page.evaluate("y => { scrollTo(0, y); return scrollY; }", y)
    clip = {"x": x, "y": y, "width": width, "height": height}
    taken = page.screenshot(clip=clip, full_page=not is_in_window, animations="disabled")
    shot = Image.open(BytesIO(taken))
    light = BytesIO()
    shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(light, "PNG", optimize=True)
    return light.getvalue()


def looks_like(content: bytes, path: Path) -> bool:
    """Whether a file is there and shows the same to the eye, so that it need not be written again."""
    if not path.exists():
        return False
    new, old = (Image.open(source).convert("RGB") for source in (BytesIO(content), path))
    differences = ImageChops.difference(new, old).getextrema() if new.size == old.size else ((0, 255),)
    return max(most for _least, most in differences) <= UNSEEN
