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


def type_new_password(page, old, new):
    page.fill("#id_old_password", old)
    page.fill("#id_new_password1", new)
    page.fill("#id_new_password2", new)
    press(page, SAVE)


def set_up(page, site, look):
    """From the first password to the recovery codes: what keeps people out on the way, and the codes."""
    found = {}
    type_password(page, site, password="wrong")
    found["wrong"] = look(page)
    type_password(page, site)
    found["password"] = look(page)
    type_new_password(page, PASSWORD, "short")
    found["password, faults"] = look(page)
    type_new_password(page, PASSWORD, NEW_PASSWORD)
    code = code_of(page)
    found["telephone"] = look(page)
    page.fill("#id_code", "12345")
    press(page, SAVE)
    found["telephone, faults"] = look(page)
    page.fill("#id_code", code)
    press(page, SAVE)
    found["codes"] = look(page)
    return found, re.findall(r"[a-z2-7]{4}-[a-z2-7]{4}", page.inner_text("main"))


@pytest.mark.parametrize(("size", "scheme"), SIZES)
@pytest.mark.parametrize("has_scripts", [True, False])
def test_somebody_sets_a_telephone_up_loses_it_and_gets_in_again(
    live_server, browse, settings, size, scheme, has_scripts
):
    settings.REQUIRE_SECOND_FACTOR = True
    User.objects.create_superuser("chief", password=PASSWORD, must_change_password=True)
    # The rules themselves are a script.
    look = troubles if has_scripts else lambda page: []

    def story(page):
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        found, codes = set_up(page, live_server.url, look)
        can_print = page.is_visible("text=Print this page")
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


def screens_of(nurse, role):
    return {
        "mine": reverse("admin:my_sign_in"),
        "confirm": reverse("admin:confirm_password"),
        "password": reverse("admin:password_change"),
        "list": reverse("admin:portal_user_changelist"),
        "set a password": reverse("admin:auth_user_password_change", args=(nurse.pk,)),
        "roles": reverse("admin:auth_group_changelist"),
        "role": reverse("admin:auth_group_change", args=(role.pk,)),
        "new role": reverse("admin:auth_group_add"),
        "delete a role": reverse("admin:auth_group_delete", args=(role.pk,)),
        "lost telephone": reverse("admin:portal_user_reset", args=(nurse.pk,)),
    }


def add_somebody(page, site):
    """Add a writer, at first without the password again: what keeps people out on the way."""
    page.goto(site + reverse("admin:portal_user_add"))
    found = {"add": troubles(page)}
    page.fill("#id_username", "demo.writer")
    page.check("text=Writer")
    page.fill("#id_password1", PASSWORD)
    press(page, SAVE)
    found["add, faults"] = troubles(page)
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    press(page, SAVE)
    return found | {"added": troubles(page)}


@pytest.mark.parametrize(("size", "scheme"), SIZES)
def test_a_superuser_looks_after_accounts(live_server, browse, size, scheme):
    User.objects.create_superuser("chief", password=PASSWORD)
    nurse, role = person(first_name="Demo", last_name="Nurse"), Group.objects.get_or_create(name="Writer")[0]
    TOTPDevice.objects.create(user=nurse, name="telephone")
    addresses = screens_of(nurse, role)

    def story(page):
        type_password(page, live_server.url)
        found = {}
        for name, address in addresses.items():
            page.goto(live_server.url + address)
            found[name] = troubles(page)
        press(page, ".grave-button")
        found["person"], noted = troubles(page), page.inner_text("main")
        press(page, "text=History of this account")
        found["history"], history = troubles(page), page.inner_text("main")
        return found | add_somebody(page, live_server.url), noted, history

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
