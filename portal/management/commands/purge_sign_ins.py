"""purge_sign_ins: forget old failures of signing in at once. The timed run does the same; this says how many."""

from typing import Any

from portal.desk.forgetting import forget_sign_ins
from portal.management.desk_command import DeskCommand


class Command(DeskCommand):
    help = "Forget failed attempts to sign in that are older than 30 days, and sessions that are over, as tick does."

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = forget_sign_ins()
        self.stdout.write(f"forgot {forgotten.attempts} attempts and {forgotten.sessions} sessions")
