"""Staff look at the style page: nothing on it keeps anybody out, and the forms on it can be used."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page as BrowserPage

from portal.desk.people import User
from tests.browser import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
Browse = Callable[..., Any]
# How tall what is pressed is, and what an input's row is, in pixels.
HEIGHTS = """() => Object.fromEntries(Object.entries({
    controls: '.question input:not([type=radio], [type=checkbox], [type=hidden]), .question select, .question textarea',
    buttons: '.buttons .button', rows: '.choice', boxes: '.choice input',
}).map(([name, selector]) => [name, Math.min(...[...document.querySelectorAll(selector)]
    .map(element => element.getBoundingClientRect().height))]))"""

LONGER_THAN_A_LINE = """figures => figures.filter(
    figure => figure.getBoundingClientRect().height > 1.5 * parseFloat(getComputedStyle(figure).lineHeight)
).map(figure => figure.textContent)"""


@pytest.fixture
def signed_in(live_server: Any) -> dict[str, Any]:
    """What a browser keeps after somebody of the staff has signed in."""
    client = Client()
    client.force_login(User.objects.create_user("nurse", is_staff=True))
    [cookie] = client.cookies.values()
    return {"cookies": [{"name": cookie.key, "value": cookie.value, "url": live_server.url}], "origins": []}


def opened(page: BrowserPage, address: str) -> None:
    page.goto(f"{address}/style/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(
    browse: Browse, live_server: Any, signed_in: dict[str, Any], width: dict[str, int], scheme: str
) -> None:
    def story(page: BrowserPage) -> tuple[str, list[str], int]:
        opened(page, live_server.url)
        heading = page.get_by_role("heading", level=1).inner_text()
        return heading, barriers(page), page.evaluate("document.documentElement.scrollWidth")

    told = browse(story, viewport=width, color_scheme=scheme, storage_state=signed_in)
    assert told == ("Style", [], width["width"])


def test_what_is_pressed_is_large_enough_for_a_thumb(
    browse: Browse, live_server: Any, signed_in: dict[str, Any]
) -> None:
    def story(page: BrowserPage) -> dict[str, float]:
        opened(page, live_server.url)
        return page.evaluate(HEIGHTS)

    heights = browse(story, viewport={"width": 320, "height": 640}, storage_state=signed_in)
    assert {name: height >= (24 if name == "boxes" else 44) for name, height in heights.items()} == dict.fromkeys(
        ("controls", "buttons", "rows", "boxes"), True
    )


def test_a_line_of_the_summary_leads_to_its_input_without_javascript(
    browse: Browse, live_server: Any, signed_in: dict[str, Any]
) -> None:
    def story(page: BrowserPage) -> list[str]:
        page.goto(f"{live_server.url}/style/")
        reached = []
        for line in ("Write your name", "Choose where it hurts", "There is no such day."):
            page.get_by_role("link", name=line).click()
            page.keyboard.press("x")
            reached.append(page.locator(":target").get_attribute("id") or "")
        return [*reached, page.locator("#id_wrong-name").input_value()]

    told = browse(story, viewport=PHONE, java_script_enabled=False, storage_state=signed_in)
    assert told == ["id_wrong-name", "id_wrong-side_0", "id_wrong-born_0", "x"]


@pytest.mark.parametrize("width", [320, 360, 480, 580, 1280])
def test_the_figure_of_a_finding_stays_on_one_line(
    browse: Browse, live_server: Any, signed_in: dict[str, Any], width: int
) -> None:
    def story(page: BrowserPage) -> list[str]:
        opened(page, live_server.url)
        return page.locator(".arm-figure").evaluate_all(LONGER_THAN_A_LINE)

    assert browse(story, viewport={"width": width, "height": 740}, storage_state=signed_in) == []
