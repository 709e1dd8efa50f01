"""check_links: whether the addresses to which readers are sent still answer. Run it once a week by a timer."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.desk.care.knocking import PAUSE_SECONDS
from portal.desk.care.links import LinkCheck, addresses_outside, check_links
from portal.management.desk_command import DeskCommand


class Command(DeskCommand):
    help = "Ask every address outside that published content names whether it still answers. Exit 1 if one is dead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only list the addresses; nobody is asked")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            for address in addresses_outside():
                self.stdout.write(address)
            return
        done = check_links(pause=PAUSE_SECONDS)
        if done.is_cut_off:
            raise CommandError("Not one address could be reached, so the fault is here. Nothing was noted.")
        self.stdout.write(f"{done.answers} answer, {done.fails} fail, {done.cannot_tell} did not let us tell")
        dead = list(LinkCheck.objects.dead())
        for link in dead:
            self.stderr.write(f"dead since {link.failed_since:%Y-%m-%d}: {link.address} ({', '.join(link.places)})")
        if dead:
            raise SystemExit(1)
