"""The second step: a code of the telephone or a recovery code, and nothing of the desk before it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk import second_factor
from portal.desk.people import User
from tests.admin.forms import words_of
from tests.admin.signing_in import KEY, PASSWORD, code_now, is_in, person, show_code, sign_in, step_of, with_telephone

pytestmark = pytest.mark.django_db
# What somebody may open who has shown no code: the steps themselves.
STEPS = {"login", "logout", "second_step", "telephone", "confirm_password", "password_change"}
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


def desk_names(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from desk_names(pattern.url_patterns) if pattern.namespace == "admin" or patterns is not None else ()
        elif isinstance(pattern, URLPattern) and patterns is not None and pattern.name:
            yield pattern.name


def address_of(name: str) -> str:
    for args in ((), (1,), (1, 1), ("portal",), ("0" * 64 + ".png",)):
        try:
            return reverse(f"admin:{name}", args=args)
        except NoReverseMatch:
            continue
    raise AssertionError(name)


def test_the_password_alone_leads_to_the_code_and_the_code_to_where_one_was_going(client, nurse):
    there = reverse("admin:files")
    answer = client.get(sign_in(client, then=there).url, follow=True)
    assert answer.request["PATH_INFO"] == reverse("admin:second_step")
    assert "You have 10 left" in words_of(answer)
    assert show_code(client, code_now(), next=there).url == there
    assert is_in(client)


def test_no_screen_of_the_desk_opens_before_the_second_step(client, nurse):
    User.objects.update(is_superuser=True)
    sign_in(client)
    names = set(desk_names()) - STEPS
    assert {"index", "files", "portal_user_changelist", "my_sign_in", "recovery_codes", "jsi18n"} <= names
    for name in sorted(names):
        for answer in (client.get(address_of(name)), client.post(address_of(name))):
            assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("admin:login")), name
    assert client.get("/style/").url == "/admin/login/?next=/style/"


@pytest.mark.parametrize("name", ["telephone", "confirm_password", "password_change"])
def test_the_telephone_and_the_password_cannot_be_changed_with_the_password_alone(client, nurse, name):
    sign_in(client)
    new = {"old_password": PASSWORD, "new_password1": "a heron in a bath", "new_password2": "a heron in a bath"}
    for answer in (client.get(address_of(name)), client.post(address_of(name), new | {"password": PASSWORD})):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("admin:second_step"))
    nurse.refresh_from_db()
    assert nurse.check_password(PASSWORD)
    assert TOTPDevice.objects.get().key == KEY


def test_a_wrong_code_opens_nothing(client, nurse):
    sign_in(client)
    answer = show_code(client, "000000" if code_now() != "000000" else "000001")
    assert "That code is not right" in words_of(answer)
    assert not is_in(client)


@pytest.mark.parametrize("code", ["", "abc", "12345", "1234567", "x" * 33, "٣" * 6, "\0" * 6])
def test_nonsense_is_refused_in_words(client, nurse, code):
    sign_in(client)
    assert show_code(client, code).status_code == 200
    assert not is_in(client)


def test_a_code_works_once(client, nurse):
    sign_in(client)
    code = code_now()
    show_code(client, code)
    other = Client()
    sign_in(other)
    assert "it was used before" in words_of(show_code(other, code))
    assert (is_in(client), is_in(other)) == (True, False)


@pytest.mark.parametrize(("late", "opens"), [(-30, True), (0, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_wrong(client, at_ten, late, opens):
    TOTPDevice.objects.create(user=person(), name="telephone", key=KEY)
    sign_in(client)
    show_code(client, code_now(later=late))
    assert is_in(client) is opens


def test_each_wrong_code_doubles_the_wait_and_the_right_one_waits_too(client, nurse, at_ten):
    sign_in(client)
    for seconds in (1, 2, 4, 8):
        show_code(client, "000000")
        said = words_of(show_code(client, code_now()))
        assert f"Too many wrong codes. Wait {seconds} second" in said
        at_ten.shift(timedelta(seconds=seconds))
    show_code(client, code_now())
    assert is_in(client)


def test_guesses_of_recovery_codes_wait_too(client, nurse):
    sign_in(client)
    show_code(client, "aaaa-aaaa")
    assert "Wait 1 second" in words_of(show_code(client, nurse.recovery[0]))
    assert not is_in(client)


def test_a_recovery_code_lets_in_once_and_says_how_many_are_left(client, nurse):
    sign_in(client)
    code = nurse.recovery[3]
    show_code(client, f" {code.upper()} ")
    assert "9 are left" in words_of(client.get(reverse("admin:index")))
    other = Client()
    sign_in(other)
    show_code(other, code)
    assert (is_in(other), second_factor.codes_left(nurse)) == (False, 9)


def test_misread_letters_of_a_recovery_code_are_taken_for_what_they_are(client, nurse):
    StaticToken.objects.filter(token=nurse.recovery[0].replace("-", "")).update(token="oolbaaaa")
    sign_in(client)
    show_code(client, "00l8-aaaa".replace("l", "1"))
    assert is_in(client)


def test_somebody_elses_code_is_of_no_use(client, nurse):
    other = person("other")
    second_factor.enrol(user=other, key="32" * 20, code=code_now("32" * 20))
    sign_in(client)
    show_code(client, code_now("32" * 20, later=30))
    assert not is_in(client)


def test_the_session_has_another_number_after_the_code(client, nurse):
    sign_in(client)
    before = client.session.session_key
    show_code(client, code_now())
    assert client.session.session_key != before


def test_who_stops_at_the_code_can_sign_out(client, nurse):
    sign_in(client)
    assert "Log out" in words_of(client.get(reverse("admin:second_step")))
    client.post(reverse("admin:logout"))
    assert step_of(client) == reverse("admin:login")


@pytest.mark.parametrize("name", ["second_step", "telephone", "confirm_password", "password_change", "recovery_codes"])
def test_every_step_wants_the_forms_token(client, nurse, name):
    sign_in(client)
    if name != "second_step":
        show_code(client, code_now())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(reverse(f"admin:{name}"), {}).status_code == 403
