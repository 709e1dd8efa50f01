"""send_reminders: tell staff by e-mail what waits for them. Run it once a day by a timer."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.admin.addresses import screen
from portal.desk.care.reminding import remind, waiting_to_be_told
from portal.management.desk_command import DeskCommand

MENDS = {
    "SITE_URL": "the site's own address, such as SITE_URL=https://portal.example, for the links in the mails",
    "DEFAULT_FROM_EMAIL": "the sender of its mails, such as EMAIL_FROM=portal@clinic.example",
}


class Command(DeskCommand):
    help = "Send each staff member one e-mail with what waits for them and is new, or a week old again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say how much each person would be told")

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := [mend for name, mend in MENDS.items() if not getattr(settings, name)]:
            raise CommandError("No mail was sent. Put into the environment or into .env: " + "; ".join(missing) + ".")
        if options["check"]:
            for person, count in waiting_to_be_told():
                self.stdout.write(f"{person.get_username()}: {count}")
            return
        done = remind(site_url=settings.SITE_URL, link=screen)
        for person, count in done.sent:
            self.stdout.write(f"sent to {person.get_username()}: {count}")
        for person, reason in done.failed:
            self.stderr.write(f"not sent to {person.get_username()}, the next run tries again: {reason}")
        if done.failed:
            raise SystemExit(1)
