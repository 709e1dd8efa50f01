"""A first day at the desk in a real browser, without a script: password, app, recovery codes, accounts, a lock-out."""

from base64 import b32decode

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django_otp.oath import totp

from portal.desk.people import User
from tests.admin.doors import CODE, INDEX, MINE, PASSWORD, SET_UP, person
from tests.admin.test_story import NARROW, WIDE, press, troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GO_ON = ".main-button"


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


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_a_first_day_at_the_desk(strict, live_server, browse, size, scheme):
    User.objects.create_superuser("chief", password=PASSWORD)
    ward = person(first_name="Ward", last_name="Example")
    role = Group.objects.create(name="Ward role")
    screens = {
        "my sign-in": MINE,
        "password": reverse("admin:password_change"),
        "staff": reverse("admin:portal_user_changelist"),
        "add": reverse("admin:portal_user_add"),
        "person": reverse("admin:portal_user_change", args=[ward.pk]),
        "new password": reverse("admin:auth_user_password_change", args=[ward.pk]),
        "lost telephone": reverse("admin:portal_user_new_app", args=[ward.pk]),
        "history": reverse("admin:portal_user_history", args=[ward.pk]),
        "roles": reverse("admin:auth_group_changelist"),
        "role": reverse("admin:auth_group_change", args=[role.pk]),
    }

    def story(page):
        said, found = [], {}
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url + INDEX)
        found["login"] = troubles(page)
        sign_in(page, live_server.url, "wrong")
        found["wrong"] = troubles(page)
        sign_in(page, live_server.url)
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
        assert page.url == live_server.url + INDEX
        for name, address in screens.items():
            page.goto(live_server.url + address)
            found[name] = troubles(page)
        page.goto(live_server.url + screens["add"])
        typed(page, username="nurse", password1="short", password2="short")
        press(page, GO_ON)
        found["add, wrong"] = troubles(page)
        press(page, "#logout-form button")
        sign_in(page, live_server.url)
        assert CODE in page.url
        page.click("summary")
        found["code"] = troubles(page)
        typed(page, code="000000")
        press(page, GO_ON)
        found["code, wrong"] = troubles(page)
        typed(page, code=codes[0])
        press(page, GO_ON)
        press(page, "text=My sign-in")
        said_of_codes = "You have 9 recovery codes left." in page.inner_text("main")
        press(page, "#logout-form button")
        for _time in range(5):
            sign_in(page, live_server.url, "wrong")
        found["locked out"] = troubles(page)
        locked = "Wait 15 minutes, then try again." in page.inner_text("main")
        # Chromium itself reports the 429.
        return found, [one for one in said if "429" not in one], said_of_codes, locked

    found, said, said_of_codes, locked = browse(story, viewport=size, color_scheme=scheme, reduced_motion="reduce")
    assert {name: some for name, some in found.items() if some} == {}
    assert (said, said_of_codes, locked) == ([], True, True)


def test_all_of_it_works_without_a_script(strict, live_server, browse):
    User.objects.create_superuser("chief", password=PASSWORD)

    def story(page):
        sign_in(page, live_server.url)
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
