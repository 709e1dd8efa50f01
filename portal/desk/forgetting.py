"""What is known of signing in, and is kept only as long as it is of use."""

from datetime import timedelta
from typing import NamedTuple

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

# Long enough to look into an attack, short enough that names and addresses do not pile up.
KEPT_FOR = timedelta(days=30)


class Forgotten(NamedTuple):
    """How many rows one run has thrown away."""

    attempts: int
    sessions: int


@transaction.atomic
def forget_sign_ins() -> Forgotten:
    """Throw away failed attempts to sign in that are older than 30 days, and sessions that are over."""
    now = timezone.now()
    attempts, _each = AccessAttempt.objects.filter(attempt_time__lt=now - KEPT_FOR).delete()
    sessions, _each = Session.objects.filter(expire_date__lt=now).delete()
    return Forgotten(attempts, sessions)
