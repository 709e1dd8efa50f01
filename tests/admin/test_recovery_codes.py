"""Recovery codes as people type them from paper: what is misread is forgiven, what is another code is not."""

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken

from portal.desk import factors
from portal.desk.people import User
from tests.admin.doors import CODE, INDEX, give_password, person, with_app
from tests.admin.forms import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor", "clock")]
KEPT = "oil7abcd"


@pytest.fixture
def ward(db):
    """Somebody with an app and ten recovery codes, one of which is KEPT."""
    user = person()
    _secret, codes = with_app(user)
    StaticToken.objects.filter(token=codes[3]).update(token=KEPT)
    return user


@pytest.mark.parametrize(
    "typed",
    [
        KEPT,
        "OIL7ABCD",
        "oil7 abcd",
        "oil7-abcd",
        " o i l 7  a b c d ",
        "oil7\u2013abcd",
        "oil7\u2014abcd",
        "oil7\u2011abcd",
        "oil7\u00a0abcd",
        "0il7 abcd",
        "011 7abcd",
        "OI17-ABCD",
        "oli7abcd",
        "oII7abcd",
    ],
)
def test_what_people_misread_is_forgiven_and_the_code_is_used_up(ward, client, typed):
    give_password(client)
    assert client.post(CODE, {"code": typed}).url == INDEX
    assert client.get(INDEX).status_code == 200
    assert (StaticToken.objects.count(), StaticToken.objects.filter(token=KEPT).exists()) == (9, False)
    other = Client()
    give_password(other)
    assert "was used already" in words_of(other.post(CODE, {"code": KEPT}))


@pytest.mark.parametrize(
    "typed",
    [
        "oil7abce",
        "oil7abc",
        "oil7abcdd",
        "oil7_abcd",
        "9il7abcd",
        "o" * 10_000,
        "oil7\x00abcd",
        "\x00" * 8,
        "\uff4fil7abcd",  # an o as wide as a Chinese sign
        "\u043eil7abcd",  # a Russian o
        "o\u01317abcdd",  # a Turkish i without a dot
        "\u0660\u0661\u0661\u0667abcd",  # Arabic figures
        "oil7abcd\u0301",
        "oil7\u200babcd",
        "\U0001f511" * 8,
        "%6fil7abcd",
        "' OR 1=1 --",
    ],
)
def test_what_is_another_code_opens_nothing_and_uses_nothing_up(ward, client, typed):
    give_password(client)
    answer = client.post(CODE, {"code": typed})
    assert (answer.status_code, client.get(INDEX).status_code) == (200, 302)
    assert StaticToken.objects.count() == 10
    # The verb by itself holds the same, whoever calls it.
    StaticToken.objects.first().device.throttle_reset()
    assert factors.factor_for(ward, code=typed) is None
    assert StaticToken.objects.count() == 10


def test_a_misread_code_of_somebody_else_opens_nothing(ward, client):
    with_app(person("sister"))
    give_password(client, "sister")
    client.post(CODE, {"code": "0117 ABCD"})
    assert client.get(INDEX).status_code == 302
    assert StaticToken.objects.filter(token=KEPT).exists()


def test_codes_that_are_made_hold_no_sign_that_is_taken_for_another(db):
    codes = [code for _time in range(20) for code in factors.new_recovery_codes(person(f"ward{_time}"))]
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert User.objects.count() == 20
