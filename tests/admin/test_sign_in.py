"""Name and password: who gets in, who waits, what is remembered, and for how long."""

import logging
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal import checks
from portal.admin.sign_in.networks import network_of
from portal.desk.accounts import forget_sign_ins
from portal.desk.people import User
from portal.desk.ticking import tick
from tests.admin.forms import words_of
from tests.admin.signing_in import PASSWORD, is_in, person, sign_in, step_of
from tests.site.test_settings import setting

INDEX = "/admin/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> User:
    return person()


def fail(client: Client, times: int, name: str = "nurse") -> list[int]:
    return [sign_in(client, name, "wrong").status_code for _time in range(times)]


def test_the_right_password_opens_the_desk(client, nurse):
    answer = sign_in(client)
    assert (answer.status_code, answer.url, is_in(client)) == (302, INDEX, True)


def test_a_wrong_password_opens_nothing_and_says_so(client, nurse):
    answer = sign_in(client, password="wrong")
    assert answer.status_code == 200
    assert "Please enter the correct username and password" in words_of(answer)
    assert not is_in(client)


def test_after_five_wrong_passwords_even_the_right_one_waits_for_fifteen_minutes(client, nurse):
    with time_machine.travel("2026-11-26T10:00:00Z", tick=False) as clock:
        assert fail(client, 5) == [200, 200, 200, 200, 429]
        answer = sign_in(client)
        assert (answer.status_code, answer.headers["Retry-After"], is_in(client)) == (429, "900", False)
        assert "Try again in 15 minutes." in words_of(answer)
        assert "no-store" in answer.headers["Cache-Control"]
        clock.shift(timedelta(minutes=14, seconds=30))
        assert "Try again in 1 minute." in words_of(sign_in(client))
        clock.shift(timedelta(seconds=31))
        assert (sign_in(client).status_code, is_in(client)) == (302, True)


def test_only_this_name_from_this_network_waits(client, nurse):
    person("writer")
    fail(client, 5)
    assert sign_in(client, "writer").status_code == 302
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302
    assert sign_in(Client()).status_code == 429


def test_another_browser_is_no_way_around_the_wait(nurse):
    codes = [
        sign_in(Client(), password="wrong", headers={"user-agent": f"browser {number}"}).status_code
        for number in range(5)
    ]
    assert codes == [200, 200, 200, 200, 429]


def test_a_right_password_begins_the_count_anew(client, nurse):
    fail(client, 4)
    sign_in(client)
    assert fail(Client(), 4) == [200, 200, 200, 200]


def test_names_that_do_not_exist_are_answered_like_those_that_do(client, nurse):
    assert fail(client, 5, "nobody") == [200, 200, 200, 200, 429]
    assert words_of(sign_in(Client(), "ghost", "wrong")) == words_of(sign_in(Client(), "nurse", "wrong"))


def test_nothing_that_was_typed_is_remembered_or_logged(client, nurse, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "a secret that nobody may read"
    fail(client, 1)
    sign_in(client, password=secret)
    sign_in(client)
    sent = {"old_password": secret, "new_password1": secret + "1", "new_password2": secret + "1"}
    client.post(reverse("admin:password_change"), sent)
    client.post(reverse("admin:confirm_password"), {"password": secret})
    assert AccessAttempt.objects.exists()
    assert all(secret not in str(row) for row in AccessAttempt.objects.values())
    said = [line.getMessage() for line in caplog.records if line.name.startswith(("axes", "django"))]
    assert not any(secret in line or "nurse" in line or "127.0.0.1" in line for line in said)


def test_wrong_passwords_at_an_open_screen_are_counted_too(client, nurse):
    sign_in(client)
    address = reverse("admin:confirm_password")
    codes = [client.post(address, {"password": "wrong"}).status_code for _time in range(5)]
    assert codes == [200, 200, 200, 200, 429]


@pytest.mark.parametrize(
    ("then", "leads"),
    [
        ("/admin/files/", "/admin/files/"),
        ("https://elsewhere.example/", INDEX),
        ("//elsewhere.example/", INDEX),
        ("javascript:alert(1)", INDEX),
        ("/\\elsewhere.example", INDEX),
        ("", INDEX),
    ],
)
def test_signing_in_leads_to_this_site_only(client, nurse, then, leads):
    assert sign_in(client, then=then).url == leads
    confirmed = client.post(reverse("admin:confirm_password"), {"password": PASSWORD, "next": then})
    assert confirmed.url == leads


def test_somebody_who_is_not_staff_gets_nowhere(client):
    User.objects.create_user("reader", password=PASSWORD)
    assert sign_in(client, "reader").status_code == 200
    client.force_login(User.objects.get())
    for name in ("second_step", "telephone", "confirm_password", "password_change", "my_sign_in"):
        assert client.get(reverse(f"admin:{name}")).url.startswith(reverse("admin:login"))


def test_who_is_switched_off_is_out_at_once(client, nurse):
    sign_in(client)
    User.objects.update(is_active=False)
    assert step_of(client) == reverse("admin:login")
    assert sign_in(Client()).status_code == 200


def test_a_session_ends_after_a_working_day_and_with_the_browser(client, nurse):
    with time_machine.travel("2026-11-26T08:00:00Z", tick=False) as clock:
        cookie = sign_in(client).cookies["sessionid"]
        assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")
        clock.shift(timedelta(hours=7, minutes=59))
        assert is_in(client)
        clock.shift(timedelta(minutes=2))
        assert not is_in(client)


def test_in_production_the_cookie_travels_by_https_only():
    assert setting("SESSION_COOKIE_SECURE") is True
    assert setting("REQUIRE_SECOND_FACTOR") is True
    assert setting("REQUIRE_SECOND_FACTOR", REQUIRE_SECOND_FACTOR="off") is False


def test_a_readers_page_neither_reads_nor_lengthens_a_session(client, nurse, django_assert_max_num_queries):
    sign_in(client)
    before = Session.objects.get().expire_date
    with django_assert_max_num_queries(20) as asked:
        answer = client.get("/glossary/")
    assert not any("session" in query["sql"] for query in asked.captured_queries)
    assert (answer.cookies, "cookie" in answer.headers.get("Vary", "").lower()) == ({}, False)
    assert Session.objects.get().expire_date == before


@pytest.mark.parametrize(
    ("forwarded", "proxies", "found"),
    [
        ("192.0.2.1", 0, "10.0.0.9"),
        ("192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1", 1, "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.0.0.2", 2, "192.0.2.1"),
        ("192.0.2.1", 2, "10.0.0.9"),
        ("192.0.2.1:5544", 1, "192.0.2.1"),
        ("[2001:db8:1:2:3::4]:5544", 1, "2001:db8:1:2::"),
        ("2001:db8:1:2:3::4", 1, "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", 1, "192.0.2.1"),
        ("nonsense", 1, "10.0.0.9"),
        ("", 1, "10.0.0.9"),
    ],
)
def test_a_network_is_taken_from_the_proxy_and_never_from_who_asks(settings, forwarded, proxies, found):
    settings.TRUSTED_PROXY_HEADER, settings.PROXY_COUNT = "X-Forwarded-Proto", proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.9")
    assert network_of(request) == found
    settings.TRUSTED_PROXY_HEADER = ""
    assert network_of(request) == "10.0.0.9"


def test_behind_a_socket_there_is_no_network_and_guesses_are_counted_all_the_same(nurse):
    codes = [sign_in(Client(), password="wrong", REMOTE_ADDR="").status_code for _time in range(5)]
    assert codes == [200, 200, 200, 200, 429]


def test_a_proxy_that_is_not_counted_is_named(settings):
    settings.TRUSTED_PROXY_HEADER, settings.PROXY_COUNT = "X-Forwarded-Proto", 0
    assert [found.id for found in checks.proxies_are_counted()] == ["portal.W001"]
    settings.PROXY_COUNT = 1
    assert checks.proxies_are_counted() == []


def test_what_is_remembered_of_sign_ins_goes_after_thirty_days(client, nurse):
    now = timezone.now()
    for days in (29, 31):
        with time_machine.travel(now - timedelta(days=days), tick=False):
            sign_in(Client())
            AccessAttempt.objects.create(username=f"{days}", failures_since_start=1, user_agent="", path_info="/")
    assert (AccessLog.objects.count(), Session.objects.count()) == (2, 2)
    assert forget_sign_ins(now) == 4
    assert (AccessLog.objects.count(), Session.objects.count()) == (1, 0)
    assert [row.username for row in AccessAttempt.objects.all()] == ["29"]
    assert forget_sign_ins(now) == 0


def test_the_timed_run_forgets_old_sign_ins(client, nurse):
    with time_machine.travel(timezone.now() - timedelta(days=31), tick=False):
        sign_in(client)
    tick()
    assert not AccessLog.objects.exists()
