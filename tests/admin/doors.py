"""Ways through the door of the desk: passwords, apps that show codes, and a clock that can be moved."""

from base64 import b32decode
from binascii import unhexlify
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django_otp.oath import totp

from portal.desk import factors
from portal.desk.people import User
from tests.admin.forms import parsed

PASSWORD = "four words not together"
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)

LOGIN, INDEX = "/admin/login/", "/admin/"
OWN, CODE, SET_UP, MINE = "/admin/own-password/", "/admin/second-factor/", "/admin/set-up/", "/admin/my-sign-in/"


def person(name: str = "ward", **more: Any) -> User:
    """Somebody of the staff with a password."""
    return User.objects.create_user(name, password=PASSWORD, is_staff=True, **more)


def give_password(
    client: Client, name: str = "ward", password: str = PASSWORD, way: str = INDEX, **headers: Any
) -> Any:
    """Send the first form, and follow where it leads."""
    return client.post(LOGIN, {"username": name, "password": password, "next": way}, follow=True, **headers)


def shown_by(secret: str) -> str:
    """What an app with this secret, in hexadecimal figures, shows now."""
    return f"{totp(unhexlify(secret)):06d}"


def shown_after_typing(answer: Any) -> str:
    """What an app shows into which somebody has typed the secret that stands on a page."""
    words = next(e for e in parsed(answer).iter("code") if e.get("class") == "secret").text or ""
    return f"{totp(b32decode(words.replace(' ', ''))):06d}"


def with_app(user: User) -> tuple[str, list[str]]:
    """Set an app up for somebody, a minute ago: its secret and the recovery codes."""
    secret = factors.new_secret()
    done = factors.set_up_app(user, secret=secret, code=shown_by(secret))
    assert done is not None
    app, codes = done
    app.last_t -= 2
    app.save()
    return secret, codes


def codes_on(answer: Any) -> list[str]:
    """The recovery codes on a page."""
    lists = [e for e in parsed(answer).iter("ul") if e.get("class") == "recovery-codes"]
    return ["".join(e.itertext()) for one in lists for e in one.iter("code")]


def at(answer: Any) -> str:
    """The address of the page that answered."""
    return str(answer.request["PATH_INFO"])
