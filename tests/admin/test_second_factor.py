"""The code from an app that is asked for besides the password, and the codes for the day the telephone is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.admin.signing_in import factors
from portal.desk.people import User
from tests.admin.forms import parsed, words_of

PASSWORD = "a password for tests"
INDEX, LOGIN = "/admin/", "/admin/login/"
CODE, SET_UP, MINE = "/admin/second-factor/", "/admin/set-up/", "/admin/my-sign-in/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def needed(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def nurse(db) -> User:
    return User.objects.create_superuser("nurse", password=PASSWORD)


def with_password(client: Client, way: str = INDEX):
    return client.post(f"{LOGIN}?next={way}", {"username": "nurse", "password": PASSWORD, "next": way}, follow=True)


def code_of(device: TOTPDevice, *, later: int = 0) -> str:
    """The six figures that the app shows now, or so many half minutes later."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = timezone.now().timestamp() + later * device.step
    return f"{clock.token():06d}"


def set_up(client: Client) -> list[str]:
    """Set an app up; returns the recovery codes that were shown."""
    shown = client.post(SET_UP, {"code": code_of(TOTPDevice.objects.get(confirmed=False))})
    return [found.text or "" for found in parsed(shown).iter("code")]


def is_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


def test_without_an_app_the_password_leads_to_setting_one_up_and_nowhere_else(needed, nurse, client):
    page = with_password(client)
    assert [place for place, _status in page.redirect_chain][-1] == f"{SET_UP}?next=%2Fadmin%2F"
    device = TOTPDevice.objects.get()
    words = words_of(page)
    assert factors.secret_of(device) in words
    assert re.fullmatch(r"([A-Z2-7]{4} ?)+[A-Z2-7]*", factors.secret_of(device))
    assert not is_in(client)
    assert client.get("/admin/portal/user/").status_code == 302
    assert client.get("/admin/files/").status_code == 302


def test_the_first_code_sets_it_up_and_shows_ten_recovery_codes_once(needed, nurse, client):
    with_password(client)
    codes = set_up(client)
    assert len(codes) == len(set(codes)) == 10
    assert is_in(client)
    assert all(code not in client.get(MINE).content.decode() for code in codes)
    assert "You have 10 recovery codes left" in words_of(client.get(MINE))


def test_a_wrong_first_code_sets_nothing_up(needed, nurse, client):
    with_password(client)
    assert "This code is not right" in words_of(client.post(SET_UP, {"code": "000000"}))
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert not is_in(client)


def test_the_secret_stays_the_same_until_it_is_set_up(needed, nurse, client):
    with_password(client)
    first = TOTPDevice.objects.get().key
    client.get(SET_UP)
    assert TOTPDevice.objects.get().key == first


def signed_out(client: Client) -> Client:
    client.post(reverse("admin:logout"))
    return client


@pytest.fixture
def app(needed, nurse, client) -> TOTPDevice:
    """An app that is set up, and nobody signed in; its first code is used up."""
    with_password(client)
    set_up(client)
    signed_out(client)
    return TOTPDevice.objects.get()


def test_each_sign_in_asks_for_a_code_and_then_goes_where_one_wanted_to(app, client, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    page = with_password(client, "/admin/files/")
    assert page.redirect_chain[-1][0] == f"{CODE}?next=%2Fadmin%2Ffiles%2F"
    assert not is_in(client)
    answer = client.post(CODE, {"code": code_of(app), "next": "/admin/files/"})
    assert (answer.status_code, answer.url) == (302, "/admin/files/")
    assert is_in(client)


def test_a_code_is_good_once(app, client, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    code = code_of(app)
    with_password(client)
    client.post(CODE, {"code": code})
    assert is_in(client)
    with_password(signed_out(client))
    assert "it was used already" in words_of(client.post(CODE, {"code": code}))
    assert not is_in(client)


def test_wrong_codes_must_wait_longer_and_longer(app, client, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=2), tick=False)
    with_password(client)
    assert "This code is not right" in words_of(client.post(CODE, {"code": "000000"}))
    said = words_of(client.post(CODE, {"code": code_of(app)}))
    assert "That was wrong too often. Wait a second, then try again." in said
    assert not is_in(client)
    time_machine.move_to(timezone.now() + timedelta(seconds=2), tick=False)
    client.post(CODE, {"code": code_of(app)})
    assert is_in(client)


def test_a_recovery_code_opens_once_as_people_type_it(needed, nurse, client):
    with_password(client)
    codes = set_up(client)
    with_password(signed_out(client))
    client.post(CODE, {"code": f" {codes[0][:4].upper()} {codes[0][4:]}-"})
    assert is_in(client)
    assert StaticToken.objects.count() == 9
    with_password(signed_out(client))
    client.post(CODE, {"code": codes[0]})
    assert not is_in(client)


def test_the_last_recovery_codes_are_told_of(needed, nurse, client):
    with_password(client)
    codes = set_up(client)
    StaticToken.objects.exclude(token__in=codes[:2]).delete()
    with_password(signed_out(client))
    page = client.post(CODE, {"code": codes[0]}, follow=True)
    assert "You have 1 recovery code left." in words_of(page)


def test_new_recovery_codes_and_another_telephone_ask_for_the_password_again(needed, nurse, client):
    with_password(client)
    old = set_up(client)
    assert "This is not your password" in words_of(client.post(MINE, {"codes": "1", "password": "wrong"}))
    assert client.get(SET_UP).url == MINE
    shown = client.post(MINE, {"codes": "1", "password": PASSWORD})
    new = [found.text for found in parsed(shown).iter("code")]
    assert len(new) == 10
    assert set(new).isdisjoint(old)
    first = TOTPDevice.objects.get()
    assert client.post(MINE, {"app": "1", "password": PASSWORD}).url == SET_UP
    client.get(SET_UP)
    set_up(client)
    assert TOTPDevice.objects.get().pk != first.pk
    assert is_in(client)


def test_an_app_is_not_replaced_by_whoever_has_only_the_password(app, client):
    with_password(client)
    for answer in (client.get(SET_UP), client.post(SET_UP, {"code": "123456"})):
        assert answer.url == CODE
    assert client.post(MINE, {"app": "1", "password": PASSWORD}).status_code == 403
    assert TOTPDevice.objects.get() == app


def test_where_none_is_required_an_app_that_is_set_up_is_asked_for_all_the_same(nurse, client, settings):
    with_password(client)
    assert is_in(client)
    client.post(MINE, {"app": "1", "password": PASSWORD})
    client.get(SET_UP)
    set_up(client)
    with_password(signed_out(client))
    assert not is_in(client)
    assert client.get(LOGIN).url == CODE


@pytest.mark.parametrize("way", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_off_the_site(app, client, way, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    with_password(client)
    assert client.post(f"{CODE}?next={way}", {"code": code_of(app), "next": way}).url == INDEX


@pytest.mark.parametrize("place", [CODE, SET_UP])
def test_the_steps_are_for_whoever_gave_a_password_of_the_desk(needed, client, place):
    assert client.get(place).status_code == 403
    client.force_login(User.objects.create_user("reader"))
    assert client.get(place).status_code == 403


def test_secrets_are_kept_by_nobody_and_stand_in_no_address(needed, nurse, client):
    page = with_password(client)
    assert "no-store" in page.headers["Cache-Control"]
    key = TOTPDevice.objects.get().key
    assert all(key not in place for place, _status in page.redirect_chain)


def test_who_takes_a_factor_away_is_noted_and_the_open_session_ends(needed, nurse, client, app, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    with_password(client)
    client.post(CODE, {"code": code_of(app)})
    factors.take_away(nurse)
    assert not is_in(client)
    assert client.get(LOGIN).url == SET_UP


def test_without_javascript_and_inline_style_the_square_is_there(needed, nurse, client):
    page = with_password(client).content.decode()
    [square] = re.findall(r'<svg class="square".*?</svg>', page, re.DOTALL)
    assert " style=" not in square
    assert square.count("h1v1h-1z") > 400
