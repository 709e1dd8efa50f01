"""The second factor of a staff member: an app that shows codes, and recovery codes for the day it is lost."""

import time
from base64 import b32encode
from binascii import unhexlify
from datetime import datetime
from typing import TypeAlias

import segno
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from portal.desk.people import User

Factor: TypeAlias = TOTPDevice | StaticDevice

APP, RECOVERY = "app", "recovery codes"
RECOVERY_CODES = 10
# An app's code has six figures; a recovery code is longer. So each is held against one device, and counts for one.
APP_CODE = 6
SECRET_BYTES = 20
# A recovery code has letters and the figures 2 to 7. No code has 0 or 1, so those can only be misread; i and l are both
# in use, and count as one letter. What that gives away is less than one bit of forty.
LOOKS_LIKE = str.maketrans("01i", "oll")


class Throttled(Exception):
    """Wrong codes one after another: each doubles the wait before the next. `seconds` says how long, at least 1."""

    def __init__(self, until: datetime) -> None:
        self.seconds = max(1, round((until - timezone.now()).total_seconds()))
        super().__init__(f"wait {self.seconds} seconds")


def is_let_in(user: User, *, is_verified: bool) -> bool:
    """Whether the desk is open to a signed-in person, whose second factor `is_verified` in this session or not.

    Who has set an app up gives its code each time. Who has not is let in only where no second factor is required.
    """
    return is_verified or (not settings.REQUIRE_SECOND_FACTOR and not user.has_app)


def new_secret() -> str:
    """A secret for an app that is being set up, as 40 hexadecimal figures; nothing is kept until its first code."""
    return str(random_hex(SECRET_BYTES))


@transaction.atomic
def set_up_app(user: User, *, secret: str, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """Take the app with this secret in the place of an older one, if `code` is one of its codes now.

    Returns the app, whose code is used up by that, and new recovery codes; None if the code is not right.
    """
    totp = TOTP(unhexlify(secret))
    totp.time = time.time()
    if not (len(code) == APP_CODE and code.isdecimal() and totp.verify(int(code), tolerance=1)):
        return None
    _one_at_a_time(user)
    TOTPDevice.objects.filter(user=user).delete()
    app = TOTPDevice.objects.create(user=user, name=APP, key=secret, drift=totp.drift, last_t=totp.t())
    return app, new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten codes that each open the desk once; older ones hold no longer."""
    _one_at_a_time(user)
    # The device stays: whoever came in by one of its codes is not thrown out by making new ones.
    device, _is_new = StaticDevice.objects.get_or_create(user=user, name=RECOVERY)
    device.token_set.all().delete()
    codes = [str(StaticToken.random_token()) for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(user: User) -> int:
    """How many recovery codes a person has not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


@transaction.atomic
def factor_for(user: User, *, code: str) -> Factor | None:
    """The app or the recovery codes that a code is from; None if it is from neither. A code is good once.

    `code` is in small letters and without gaps. A recovery code is found although letters in it were misread.
    Raises Throttled after wrong codes.
    """
    model = TOTPDevice if len(code) == APP_CODE else StaticDevice
    device: Factor | None = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        raise Throttled(why["locked_until"])
    asked = _kept_code(device, code) if isinstance(device, StaticDevice) else code
    return device if device.verify_token(asked) else None


def _kept_code(device: StaticDevice, code: str) -> str:
    """The recovery code that looks like `code`, as it is kept; "", which no code is, where there is none.

    So nothing that somebody typed is sent to the database, whatever is in it.
    """
    kept = device.token_set.values_list("token", flat=True)
    return next((str(one) for one in kept if one.translate(LOOKS_LIKE) == code.translate(LOOKS_LIKE)), "")


@transaction.atomic
def take_away(user: User) -> None:
    """Let somebody who has lost app and codes begin anew.

    Their open sessions end: the desk may be open on the lost telephone itself, and whoever has it could otherwise set
    up an app of their own without knowing the password.
    """
    _one_at_a_time(user)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    open_ones = Session.objects.filter(expire_date__gte=timezone.now())
    theirs = [row.pk for row in open_ones if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()


def _one_at_a_time(user: User) -> None:
    """Two requests of one person at once would leave two apps, or two sets of codes: let them come one by one."""
    User.objects.select_for_update().get(pk=user.pk)


def typed(secret: str) -> str:
    """A secret as people type it into an app: `ABCD EFGH …`."""
    letters = b32encode(unhexlify(secret)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def squares(user: User, secret: str) -> tuple[int, str]:
    """The QR code of a secret: how many squares it is wide and high, and the dark ones as the path of an SVG."""
    code = segno.make(TOTPDevice(user=user, key=secret).config_url, error="m")
    rows = enumerate(code.matrix)
    dark = (f"M{x} {y}h1v1h-1z" for y, row in rows for x, is_dark in enumerate(row) if is_dark)
    return len(code.matrix), "".join(dark)
