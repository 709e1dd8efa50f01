"""`manage.py purge_sign_ins`: forgets failed attempts to sign in that nobody needs any more."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

DAYS = 30


class Command(BaseCommand):
    """Deletes failed attempts, which hold user names and network addresses."""

    help = "Deletes failed attempts to sign in that are older than 30 days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another age, in days."""
        parser.add_argument("--days", type=int, default=DAYS, help="the age in days, default %(default)s")

    def handle(self, *, days: int, **options: Any) -> None:
        """Delete them and say how many there were."""
        old = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - timedelta(days=days))
        count, _by_model = old.delete()
        self.stdout.write(f"Deleted {count} failed attempts to sign in that were older than {days} days.")
