"""The second step of signing in: codes of an app on a telephone, and recovery codes for the day it is lost.

The secret of a telephone is shown once, while it is set up. Until the first code has proved that the telephone has it,
the secret is in no table: whoever sets it up keeps it in the session.
"""

import base64
import math
import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from portal.desk.people import User

RECOVERY_CODES = 10
DIGITS = 6
# Letters and digits of recovery codes are those of Base32; these are what a hurried hand makes of some of them.
_MISREAD = str.maketrans("018", "olb")


class SecondFactorRefused(Exception):
    """Raised when a code is not taken or nothing can be reset; the text is for the person who sees it."""


def new_key() -> str:
    """A secret of 160 bits for a telephone, as hex."""
    return str(random_hex(20))


def has_telephone(user: User) -> bool:
    """Whether somebody has set a telephone up, and so is asked for a code."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def codes_left(user: User) -> int:
    """How many recovery codes somebody has not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


def address_for_app(user: User, key: str) -> str:
    """What the square says to the app: `otpauth://totp/...`, with the secret in it."""
    return str(TOTPDevice(user=user, key=key).config_url)


def key_to_type(key: str) -> str:
    """The secret in groups of four letters, as apps take it from a keyboard: "ABCD EFGH ..."."""
    letters = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@transaction.atomic
def enrol(*, user: User, key: str, code: str) -> tuple[Device, list[str]]:
    """Set a telephone up that shows this code; any older telephone and its recovery codes stop working.

    Returns what signs the person in, and the ten new recovery codes, which can never be shown again. Raises
    SecondFactorRefused where the code is not the one of this moment.
    """
    shown = TOTP(bytes.fromhex(key))
    shown.time = time.time()
    typed = _tidy(code)
    if not _is_of_telephone(typed) or not shown.verify(int(typed), tolerance=1):
        raise SecondFactorRefused(
            _("That is not the code of this moment. Wait for the next one in the app, and type it here.")
        )
    User.objects.select_for_update().get(pk=user.pk)  # two at once would leave two telephones
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, name="telephone", key=key, last_t=shown.t(), drift=shown.drift)
    return device, renew_codes(user=user)


@transaction.atomic
def renew_codes(*, user: User) -> list[str]:
    """Ten new recovery codes such as "abcd-efgh"; the older ones stop working. They can never be shown again."""
    User.objects.select_for_update().get(pk=user.pk)
    device, _is_new = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def check(*, user: User, code: str) -> Device:
    """What the code belongs to: the telephone, or the recovery codes, of which this one is then used up.

    A code is taken once. Raises SecondFactorRefused for a wrong one; each doubles the wait before the next is looked
    at. Not in one transaction: the failure must be counted although it is refused.
    """
    typed = _tidy(code)
    kind = TOTPDevice if _is_of_telephone(typed) else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    if device is not None:
        _must_not_wait(device)
        if verify_token(user, device.persistent_id, typed if kind is TOTPDevice else typed.translate(_MISREAD)):
            return device
    raise SecondFactorRefused(
        _("That code is not right, or it was used before. Wait for the next one in the app, and type it here.")
    )


def _must_not_wait(device: Device) -> None:
    is_allowed, reason = device.verify_is_allowed()
    if is_allowed:
        return
    seconds = max(1, math.ceil((reason["locked_until"] - timezone.now()).total_seconds()))
    raise SecondFactorRefused(
        ngettext(
            "Too many wrong codes. Wait %(seconds)d second, then type a new one.",
            "Too many wrong codes. Wait %(seconds)d seconds, then type a new one.",
            seconds,
        )
        % {"seconds": seconds}
    )


@transaction.atomic
def reset(*, user: User, by: User) -> None:
    """Take a lost telephone and its recovery codes off somebody's account; a new one is set up at the next sign-in.

    Raises SecondFactorRefused where there is none, and for one's own.
    """
    if user.pk == by.pk:
        raise SecondFactorRefused(
            _("You cannot take your own second step away. Ask a colleague, or set up another telephone.")
        )
    if not has_telephone(user):
        raise SecondFactorRefused(_("This person has no telephone set up, so there is nothing to take away."))
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _tidy(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _is_of_telephone(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isdecimal()
