"""The second factor: nobody is let in before it, and a code opens the desk once."""

from datetime import timedelta

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk import factors
from portal.desk.people import User
from tests.admin.doors import (
    CODE,
    INDEX,
    LOGIN,
    MINE,
    OWN,
    PASSWORD,
    SET_UP,
    STEP,
    at,
    codes_on,
    give_password,
    person,
    shown_after_typing,
    shown_by,
    with_app,
)
from tests.admin.forms import parsed, words_of
from tests.admin.shut_doors import opened_by, shut

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor", "clock")]


def test_who_has_no_app_sets_one_up_after_the_password(client, clock):
    user = person()
    page = give_password(client)
    assert at(page) == SET_UP
    assert client.get(INDEX, follow=True).request["PATH_INFO"] == SET_UP
    wrong = client.post(SET_UP, {"code": "000000"})
    assert "This code is not right." in words_of(wrong)
    assert shown_after_typing(wrong) == shown_after_typing(page)
    assert not TOTPDevice.objects.exists()
    done = client.post(SET_UP, {"code": shown_after_typing(page)})
    codes = codes_on(done)
    assert (len(codes), len(set(codes)), factors.recovery_codes_left(user)) == (10, 10, 10)
    assert "I have kept them" in words_of(done)
    assert client.get(INDEX).status_code == 200
    # Shown once: the page again leads away from the codes.
    assert codes_on(client.get(SET_UP, follow=True)) == []


def test_the_secret_is_in_no_address_and_in_nobodys_cache(client, caplog):
    person()
    page = give_password(client)
    secret = client.session["secret_of_new_app"]
    assert "no-store" in page.headers["Cache-Control"]
    client.post(SET_UP, {"code": "000000"})
    client.post(SET_UP, {"code": shown_by(secret)})
    typed = factors.typed(secret).replace(" ", "")
    assert [word for word in (secret, typed) if word in caplog.text] == []
    assert "secret_of_new_app" not in client.session
    addresses = [e.get("href") or e.get("src") or e.get("action") or "" for e in parsed(page).iter()]
    assert [address for address in addresses if typed in address or "otpauth" in address] == []
    assert "style=" not in page.content.decode()


def test_who_has_an_app_is_asked_for_its_code(client):
    user = person()
    secret, _codes = with_app(user)
    page = give_password(client)
    assert at(page) == CODE
    assert "You have 10 left" in words_of(page)
    # A new app cannot be set up in the place of the code.
    assert client.get(SET_UP, follow=True).request["PATH_INFO"] == CODE
    assert client.post(SET_UP, {"code": shown_by(secret)}).url == CODE
    key = client.session.session_key
    assert client.post(CODE, {"code": shown_by(secret)}).url == INDEX
    assert client.session.session_key != key
    assert client.get(INDEX).status_code == 200


def test_a_code_is_good_once(client, clock):
    secret, _codes = with_app(person())
    code = shown_by(secret)
    give_password(client)
    client.post(CODE, {"code": code})
    other = Client()
    give_password(other)
    assert "was used already" in words_of(other.post(CODE, {"code": code}))
    assert other.get(INDEX).status_code == 302
    clock.shift(2 * STEP)
    assert other.post(CODE, {"code": f" {shown_by(secret)[:3]} {shown_by(secret)[3:]} "}).status_code == 302
    assert other.get(INDEX).status_code == 200


def test_the_code_that_set_an_app_up_is_used_up_by_that(client):
    person()
    code = shown_after_typing(give_password(client))
    client.post(SET_UP, {"code": code})
    other = Client()
    give_password(other)
    assert "was used already" in words_of(other.post(CODE, {"code": code}))


def test_guesses_of_a_code_wait_twice_as_long_each_time(client, clock):
    secret, _codes = with_app(person())
    give_password(client)
    client.post(CODE, {"code": "000000"})
    assert "Wait a second" in words_of(client.post(CODE, {"code": shown_by(secret)}))
    for seconds in (1, 2, 4):
        clock.shift(timedelta(seconds=seconds))
        client.post(CODE, {"code": "000000"})
    # Signing in anew does not shorten it, and the right code is refused meanwhile.
    other = Client()
    give_password(other)
    answer = other.post(CODE, {"code": shown_by(secret)})
    assert "The last codes were wrong. Wait 8 seconds, then type the next one." in words_of(answer)
    clock.shift(timedelta(seconds=8))
    assert other.post(CODE, {"code": shown_by(secret)}).status_code == 302


def test_guesses_of_recovery_codes_are_counted_by_themselves(client, clock):
    user = person()
    _secret, codes = with_app(user)
    give_password(client)
    client.post(CODE, {"code": "aaaaaaaa"})
    assert "Wait a second" in words_of(client.post(CODE, {"code": codes[0]}))
    # However long the app waits, that is no way round the wait of the recovery codes.
    client.post(CODE, {"code": "000000"})
    assert "Wait a second" in words_of(client.post(CODE, {"code": codes[0]}))
    assert client.get(INDEX).status_code == 302
    clock.shift(STEP)
    assert client.post(CODE, {"code": codes[0]}).status_code == 302


def test_a_recovery_code_opens_the_desk_once_and_says_how_many_are_left(client):
    user = person()
    _secret, codes = with_app(user)
    StaticToken.objects.exclude(token__in=codes[:3]).delete()
    give_password(client)
    answer = client.post(CODE, {"code": f"{codes[0][:4].upper()} {codes[0][4:].upper()}"}, follow=True)
    assert at(answer) == INDEX
    assert "You have 2 recovery codes left. Make new ones under “My sign-in”." in words_of(answer)
    other = Client()
    assert "You have 2 left" in words_of(give_password(other))
    other.post(CODE, {"code": codes[0]})
    assert other.get(INDEX).status_code == 302


@pytest.mark.parametrize("code", ["", "١٢٣٤٥٦", "12345", "a" * 21, "'; --", "0x12ab", "\x00"])
def test_what_is_no_code_opens_nothing(client, code):
    with_app(person())
    give_password(client)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert client.get(INDEX).status_code == 302


@pytest.mark.parametrize("has_app", [True, False])
def test_every_screen_is_shut_before_the_second_factor(loaded, client, has_app):
    chief = User.objects.create_superuser("ward", password=PASSWORD)
    if has_app:
        with_app(chief)
    give_password(client)
    assert opened_by(client, chief) == []


def test_the_style_page_is_shut_as_the_desk_is(client):
    secret, _codes = with_app(person())
    give_password(client)
    assert client.get("/style/").url == f"{LOGIN}?next=/style/"
    client.post(CODE, {"code": shown_by(secret)})
    assert client.get("/style/").status_code == 200


@pytest.mark.parametrize("way", [CODE, SET_UP])
def test_a_code_that_cannot_be_taken_is_not_shown_again(way):
    with_app(person())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get())
    answer = strict.post(way, {"code": "abcd efgh"})
    assert (answer.status_code, "efgh" in answer.content.decode()) == (403, False)


def test_halfway_somebody_can_sign_out(client):
    with_app(person())
    give_password(client)
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_the_steps_are_shut_without_the_password(client):
    for way in (OWN, CODE, SET_UP, MINE):
        assert shut(client.get(way))
        assert shut(client.post(way, {"code": "000000"}))
    client.force_login(User.objects.create_user("reader", password=PASSWORD))
    assert shut(client.get(SET_UP))


@pytest.mark.parametrize(("way", "there"), [("/admin/files/", "/admin/files/"), ("https://example.org/", INDEX)])
def test_the_steps_lead_on_within_this_site_only(client, way, there):
    secret, _codes = with_app(person())
    give_password(client, way=way)
    assert client.post(f"{CODE}?next={way}", {"code": shown_by(secret), "next": way}).url == there


def test_who_found_the_telephone_and_an_open_desk_on_it_is_out_when_the_factor_is_taken_away(client):
    lost, other = person(), Client()
    for browser, user in ((client, lost), (other, person("other"))):
        secret, _codes = with_app(user)
        give_password(browser, user.username)
        browser.post(CODE, {"code": shown_by(secret)})
        assert browser.get(INDEX).status_code == 200
    factors.take_away(lost)
    assert at(client.get(INDEX, follow=True)) == LOGIN
    assert shut(client.get(SET_UP))
    assert other.get(INDEX).status_code == 200
    assert at(give_password(client)) == SET_UP
