"""Stories of signing in and of accounts in a real browser, each screen with nothing that keeps anybody out."""

import base64
import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk.people import User
from tests.admin.signing_in import PASSWORD, person
from tests.admin.test_story import NARROW, SAVE, WIDE, press, troubles

SIZES = [(NARROW, "light"), (WIDE, "dark")]
NEW_PASSWORD = "a heron in a bathtub"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def type_password(page, site, name="chief", password=PASSWORD):
    page.goto(site + reverse("admin:index"))
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    press(page, "input[type=submit]")


def code_of(page):
    """What a telephone would show to which somebody has typed the letters on the screen."""
    page.locator("summary").click()
    return f"{totp(base64.b32decode(page.inner_text('.key').replace(' ', ''))):06}"


@pytest.mark.parametrize(("size", "scheme"), SIZES)
@pytest.mark.parametrize("has_scripts", [True, False])
def test_somebody_sets_a_telephone_up_loses_it_and_gets_in_again(
    live_server, browse, settings, size, scheme, has_scripts
):
    settings.REQUIRE_SECOND_FACTOR = True
    User.objects.create_superuser("chief", password=PASSWORD, must_change_password=True)
    look = troubles if has_scripts else lambda page: []

    def story(page):
        said, found = [], {}
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        type_password(page, live_server.url, password="wrong")
        found["wrong"] = look(page)
        type_password(page, live_server.url)
        found["password"] = look(page)
        page.fill("#id_old_password", PASSWORD)
        page.fill("#id_new_password1", "short")
        page.fill("#id_new_password2", "short")
        press(page, SAVE)
        found["password, faults"] = look(page)
        page.fill("#id_old_password", PASSWORD)
        page.fill("#id_new_password1", NEW_PASSWORD)
        page.fill("#id_new_password2", NEW_PASSWORD)
        press(page, SAVE)
        code = code_of(page)
        found["telephone"] = look(page)
        page.fill("#id_code", "12345")
        press(page, SAVE)
        found["telephone, faults"] = look(page)
        page.fill("#id_code", code)
        press(page, SAVE)
        found["codes"] = look(page)
        can_print = page.is_visible("text=Print this page")
        codes = re.findall(r"[a-z2-7]{4}-[a-z2-7]{4}", page.inner_text("main"))
        press(page, "text=I have kept them")
        press(page, "text=Log out")
        type_password(page, live_server.url, password=NEW_PASSWORD)
        found["second step"] = look(page)
        page.fill("#id_code", "nonsense")
        press(page, SAVE)
        found["second step, faults"] = look(page)
        page.wait_for_timeout(1100)
        page.fill("#id_code", codes[0])
        press(page, SAVE)
        return found, said, can_print, page.inner_text("main")

    context = {"viewport": size, "color_scheme": scheme, "java_script_enabled": has_scripts}
    found, said, can_print, front = browse(story, **context)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert (said, can_print) == ([], has_scripts)
    assert "What to do next" in front
    assert "9 are left" in front


@pytest.mark.parametrize(("size", "scheme"), SIZES)
def test_a_site_manager_looks_after_accounts(live_server, browse, settings, size, scheme):
    settings.REQUIRE_SECOND_FACTOR = False
    User.objects.create_superuser("chief", password=PASSWORD)
    nurse, role = person(first_name="Demo", last_name="Nurse"), Group.objects.get_or_create(name="Writer")[0]
    TOTPDevice.objects.create(user=nurse, name="telephone")
    addresses = {
        "mine": reverse("admin:my_sign_in"),
        "confirm": reverse("admin:confirm_password"),
        "password": reverse("admin:password_change"),
        "list": reverse("admin:portal_user_changelist"),
        "set a password": reverse("admin:auth_user_password_change", args=(nurse.pk,)),
        "lost telephone": reverse("admin:portal_user_reset", args=(nurse.pk,)),
        "roles": reverse("admin:auth_group_changelist"),
        "role": reverse("admin:auth_group_change", args=(role.pk,)),
        "new role": reverse("admin:auth_group_add"),
        "delete a role": reverse("admin:auth_group_delete", args=(role.pk,)),
    }

    def story(page):
        type_password(page, live_server.url)
        found = {}
        for name, address in addresses.items():
            page.goto(live_server.url + address)
            found[name] = troubles(page)
        page.goto(live_server.url + addresses["lost telephone"])
        press(page, ".grave-button")
        found["person"], noted = troubles(page), page.inner_text("main")
        press(page, "text=History of this account")
        found["history"], history = troubles(page), page.inner_text("main")
        page.goto(live_server.url + reverse("admin:portal_user_add"))
        found["add"] = troubles(page)
        page.fill("#id_username", "demo.writer")
        page.check("text=Writer")
        page.fill("#id_password1", PASSWORD)
        press(page, SAVE)
        found["add, faults"] = troubles(page)
        page.fill("#id_password1", PASSWORD)
        page.fill("#id_password2", PASSWORD)
        press(page, SAVE)
        found["added"] = troubles(page)
        return found, noted, history

    found, noted, history = browse(story, viewport=size, color_scheme=scheme)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert "No telephone is set up yet." in noted
    assert "Took the telephone and the recovery codes off the account." in history
    assert [group.name for group in User.objects.get(username="demo.writer").groups.all()] == ["Writer"]


@pytest.mark.parametrize(("size", "scheme"), SIZES)
def test_who_guesses_too_often_is_told_how_long_to_wait(live_server, browse, size, scheme):
    person()

    def story(page):
        for _time in range(5):
            type_password(page, live_server.url, "nurse", "wrong")
        return troubles(page), page.inner_text("main")

    faults, said = browse(story, viewport=size, color_scheme=scheme)
    assert faults == []
    assert "Try again in 15 minutes." in said
