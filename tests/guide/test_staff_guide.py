"""The staff guide against the real screens: its pictures are made from them, and its buttons are on them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page as BrowserPage

from portal.admin.addresses import of_kind, screen
from portal.desk.people import User
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.admin.permission_table import MANAGER, PUBLISHER, REVIEWER, WRITER
from tests.admin.test_story import press
from tests.guide.conftest import FINDING, GUIDE, PASSWORD, RISK, SPACER

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
FOLDER = DOCS / "staff-guide"
TEXT = (DOCS / "staff-guide.md").read_text(encoding="utf-8")
WIDE = {"width": 1100, "height": 800}
MOST_BYTES = 150_000
# Everything that a person can read on a page, the words of buttons and folded parts included.
WORDS = """[document.body.textContent, ...[...document.querySelectorAll("input[type=submit]")].map(one => one.value)]
    .join(" ").replace(/\\s+/g, " ")"""


UNSTUCK = """document.querySelectorAll("*").forEach(one => {
    if (["sticky", "fixed"].includes(getComputedStyle(one).position)) one.style.position = "static"; })"""


class Stop(NamedTuple):
    """One screen on the walk: who is there, where, what is done there first, and the picture that is taken of it."""

    role: str
    address: str
    picture: str = ""
    of: str = "#main"
    before: Callable[[BrowserPage], Any] = lambda page: None


def named_labels() -> set[str]:
    """Buttons and links that the guide names, which it does in bold."""
    return set(re.findall(r"\*\*([^*]+)\*\*", TEXT))


def named_pictures() -> set[str]:
    return set(re.findall(r"\(staff-guide/([\w-]+)\.png\)", TEXT))


def stops() -> list[Stop]:
    index = reverse("admin:index")
    at = {what: {name: screen(document(*what), name) for name in
                 ("change", "publishing", "review", "history", "comparing", "withdraw", "owner", "sharing", "preview")}
          for what in (SPACER, FINDING, GUIDE, RISK)}  # fmt: skip
    old = screen(document(*SPACER), "revision", document(*SPACER).live_id)
    return [
        Stop(WRITER, index),
        Stop(WRITER, of_kind(KINDS["finding"], "changelist")),
        Stop(WRITER, at[FINDING]["change"], "finding", "form.writing"),
        Stop(WRITER, at[FINDING]["preview"]),
        Stop(WRITER, at[SPACER]["publishing"]),
        Stop(WRITER, at[SPACER]["change"], "writing", "#section-words", shown),
        Stop(WRITER, of_kind(KINDS["picture"], "add")),
        Stop(WRITER, at[SPACER]["comparing"], "comparing"),
        Stop(WRITER, at[SPACER]["history"]),
        Stop(WRITER, old),
        Stop(WRITER, at[SPACER]["sharing"], before=linked),
        Stop(REVIEWER, index, "front"),
        Stop(REVIEWER, at[FINDING]["publishing"], "deciding"),
        Stop(REVIEWER, at[RISK]["publishing"], "confirming"),
        Stop(REVIEWER, at[SPACER]["review"], before=signed),
        Stop(REVIEWER, reverse("admin:reviews"), "reviews"),
        Stop(REVIEWER, reverse("admin:reviews"), before=packed),
        Stop(PUBLISHER, index),
        Stop(PUBLISHER, at[GUIDE]["publishing"]),
        Stop(PUBLISHER, at[SPACER]["publishing"]),
        Stop(PUBLISHER, at[SPACER]["withdraw"]),
        Stop(PUBLISHER, reverse("admin:reports"), "reports"),
        Stop(MANAGER, index),
        Stop(MANAGER, reverse("admin:portal_user_changelist")),
        Stop(MANAGER, reverse("admin:portal_user_change", args=[User.objects.get(username="writer").pk])),
        Stop(MANAGER, reverse("admin:my_sign_in")),
        Stop(MANAGER, at[SPACER]["owner"]),
    ]


def shown(page: BrowserPage) -> None:
    """The look beside the text is drawn by itself; wait for it."""
    page.click("text=Show it here")
    page.frame_locator("iframe.look:not(.is-coming)").locator("h2").first.wait_for()


def linked(page: BrowserPage) -> None:
    page.fill("#id_note", "Dr Example, pharmacy")
    press(page, "text=Make the link")


def signed(page: BrowserPage) -> None:
    """A review that is signed, so that the next one can say that nothing has changed."""
    page.fill("#id_reviewer_name", "Dr Example")
    page.fill("#id_reviewer_role", "spine surgeon (demo)")
    page.evaluate("window.words = document.body.textContent")
    press(page, "text=Record this review")
    press(page, "text=Record a clinical review")


def packed(page: BrowserPage) -> None:
    page.check("input[type=checkbox] >> nth=0")
    press(page, "text=Read the ticked pages")


class Walk:
    """A walk through the screens, which keeps what was read on them and the pictures that were taken."""

    def __init__(self, site: str) -> None:
        self.site, self.read, self.pictures = site, "", dict[str, bytes]()

    def sign_in(self, page: BrowserPage, name: str) -> None:
        page.goto(self.site + reverse("admin:index"))
        self.keep_words(page)
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        press(page, "input[type=submit]")

    def keep_words(self, page: BrowserPage) -> None:
        self.read += page.evaluate(WORDS)

    def stop(self, page: BrowserPage, stop: Stop) -> None:
        page.goto(self.site + stop.address)
        self.keep_words(page)
        stop.before(page)
        self.keep_words(page)
        if stop.picture:
            self.pictures[stop.picture] = picture_of(page, stop.of)


def picture_of(page: BrowserPage, place: str) -> bytes:
    """The place, at most a screenful of it."""
    # What sticks to the edge of the window would lie over the words.
    page.evaluate(UNSTUCK)
    page.evaluate("scrollTo(0, 0)")
    box = page.locator(place).bounding_box()
    assert box, place
    height = min(box["height"], 900)
    clip = {"x": 0, "y": max(0, box["y"] - 8), "width": WIDE["width"], "height": height}
    return page.screenshot(clip=clip, full_page=True)


@pytest.fixture
def walk(clinic: dict[str, User], live_server: Any, browse: Any, settings: Any) -> Walk:
    made, way = Walk(live_server.url), stops()
    for role in (WRITER, REVIEWER, PUBLISHER, MANAGER):
        own = [stop for stop in way if stop.role == role]

        def story(page: BrowserPage, role: str = role, own: list[Stop] = own) -> None:
            made.sign_in(page, clinic[role].username)
            for stop in own:
                made.stop(page, stop)

        browse(story, viewport=WIDE)
    settings.REQUIRE_SECOND_FACTOR = True

    def first_day(page: BrowserPage) -> None:
        made.sign_in(page, clinic[WRITER].username)
        made.keep_words(page)
        made.pictures["set-up"] = picture_of(page, "#container")

    browse(first_day, viewport=WIDE)
    TOTPDevice.objects.create(user=clinic[PUBLISHER], name="app")
    browse(lambda page: (made.sign_in(page, clinic[PUBLISHER].username), made.keep_words(page)), viewport=WIDE)
    return made


@pytest.mark.gate
@pytest.mark.browser
def test_the_guide_shows_and_names_what_is_on_the_screens(walk: Walk, request: pytest.FixtureRequest) -> None:
    missing = sorted(label for label in named_labels() if label not in walk.read)
    assert missing == [], missing
    assert set(walk.pictures) == named_pictures()
    if request.config.getoption("--write-guide"):
        FOLDER.mkdir(exist_ok=True)
        for name, content in walk.pictures.items():
            (FOLDER / f"{name}.png").write_bytes(content)


def test_every_picture_of_the_guide_is_there_and_none_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*")} == named_pictures()
    assert [path.name for path in FOLDER.glob("*") if path.stat().st_size > MOST_BYTES] == []


def test_the_guide_names_every_role() -> None:
    assert [role for role in (WRITER, REVIEWER, PUBLISHER, MANAGER) if f"| {role} |" not in TEXT] == []
