"""The password: who gets in by it, who is locked out and for how long, and how long a session lasts."""

import logging
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.callers import address_of
from portal.desk.people import User
from tests.admin.doors import INDEX, LOGIN, MINE, MORNING, PASSWORD, give_password, person
from tests.admin.forms import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(settings):
    """Failures count, as they do outside of tests."""
    settings.AXES_ENABLED = True


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


def fail(client, times, name="ward", **headers):
    return [give_password(client, name, "wrong", **headers).status_code for _time in range(times)]


def test_a_right_password_opens_the_desk_and_a_wrong_one_does_not(counted, client):
    person()
    assert "Please enter the correct username and password" in words_of(give_password(client, password="wrong"))
    assert client.get(INDEX).status_code == 302
    assert give_password(client).request["PATH_INFO"] == INDEX
    assert client.get(INDEX).status_code == 200


def test_five_wrong_passwords_lock_this_name_at_this_address_for_a_quarter_of_an_hour(counted, clock, client):
    person()
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    clock.shift(timedelta(minutes=6))
    answer = give_password(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "540")
    assert "The password was wrong too often. Wait 9 minutes, then try again." in words_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    clock.shift(timedelta(minutes=9, seconds=1))
    assert give_password(client).request["PATH_INFO"] == INDEX


def test_a_new_password_from_a_manager_ends_the_wait(counted, client):
    user = person()
    assert fail(client, 5)[-1] == 429
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief"))
    sent = {"password1": "another four words", "password2": "another four words"}
    chief.post(reverse("admin:auth_user_password_change", args=[user.pk]), sent)
    assert give_password(client, password="another four words").status_code == 200
    assert client.session["_auth_user_id"] == str(user.pk)


def test_others_and_other_addresses_stay_free(counted, client):
    person(), person("sister")
    assert fail(client, 5)[-1] == 429
    assert give_password(client, "sister").request["PATH_INFO"] == INDEX
    assert give_password(Client(), REMOTE_ADDR="192.0.2.7").request["PATH_INFO"] == INDEX


def test_another_browser_at_the_same_address_does_not_help_to_guess(counted, client):
    person()
    for number in range(4):
        fail(client, 1, HTTP_USER_AGENT=f"browser {number}")
    assert fail(client, 1, HTTP_USER_AGENT="browser 5") == [429]


def test_a_header_that_somebody_sends_is_no_new_address(counted, client):
    person()
    answers = [fail(client, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")[0] for number in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_a_right_password_makes_earlier_slips_forgotten(counted, client):
    person()
    fail(client, 4)
    give_password(client)
    assert fail(Client(), 4) == [200, 200, 200, 200]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "192.0.2.1", "203.0.113.9"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.66, 192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.66, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1", "203.0.113.9"),
        (1, "not an address", "203.0.113.9"),
        (1, "192.0.2.1:5544", "192.0.2.1"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2:3::4]:5544", "2001:db8:1:2::"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "", "203.0.113.9"),
    ],
)
def test_the_address_is_what_the_clinics_own_proxy_says(settings, proxies, header, address):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=header)
    assert address_of(request) == address


def test_behind_a_socket_file_there_is_no_address_and_guesses_count_all_the_same(counted, client):
    person()
    assert fail(client, 5, REMOTE_ADDR="") == [200, 200, 200, 200, 429]
    assert AccessAttempt.objects.get().ip_address is None


def test_the_many_addresses_of_one_network_do_not_help_to_guess(counted):
    person()
    answers = [fail(Client(), 1, REMOTE_ADDR=f"2001:db8::{number}")[0] for number in range(1, 6)]
    assert answers == [200, 200, 200, 200, 429]


def test_guesses_of_the_own_password_inside_are_counted_too(counted, client):
    client.force_login(person())
    answers = [client.post(MINE, {"password": "wrong", "app": "1"}).status_code for _time in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_guesses_of_the_old_password_are_counted_and_shut_the_right_one_out(counted, client):
    client.force_login(person())
    address, new = reverse("admin:password_change"), "five other words for today"
    sent = {"new_password1": new, "new_password2": new}
    answers = [client.post(address, sent | {"old_password": "wrong"}).status_code for _time in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert client.post(address, sent | {"old_password": PASSWORD}).status_code == 429
    assert User.objects.get().check_password(PASSWORD)


def test_neither_log_nor_database_says_what_was_typed(counted, client, caplog):
    person()
    with caplog.at_level(logging.INFO):
        fail(client, 5)
        give_password(Client(), REMOTE_ADDR="192.0.2.7")
    lines = caplog.text + "".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "Locking out" in lines
    assert [word for word in ("ward", "wrong", "127.0.0.1", "192.0.2.7", PASSWORD) if word in lines] == []
    assert AccessLog.objects.count() == 0


def test_neither_the_mistyped_password_nor_the_new_one_is_kept(counted, client):
    client.force_login(person())
    sent = {"old_password": "nearly-right", "new_password1": "a heron in a bath", "new_password2": "a heron in a bath"}
    client.post(reverse("admin:password_change"), sent)
    client.post(MINE, {"password": "nearly-right", "codes": "1"})
    [kept] = AccessAttempt.objects.values_list("post_data", flat=True)
    assert "old_password=****" in kept
    assert [word for word in ("nearly-right", "heron") if word in kept] == []


@pytest.mark.parametrize("way", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\example.org"])
def test_signing_in_leads_to_no_other_site(client, way):
    person()
    assert client.post(LOGIN, {"username": "ward", "password": PASSWORD, "next": way}).url == INDEX


def test_a_session_ends_with_the_browser_and_after_eight_hours(settings, clock, client):
    settings.SESSION_COOKIE_SECURE = True
    person()
    client.post(LOGIN, {"username": "ward", "password": PASSWORD, "next": INDEX})
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    clock.shift(timedelta(hours=7, minutes=59))
    assert client.get(INDEX).status_code == 200
    clock.shift(timedelta(minutes=2))
    assert client.get(INDEX).status_code == 302


def test_who_is_made_inactive_is_out_at_once(counted, client):
    user = person()
    give_password(client)
    assert client.get(INDEX).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(INDEX).status_code == 302
    assert give_password(Client()).request["PATH_INFO"] == LOGIN


def test_patients_get_no_cookie(loaded, client):
    for address in ("/", reverse("procedure", args=["interspinous-spacer"])):
        answer = client.get(address)
        assert (answer.status_code, list(answer.cookies)) == (200, [])


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevenchars", "This password is too short: it needs at least 12 characters."),
        ("margaretsmith", "This password is too much like your first name."),
        ("password1234", "Too many people use this password, so it is among the first to be guessed."),
        ("928374650192", "A password of figures only is quickly guessed. Add words."),
        (PASSWORD, ""),
    ],
)
def test_passwords_are_refused_in_plain_words(password, said):
    from django.contrib.auth.password_validation import validate_password

    user = User(username="ward", first_name="Margaret Smith")
    try:
        validate_password(password, user)
        found = ""
    except ValidationError as error:
        found = " ".join(error.messages)
    assert found == said


def test_changing_the_own_password_asks_for_the_old_one_and_ends_other_sessions(client):
    user, elsewhere = person(), Client()
    client.force_login(user), elsewhere.force_login(user)
    sent = {"new_password1": "five other words for today", "new_password2": "five other words for today"}
    address = reverse("admin:password_change")
    assert client.post(address, sent | {"old_password": "wrong"}).status_code == 200
    assert client.post(address, sent | {"old_password": PASSWORD}).status_code == 302
    assert (client.get(INDEX).status_code, elsewhere.get(INDEX).status_code) == (200, 302)
