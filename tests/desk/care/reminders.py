"""Reminders as tests send and read them."""

from datetime import date

from django.contrib.auth.models import Permission
from django.core import mail

from portal.desk.care.reminding import remind
from portal.desk.people import User

SITE = {"SITE_URL": "https://portal.example", "DEFAULT_FROM_EMAIL": "desk@clinic.example"}
TODAY = date(2026, 11, 26)
ONE = "Spine portal: one thing waits for you"


def person(name: str, *verbs: str) -> User:
    """A staff member with an address who may do what is named."""
    user = User.objects.create_user(name, f"{name}@clinic.example", is_staff=True)
    names = [f"{verb}_document" for verb in verbs]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="portal", codename__in=names))
    return user


def run() -> None:
    remind(site_url="https://portal.example", link=lambda document, screen: f"/desk/{document.slug}/{screen}/")


def sent() -> list[tuple[str, str]]:
    """Who was told, with which subject, since this was asked last."""
    found = [(message.to[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return found
