"""The password: who guesses it is stopped, and how long one stays signed in."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as as_shipped
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.admin.signing_in.lockout import address_of
from portal.desk.people import User
from tests.admin.forms import words_of

PASSWORD = "a password for tests"
LOGIN = "/admin/login/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(db) -> User:
    return User.objects.create_user("nurse", password=PASSWORD, is_staff=True, last_name="Featherstone")


def tried(client: Client, password: str, name: str = "nurse", address: str = "192.0.2.1"):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def test_the_fifth_wrong_password_locks_the_name_out_from_there(nurse, client):
    assert [tried(client, "wrong").status_code for _time in range(4)] == [200] * 4
    locked = tried(client, "wrong")
    assert locked.status_code == 429
    assert "nobody can sign in with this name from here for 15 minutes" in words_of(locked)
    assert tried(client, PASSWORD).status_code == 429


def test_a_stranger_locks_nobody_out_who_is_somewhere_else(nurse, client):
    for _time in range(6):
        tried(client, "wrong", address="203.0.113.9")
    assert tried(client, PASSWORD).status_code == 302
    assert tried(Client(), PASSWORD, address="203.0.113.9").status_code == 429


def test_the_lock_ends_by_itself(nurse, client, time_machine):
    for _time in range(5):
        tried(client, "wrong")
    time_machine.move_to(timezone.now() + timedelta(minutes=14))
    assert tried(client, PASSWORD).status_code == 429
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert tried(client, PASSWORD).status_code == 302


def test_the_right_password_begins_the_count_anew(nurse, client):
    for _round in range(3):
        for _time in range(4):
            assert tried(client, "wrong").status_code == 200
        assert tried(client, PASSWORD).status_code == 302


def test_names_that_nobody_has_are_counted_too_and_look_the_same(nurse, client):
    unknown = [tried(client, "wrong", name="nobody") for _time in range(5)]
    known = [tried(Client(), "wrong", address="192.0.2.2") for _time in range(5)]
    assert [answer.status_code for answer in unknown] == [answer.status_code for answer in known]
    assert words_of(unknown[-1]) == words_of(known[-1])


@pytest.mark.parametrize(
    ("proxies", "passed_on", "found"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.1, 198.51.100.7", "198.51.100.7"),  # the first was made up by whoever asks
        (2, "198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_only_what_our_own_proxies_say_about_an_address_is_believed(settings, proxies, passed_on, found):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=passed_on)
    assert address_of(request) == found


def test_a_session_lasts_a_working_day_and_ends_with_the_browser(nurse, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    tried(client, PASSWORD)
    cookie = client.cookies[as_shipped.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")
    time_machine.move_to(timezone.now() + timedelta(hours=7, minutes=59), tick=False)
    assert client.get("/admin/").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(minutes=2), tick=False)
    assert client.get("/admin/").status_code == 302


def test_who_is_made_inactive_is_out_at_once(nurse, client):
    tried(client, PASSWORD)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=nurse.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert tried(client, PASSWORD).status_code == 200


@pytest.mark.parametrize("password", ["short-one", "password1234", "123456789012", "featherstone1"])
def test_weak_passwords_are_refused(nurse, password):
    with pytest.raises(ValidationError):
        validate_password(password, nurse)


@pytest.mark.parametrize("place", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_nobody_is_led_off_the_site(nurse, client, place):
    answer = client.post(f"{LOGIN}?next={place}", {"username": "nurse", "password": PASSWORD, "next": place})
    assert (answer.status_code, answer.url) == (302, "/admin/")


def test_nothing_of_a_failed_sign_in_is_logged(nurse, client, capfd, caplog):
    for _time in range(6):
        tried(client, "my secret word")
    said = caplog.text + "".join(capfd.readouterr())
    assert [word for word in ("nurse", "my secret word", "192.0.2.1") if word in said] == []
    assert "my secret word" not in str(list(AccessAttempt.objects.values_list()))


def test_old_attempts_are_purged_and_new_ones_stay(nurse, client, time_machine):
    tried(client, "wrong", address="192.0.2.8")
    time_machine.move_to(timezone.now() + timedelta(days=31))
    tried(client, "wrong")
    call_command("purge_sign_ins")
    assert [attempt.ip_address for attempt in AccessAttempt.objects.all()] == ["192.0.2.1"]
