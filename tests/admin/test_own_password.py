"""A password that somebody else has set opens nothing but the choice of another, which nobody else knows."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.desk.people import User
from tests.admin.doors import (
    CODE,
    INDEX,
    LOGIN,
    MINE,
    OWN,
    PASSWORD,
    SET_UP,
    at,
    give_password,
    person,
    shown_after_typing,
    shown_by,
    with_app,
)
from tests.admin.forms import form_in, words_of
from tests.admin.shut_doors import opened_by, shut

pytestmark = pytest.mark.django_db
MY_OWN = "none of these is known"


@pytest.fixture
def ward(db):
    """Somebody whose password a manager has set."""
    return person(must_change_password=True)


def choose(client, first=MY_OWN, again=None, way=OWN, **more):
    sent = {"new_password1": first, "new_password2": first if again is None else again}
    return client.post(way, sent | more, follow=True)


def test_the_way_is_password_own_password_app_desk(second_factor, clock, ward, client):
    page = give_password(client)
    assert at(page) == OWN
    assert "A colleague has set the password that you have just typed, and knows it." in words_of(page)
    # Neither the app's screens nor anything else are open before that.
    assert [client.get(way, follow=True).request["PATH_INFO"] for way in (SET_UP, CODE, INDEX, MINE)] == [OWN] * 4
    client.post(SET_UP, {"code": "000000"})
    key = client.session.session_key
    page = choose(client)
    assert at(page) == SET_UP
    assert "From now on you sign in with your own password." in words_of(page)
    assert client.session.session_key != key
    assert client.get(INDEX).status_code == 302
    client.post(SET_UP, {"code": shown_after_typing(page)})
    assert client.get(INDEX).status_code == 200
    found = User.objects.get()
    assert (found.must_change_password, found.check_password(MY_OWN), found.check_password(PASSWORD)) == (
        False,
        True,
        False,
    )


def test_who_has_an_app_already_is_asked_for_its_code_afterwards(second_factor, clock, ward, client):
    secret, codes = with_app(ward)
    assert at(give_password(client)) == OWN
    for code in (shown_by(secret), codes[0]):
        assert client.post(CODE, {"code": code}).url == OWN
    assert at(choose(client)) == CODE
    # Neither code is used up by having been typed too early.
    assert client.post(CODE, {"code": shown_by(secret)}).url == INDEX
    assert client.get(INDEX).status_code == 200


def test_where_no_app_is_asked_for_the_own_password_is(ward, client):
    assert at(give_password(client, way="/admin/files/")) == OWN
    assert client.get(INDEX).status_code == 302
    assert at(choose(client)) == INDEX
    assert at(give_password(Client(), password=MY_OWN)) == INDEX
    assert at(give_password(Client())) == LOGIN


@pytest.mark.parametrize(("way", "there"), [("/admin/files/", "/admin/files/"), ("https://example.org/", INDEX)])
def test_it_leads_on_within_this_site_only(ward, client, way, there):
    give_password(client, way=way)
    answer = client.post(OWN, {"new_password1": MY_OWN, "new_password2": MY_OWN, "next": way})
    assert answer.url == there


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        (PASSWORD, None, "This is the password that you were given. Choose another one."),
        ("short", None, "This password is too short: it needs at least 12 characters."),
        ("123456789012", None, "A password of figures only is quickly guessed."),
        ("password1234", None, "Too many people use this password"),
        (MY_OWN, MY_OWN + " ", "didn’t match"),
        ("", "", "This field is required."),
        ("a\0b four words not", None, "Null characters are not allowed."),
    ],
)
def test_what_is_no_password_of_ones_own_changes_nothing(ward, client, first, again, said):
    give_password(client)
    answer = choose(client, first, again)
    assert (at(answer), said in words_of(answer)) == (OWN, True)
    found = User.objects.get()
    assert (found.must_change_password, found.password) == (True, ward.password)
    assert client.get(INDEX).status_code == 302


@pytest.mark.parametrize("has_app", [True, False])
def test_every_screen_is_shut_before_the_own_password(loaded, client, has_app):
    chief = User.objects.create_superuser("ward", password=PASSWORD, must_change_password=True)
    if has_app:
        with_app(chief)
    give_password(client)
    assert opened_by(client, chief) == []
    # The stock change of the password is no way round either.
    sent = {"old_password": PASSWORD, "new_password1": MY_OWN, "new_password2": MY_OWN}
    assert shut(client.post(reverse("admin:password_change"), sent))
    assert User.objects.get().must_change_password


def test_it_is_chosen_once_and_then_only_where_the_old_one_is_asked_for(ward, client):
    give_password(client)
    choose(client)
    before = User.objects.get().password
    assert client.get(OWN).url == INDEX
    assert client.post(OWN, {"new_password1": "another four words", "new_password2": "another four words"}).url == INDEX
    assert User.objects.get().password == before


def test_choosing_it_ends_what_somebody_else_had_opened_with_the_given_one(ward, client):
    other = Client()
    for browser in (client, other):
        give_password(browser)
    choose(client)
    assert client.get(INDEX).status_code == 200
    assert at(choose(other, "another four words")) == LOGIN
    assert User.objects.get().check_password(MY_OWN)


def test_a_second_reset_asks_for_it_again(ward, client):
    give_password(client)
    choose(client)
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief", password=PASSWORD))
    words = {"password1": "another four words", "password2": "another four words"}
    chief.post(reverse("admin:auth_user_password_change", args=[ward.pk]), words)
    assert client.get(INDEX).status_code == 302
    assert at(give_password(client, password="another four words")) == OWN


def test_a_change_of_the_account_does_not_lift_it(ward):
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief", password=PASSWORD))
    way = reverse("admin:portal_user_change", args=[ward.pk])
    assert chief.post(way, form_in(chief.get(way), "account")).status_code == 302
    assert User.objects.get(pk=ward.pk).must_change_password


def test_nothing_is_written_over_what_a_colleague_changes_meanwhile(ward, client, monkeypatch):
    give_password(client)
    check = User.check_password

    def meanwhile(user, password):
        User.objects.filter(pk=user.pk).update(is_active=False)
        return check(user, password)

    monkeypatch.setattr(User, "check_password", meanwhile)
    choose(client)
    assert not User.objects.get().is_active


def test_whoever_knows_the_server_is_not_asked(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--no-input", username="chief", email="c@example.org", stdout=StringIO())
    assert not User.objects.get().must_change_password
    assert at(give_password(client, "chief")) == INDEX


def test_halfway_somebody_can_sign_out_and_nothing_of_it_is_kept(ward, client):
    page = give_password(client)
    assert "no-store" in page.headers["Cache-Control"]
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ward)
    answer = strict.post(OWN, {"new_password1": MY_OWN, "new_password2": MY_OWN})
    assert (answer.status_code, MY_OWN in answer.content.decode()) == (403, False)
