"""Signing in for the first time, and with a code, in a real browser."""

import pytest
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk.people import User
from tests.admin.test_story import NARROW, WIDE, press, troubles

PASSWORD = "a password for tests"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_password(page, site):
    page.goto(site + reverse("admin:index"))
    page.fill("#id_username", "nurse")
    page.fill("#id_password", PASSWORD)
    press(page, "input[type=submit]")


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_the_first_sign_in_sets_an_app_up_and_the_next_asks_for_a_code(live_server, browse, settings, size, scheme):
    settings.REQUIRE_SECOND_FACTOR = True
    nurse = User.objects.create_superuser("nurse", password=PASSWORD)
    device = TOTPDevice.objects.create(user=nurse, name="app", confirmed=False)
    code = f"{TOTP(device.bin_key).token():06d}"
    found = {}

    def first(page):
        with_password(page, live_server.url)
        found["to set up"] = troubles(page)
        page.fill("#id_code", "000")
        press(page, "text=Set up >> nth=-1")
        found["wrong"] = troubles(page)
        return page.inner_text("main")

    def first_again(page):
        with_password(page, live_server.url)
        page.fill("#id_code", code)
        press(page, "button >> text=Set up")
        found["codes"] = troubles(page)
        recovery = page.inner_text(".recovery-codes li >> nth=0")
        press(page, "text=I have kept them")
        page.goto(live_server.url + reverse("admin:my_sign_in"))
        found["mine"] = troubles(page)
        return recovery

    def second(page):
        with_password(page, live_server.url)
        found["to give a code"] = troubles(page)
        page.click("text=I do not have my telephone")
        found["without telephone"] = troubles(page)
        page.fill("#id_code", recovery)
        press(page, "text=Go on")
        return page.inner_text("main")

    assert "This code is not right" in browse(first, viewport=size, color_scheme=scheme)
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    recovery = browse(first_again, viewport=size, color_scheme=scheme)
    assert "What to do next" in browse(second, viewport=size, color_scheme=scheme)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_accounts_keep_nobody_out(live_server, browse, size, scheme):
    nurse = User.objects.create_superuser("nurse", password=PASSWORD)
    places = [f"/admin/portal/user/{place}" for place in ("", "add/", f"{nurse.pk}/change/", f"{nurse.pk}/new-app/")]
    places += ["/admin/auth/group/", "/admin/auth/group/add/", f"/admin/portal/user/{nurse.pk}/password/"]
    places += [f"/admin/portal/user/{nurse.pk}/history/", "/admin/password_change/"]

    def story(page):
        found = {}
        with_password(page, live_server.url)
        for place in places:
            page.goto(live_server.url + place)
            found[place] = troubles(page)
        for _time in range(5):
            page.context.clear_cookies()
            page.goto(live_server.url + reverse("admin:login"))
            page.fill("#id_username", "nurse")
            page.fill("#id_password", "wrong")
            press(page, "input[type=submit]")
        found["locked out"] = troubles(page)
        return {name: faults for name, faults in found.items() if faults}, page.inner_text("main")

    found, said = browse(story, viewport=size, color_scheme=scheme)
    assert found == {}
    assert "Wait a little" in said
