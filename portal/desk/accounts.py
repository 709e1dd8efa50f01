"""Accounts of staff: what must hold when one is changed, and how long it is remembered who signed in."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from portal.desk.people import User

SIGN_INS_KEPT = timedelta(days=30)


class AccountRefused(Exception):
    """Raised when a change would lock people out; the text is for the person who made it."""


def must_leave_somebody(*, user: User, by: User) -> None:
    """Raise AccountRefused if an account, changed and not yet saved, leaves nobody in charge or shuts `by` out.

    Call it inside the transaction that saves: it holds the accounts of those in charge until then, so that two of them
    cannot switch each other off at once.
    """
    if user.pk == by.pk and not user.is_active:
        raise AccountRefused(_("You cannot switch your own account off. A colleague can do it."))
    in_charge = list(User.objects.in_charge().select_for_update())
    was_in_charge = any(one.pk == user.pk for one in in_charge)
    stays = user.is_active and user.is_superuser
    if was_in_charge and not stays and len(in_charge) == 1:
        raise AccountRefused(
            _("This is the last account that may do everything. Give that to a colleague first, then change this one.")
        )


def forget_sign_ins(now: datetime) -> int:
    """Delete what is remembered of sign-ins, right and wrong, longer than 30 days, and sessions that have ended.

    Returns how many rows went.
    """
    before = now - SIGN_INS_KEPT
    noted = (AccessAttempt, AccessFailureLog, AccessLog)
    gone = [model.objects.filter(attempt_time__lt=before).delete() for model in noted]
    gone.append(Session.objects.filter(expire_date__lt=now).delete())
    return sum(count for count, _of_which in gone)
