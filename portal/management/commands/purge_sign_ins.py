"""purge_sign_ins: forget failed attempts to sign in, and sessions that are over. Run it each day by a timer."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

# Long enough to look into an attack, short enough that names and addresses do not pile up.
KEPT_FOR = timedelta(days=30)


class Command(BaseCommand):
    help = "Forget failed attempts to sign in that are older than 30 days, and sessions that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        attempts, _each = AccessAttempt.objects.filter(attempt_time__lt=now - KEPT_FOR).delete()
        sessions, _each = Session.objects.filter(expire_date__lt=now).delete()
        self.stdout.write(f"forgot {attempts} attempts and {sessions} sessions")
