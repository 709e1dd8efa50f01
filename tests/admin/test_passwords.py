"""Passwords: what is asked of them, and who has to choose a new one."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.admin.sign_in.forms import NewPasswordForm
from tests.admin.forms import words_of
from tests.admin.signing_in import PASSWORD, is_in, person, sign_in, step_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("twelve signs", True),
        ("eleven sign", False),
        ("123456789012345", False),
        ("jacqueline-nurse", False),
        ("1qaz2wsx3edc4rfv", False),
        (PASSWORD, False),
    ],
)
def test_passwords_are_long_uncommon_and_unlike_the_person(rf, password, is_taken):
    request = rf.post("/")
    request.user = person("jacqueline.nurse")
    sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert NewPasswordForm(request, sent).is_valid() is is_taken


def test_who_got_a_password_from_a_colleague_chooses_another_one_first(client):
    user = person(must_change_password=True)
    sign_in(client)
    address = reverse("admin:password_change")
    assert step_of(client) == address
    assert client.get(reverse("admin:files")).status_code == 302
    same = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "Choose another one." in words_of(client.post(address, same))
    new = same | {"new_password1": "a heron in the bathtub", "new_password2": "a heron in the bathtub"}
    answer = client.post(address, new | {"next": "/admin/files/"})
    user.refresh_from_db()
    assert (answer.url, user.must_change_password, is_in(client)) == ("/admin/files/", False, True)


def test_a_new_password_signs_other_browsers_out(client):
    person()
    other = Client()
    sign_in(client)
    sign_in(other)
    new = "a heron in the bathtub"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("admin:password_change"), sent).status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)
