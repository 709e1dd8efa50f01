"""A first day at the desk in a real browser: the own password, app, recovery codes, accounts, a lock-out."""

from base64 import b32decode

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django_otp.oath import totp

from portal.desk.people import User
from tests.admin.doors import CODE, INDEX, MINE, OWN, PASSWORD, SET_UP, person
from tests.admin.test_story import NARROW, WIDE, press, troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GO_ON = ".main-button"
FIRST = "words that a manager gave"


@pytest.fixture
def strict(settings):
    settings.REQUIRE_SECOND_FACTOR = settings.AXES_ENABLED = True


def typed(page, **fields):
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)


def sign_in(page, site, password=PASSWORD):
    page.goto(site + INDEX)
    typed(page, username="chief", password=password)
    press(page, "#login-form input[type=submit]")


def screens():
    """Everything that is looked at once somebody is in, with an account and a role to look at."""
    ward = person(first_name="Ward", last_name="Example")
    role = Group.objects.create(name="Ward role")
    of_ward = ("portal_user_change", "portal_user_history", "portal_user_new_app", "auth_user_password_change")
    lists = ("password_change", "portal_user_changelist", "portal_user_add", "auth_group_changelist")
    return [
        MINE,
        *[reverse(f"admin:{name}") for name in lists],
        *[reverse(f"admin:{name}", args=[ward.pk]) for name in of_ward],
        reverse("admin:auth_group_change", args=[role.pk]),
    ]


def chooses_a_password(page, found):
    """The screen after the password that a colleague has set, with a slip at first."""
    assert OWN in page.url
    found["own password"] = troubles(page)
    typed(page, new_password1=FIRST, new_password2="something else")
    press(page, GO_ON)
    found["own password, wrong"] = troubles(page)
    typed(page, new_password1=PASSWORD, new_password2=PASSWORD)
    press(page, GO_ON)


def sets_an_app_up(page, found):
    """From the first screen after the password to the desk; returns the recovery codes."""
    assert SET_UP in page.url
    found["set up"] = troubles(page)
    typed(page, code="000000")
    press(page, GO_ON)
    found["set up, wrong"] = troubles(page)
    secret = b32decode(page.inner_text(".secret").replace(" ", ""))
    typed(page, code=f"{totp(secret):06d}")
    press(page, GO_ON)
    found["codes"] = troubles(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    press(page, "text=I have kept them")
    return codes


def gives_a_recovery_code(page, found, code):
    """From the second screen to “My sign-in”; returns what that says."""
    assert CODE in page.url
    page.click("summary")
    found["code"] = troubles(page)
    typed(page, code="000000")
    press(page, GO_ON)
    found["code, wrong"] = troubles(page)
    typed(page, code=code)
    press(page, GO_ON)
    press(page, "text=My sign-in")
    return page.inner_text("main")


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_a_first_day_at_the_desk(strict, live_server, browse, size, scheme):
    User.objects.create_superuser("chief", password=FIRST, must_change_password=True)
    site, addresses = live_server.url, screens()

    def story(page):
        said, found = [], {}
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        sign_in(page, site, "wrong")
        found["wrong"] = troubles(page)
        sign_in(page, site, FIRST)
        chooses_a_password(page, found)
        codes = sets_an_app_up(page, found)
        assert page.url == site + INDEX
        for address in addresses:
            page.goto(site + address)
            found[address] = troubles(page)
        page.goto(site + reverse("admin:portal_user_add"))
        typed(page, username="nurse", password1="short", password2="short")
        press(page, GO_ON)
        found["add, wrong"] = troubles(page)
        press(page, "#logout-form button")
        sign_in(page, site)
        mine = gives_a_recovery_code(page, found, codes[0])
        press(page, "#logout-form button")
        for _time in range(5):
            sign_in(page, site, "wrong")
        found["locked out"] = troubles(page)
        # Chromium itself reports the 429.
        return found, [one for one in said if "429" not in one], mine, page.inner_text("main")

    found, said, mine, locked = browse(story, viewport=size, color_scheme=scheme, reduced_motion="reduce")
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) == 20
    assert said == []
    assert "You have 9 recovery codes left." in mine
    assert "Wait 15 minutes, then try again." in locked


def test_all_of_it_works_without_a_script(strict, live_server, browse):
    User.objects.create_superuser("chief", password=FIRST, must_change_password=True)

    def story(page):
        sign_in(page, live_server.url, FIRST)
        typed(page, new_password1=PASSWORD, new_password2=PASSWORD)
        press(page, GO_ON)
        secret = b32decode(page.inner_text(".secret").replace(" ", ""))
        typed(page, code=f"{totp(secret):06d}")
        press(page, GO_ON)
        press(page, "text=I have kept them")
        page.goto(live_server.url + reverse("admin:portal_user_add"))
        typed(page, username="nurse", password1=PASSWORD, password2=PASSWORD)
        press(page, GO_ON)
        return page.url

    address = browse(story, java_script_enabled=False)
    assert address.endswith(reverse("admin:portal_user_change", args=[User.objects.get(username="nurse").pk]))
