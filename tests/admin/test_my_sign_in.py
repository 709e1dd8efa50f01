"""“My sign-in”: another telephone and new recovery codes, for whoever knows the password."""

from datetime import timedelta

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk.people import User
from tests.admin.doors import (
    CODE,
    INDEX,
    MINE,
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor", "clock")]


def test_where_it_is_not_required_who_has_no_app_is_let_in_and_may_set_one_up(settings, client):
    settings.REQUIRE_SECOND_FACTOR = False
    person()
    assert at(give_password(client)) == INDEX
    # Not by whoever sits down at an open screen: the password is asked for once more.
    assert client.get(SET_UP).url == MINE
    assert client.post(MINE, {"password": "wrong", "app": "1"}).status_code == 200
    assert client.post(MINE, {"password": PASSWORD, "app": "1"}).url == SET_UP
    client.post(SET_UP, {"code": shown_after_typing(client.get(SET_UP))})
    assert at(give_password(Client())) == CODE


def test_another_telephone_takes_the_place_of_the_first_and_ends_its_sessions(client, clock):
    user = person()
    secret, codes = with_app(user)
    elsewhere = Client()
    for one in (elsewhere, client):
        give_password(one)
        one.post(CODE, {"code": shown_by(secret)})
        clock.shift(2 * STEP)
    client.post(MINE, {"password": PASSWORD, "app": "1"})
    new = codes_on(client.post(SET_UP, {"code": shown_after_typing(client.get(SET_UP))}))
    assert (len(new), set(new) & set(codes), TOTPDevice.objects.count()) == (10, set(), 1)
    assert (client.get(INDEX).status_code, elsewhere.get(INDEX).status_code) == (200, 302)
    clock.shift(2 * STEP)
    elsewhere.post(CODE, {"code": shown_by(secret)})
    assert elsewhere.get(INDEX).status_code == 302


def test_leave_to_set_up_another_telephone_lasts_ten_minutes(client, clock):
    secret, _codes = with_app(person())
    give_password(client)
    client.post(CODE, {"code": shown_by(secret)})
    client.post(MINE, {"password": PASSWORD, "app": "1"})
    assert client.get(SET_UP).status_code == 200
    clock.shift(timedelta(minutes=10, seconds=1))
    assert client.get(SET_UP).url == MINE


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(client):
    user = person()
    _secret, codes = with_app(user)
    give_password(client)
    client.post(CODE, {"code": codes[0]})
    assert codes_on(client.post(MINE, {"password": "wrong", "codes": "1"})) == []
    new = codes_on(client.post(MINE, {"password": PASSWORD, "codes": "1"}))
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert {code.replace(" ", "") for code in new} == kept
    assert kept & set(codes) == set()
    # Whoever came in by a recovery code stays in.
    assert client.get(INDEX).status_code == 200


def test_somebody_elses_device_opens_nothing(client):
    person()
    secret, codes = with_app(person("sister"))
    with_app(User.objects.get(username="ward"))
    give_password(client)
    for code in (shown_by(secret), codes[0]):
        client.post(CODE, {"code": code})
    assert client.get(INDEX).status_code == 302
