"""The second factor of a staff member: an app that shows codes, and recovery codes for the day it is lost."""

from base64 import b32encode
from collections.abc import Iterable
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

APP, RECOVERY = "app", "recovery codes"
RECOVERY_CODES = 10


class Throttled(Exception):
    """Too many wrong codes one after another; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds} seconds")


def has_factor(user: Any) -> bool:
    """Whether this person has set an app up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def app_of(user: Any) -> TOTPDevice:
    """The app that this person has set up."""
    return TOTPDevice.objects.get(user=user, confirmed=True)


def is_let_in(user: Any) -> bool:
    """Whether the desk is open to this signed-in person.

    Who has set an app up gives its code each time. Who has not is let in only where no second factor is required.
    """
    return bool(user.is_verified()) or (not settings.REQUIRE_SECOND_FACTOR and not has_factor(user))


def new_app(user: Any) -> TOTPDevice:
    """The app that this person is setting up: the same secret until its first code was right."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return waiting or TOTPDevice.objects.create(user=user, name=APP, confirmed=False)


@transaction.atomic
def confirm_app(user: Any, code: str) -> list[str] | None:
    """Take the new app in the place of an older one if its code is right; returns new recovery codes, else None."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not _takes(device, code):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: Any) -> list[str]:
    """Ten codes that each open the desk once; older ones hold no longer."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY)
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: Any) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def device_for(user: Any, code: str) -> Device | None:
    """The app or the recovery codes that this code is from; None if it is from neither.

    Raises Throttled after wrong codes. A code is good once: the app remembers it, a recovery code is gone.
    """
    waits = []
    for device in _devices(user):
        try:
            if _takes(device, code):
                return device
        except Throttled as throttled:
            waits.append(throttled.seconds)
    if waits:
        raise Throttled(max(waits))
    return None


def _devices(user: Any) -> Iterable[Device]:
    yield from TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
    yield from StaticDevice.objects.select_for_update().filter(user=user, confirmed=True)


def _takes(device: Device, code: str) -> bool:
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until = (why or {}).get("locked_until") or timezone.now()
        raise Throttled(max(1, round((until - timezone.now()).total_seconds())))
    return bool(device.verify_token(code))


@transaction.atomic
def take_away(user: Any) -> None:
    """Let somebody who has lost app and codes begin anew at the next sign-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def secret_of(device: TOTPDevice) -> str:
    """The secret as people type it into an app: letters and figures in groups of four."""
    secret = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def squares_of(device: TOTPDevice) -> dict[str, Any]:
    """The QR code of the secret as one SVG path, a unit a square, with its size."""
    matrix = segno.make(device.config_url, error="m").matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark)
    return {"path": path, "size": len(matrix)}
