"""Setting a telephone up, another one, new recovery codes: the screens for how one signs in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.admin.sign_in import steps
from portal.admin.sign_in.squares import BORDER, drawn
from portal.desk import second_factor
from portal.desk.people import User
from tests.admin.forms import parsed, words_of
from tests.admin.signing_in import KEY, PASSWORD, code_now, is_in, person, show_code, sign_in, step_of, with_telephone

pytestmark = pytest.mark.django_db
RECOVERY_CODE = re.compile(r"\b[a-z2-7]{4}-[a-z2-7]{4}\b")


@pytest.fixture
def at_ten():
    """The clock stands still, at ten in the morning."""
    with time_machine.travel("2026-11-26T10:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def nurse(at_ten) -> User:
    """Somebody with a telephone."""
    user = person()
    user.recovery = with_telephone(user)
    return user


@pytest.fixture
def required(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def test_in_production_who_has_no_telephone_sets_one_up_first(client, required, at_ten):
    user = person()
    answer = client.get(sign_in(client, then="/admin/files/").url, follow=True)
    assert answer.request["PATH_INFO"] == reverse("admin:telephone")
    assert not is_in(client)
    key = client.session["second_factor_key"]
    assert second_factor.key_to_type(key) in words_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    done = client.post(answer.request["PATH_INFO"] + "?next=/admin/files/", {"code": code_now(key)})
    codes = RECOVERY_CODE.findall(words_of(done))
    assert (len(codes), len(set(codes)), is_in(client)) == (10, 10, True)
    assert [link.get("href") for link in parsed(done).iter("a") if "main-button" in (link.get("class") or "")] == [
        "/admin/files/"
    ]
    assert "second_factor_key" not in client.session
    assert [str(entry.change_message) for entry in LogEntry.objects.all()] == [
        "Set up a telephone for the second step."
    ]
    assert second_factor.codes_left(user) == 10


def test_a_telephone_is_not_set_up_with_a_wrong_code_and_keeps_its_secret(client, required, at_ten):
    person()
    sign_in(client)
    address = reverse("admin:telephone")
    client.get(address)
    key = client.session["second_factor_key"]
    answer = client.post(address, {"code": code_now("77" * 20)})
    assert "not the code of this moment" in words_of(answer)
    assert (client.session["second_factor_key"], TOTPDevice.objects.count()) == (key, 0)


def test_the_first_code_does_not_sign_in_a_second_time(client, required, at_ten):
    person()
    sign_in(client)
    client.get(reverse("admin:telephone"))
    code = code_now(client.session["second_factor_key"])
    client.post(reverse("admin:telephone"), {"code": code})
    other = Client()
    sign_in(other)
    show_code(other, code)
    assert not is_in(other)


def test_the_secret_is_in_no_address_and_in_no_table_before_it_is_proved(client, at_ten):
    person()
    sign_in(client)
    answer = client.get(reverse("admin:telephone"))
    key = client.session["second_factor_key"]
    letters = second_factor.key_to_type(key).replace(" ", "")
    body = answer.content.decode()
    assert letters not in body
    assert key not in body
    assert not any(letters in (link.get("href") or "") for link in parsed(answer).iter("a"))
    assert TOTPDevice.objects.count() == 0
    assert "style=" not in body
    assert "data:" not in body


def test_the_square_says_what_the_app_needs():
    user = User(username="nurse joy")
    words = second_factor.address_for_app(user, KEY)
    assert words.startswith("otpauth://totp/Spine%20portal%3Anurse%20joy?secret=")
    side, path = drawn(words)
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    corner = {(BORDER + x, BORDER + y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6)}
    assert corner <= dark
    assert all(BORDER <= x < side - BORDER and BORDER <= y < side - BORDER for x, y in dark)
    assert len(dark) == path.count("M")


def test_in_development_nobody_is_asked_before_they_set_one_up(client, at_ten):
    person()
    sign_in(client)
    assert is_in(client)
    client.get(reverse("admin:telephone"))
    key = client.session["second_factor_key"]
    client.post(reverse("admin:telephone"), {"code": code_now(key)})
    other = Client()
    sign_in(other)
    assert (is_in(client), step_of(other)) == (True, reverse("admin:second_step"))


@pytest.mark.parametrize("name", ["telephone", "recovery_codes"])
def test_changing_how_one_signs_in_asks_for_the_password_again(client, nurse, at_ten, name):
    sign_in(client)
    show_code(client, code_now())
    at_ten.shift(timedelta(seconds=steps.CONFIRMED_SECONDS))
    address = reverse(f"admin:{name}")
    for answer in (client.get(address), client.post(address)):
        assert answer.url.partition("?")[0] == reverse("admin:confirm_password")
    assert second_factor.codes_left(nurse) == 10
    confirm = reverse("admin:confirm_password")
    assert client.post(confirm, {"password": "wrong", "next": address}).status_code == 200
    assert client.post(confirm, {"password": PASSWORD, "next": address}).url == address
    assert client.get(address).status_code == 200


def test_another_telephone_takes_the_place_of_the_first_everywhere(client, nurse, at_ten):
    other = Client()
    for browser in (client, other):
        sign_in(browser)
        show_code(browser, code_now())
        at_ten.shift(timedelta(seconds=60))
    client.get(reverse("admin:telephone"))
    key = client.session["second_factor_key"]
    client.post(reverse("admin:telephone"), {"code": code_now(key)})
    assert (is_in(client), is_in(other)) == (True, False)
    assert [device.key for device in TOTPDevice.objects.all()] == [key]
    assert not StaticToken.objects.filter(token=nurse.recovery[0].replace("-", "")).exists()


def test_new_recovery_codes_take_the_place_of_the_old_ones_also_for_who_came_with_one(client, nurse):
    sign_in(client)
    show_code(client, nurse.recovery[0])
    answer = client.post(reverse("admin:recovery_codes"))
    codes = RECOVERY_CODE.findall(words_of(answer))
    kept = {code.replace("-", "") for code in codes}
    assert (len(codes), {token.token for token in StaticToken.objects.all()}) == (10, kept)
    assert is_in(client)


def test_recovery_codes_are_made_by_a_button_only(client, nurse):
    sign_in(client)
    show_code(client, code_now())
    answer = client.get(reverse("admin:recovery_codes"))
    assert RECOVERY_CODE.findall(words_of(answer)) == []
    assert {token.token for token in StaticToken.objects.all()} == {code.replace("-", "") for code in nurse.recovery}


def test_a_code_that_is_shown_is_kept_by_nobody(client, nurse):
    sign_in(client)
    show_code(client, code_now())
    for answer in (client.post(reverse("admin:recovery_codes")), client.get(reverse("admin:telephone"))):
        assert "no-store" in answer.headers["Cache-Control"]


def test_my_sign_in_says_what_is_set_up(client, at_ten):
    user = person()
    sign_in(client)
    assert "You have no second step yet." in words_of(client.get(reverse("admin:my_sign_in")))
    assert client.get(reverse("admin:recovery_codes")).url == reverse("admin:my_sign_in")
    with_telephone(user)
    show_code(client, code_now())
    assert "You have 10 left" in words_of(client.get(reverse("admin:my_sign_in")))
