"""Signing in as a person does: the form, then the code that a telephone would show at this moment."""

import time
from typing import Any

from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from portal.desk import second_factor
from portal.desk.people import User

PASSWORD = "three unrelated turnips"
KEY = "31" * 20


def person(name: str = "nurse", **more: Any) -> User:
    return User.objects.create_user(name, password=PASSWORD, is_staff=True, **more)


def code_now(key: str = KEY, later: int = 0) -> str:
    """What the telephone shows, or will show `later` seconds from now."""
    return f"{totp(bytes.fromhex(key), t0=-later):06}"


def with_telephone(user: User) -> list[str]:
    """Set a telephone up with KEY a minute ago; the recovery codes."""
    device, codes = second_factor.enrol(user=user, key=KEY, code=code_now())
    device.last_t = int(time.time()) // 30 - 2
    device.save()
    return codes


def sign_in(client: Client, name: str = "nurse", password: str = PASSWORD, then: str = "", **more: Any) -> Any:
    """Send the form of the sign-in; the answer to it."""
    sent = {"username": name, "password": password} | ({"next": then} if then else {})
    return client.post(reverse("admin:login"), sent, **more)


def show_code(client: Client, code: str, **more: str) -> Any:
    return client.post(reverse("admin:second_step"), {"code": code, **more})


def is_in(client: Client) -> bool:
    """Whether the front page of the desk opens."""
    return client.get(reverse("admin:index")).status_code == 200


def step_of(client: Client) -> str:
    """The address, without its query, that somebody is led to instead of the desk's front page."""
    answer = client.get(reverse("admin:index"), follow=True)
    return answer.request["PATH_INFO"]
