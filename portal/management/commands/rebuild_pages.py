"""rebuild_pages: make every public page anew from its live revision."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.desk.documents import Document
from portal.desk.press.composing import NotPublishable
from portal.desk.press.projection import rebuild
from portal.management.desk_command import DeskCommand
from portal.shelf.stock import take_stock


class Command(DeskCommand):
    help = "Make every public page anew, as after an update of the portal. Readers see the old pages until it is done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="say how many pages there are and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self.stdout.write(f"{Document.objects.live().count()} live documents would be made anew")
            return
        try:
            made = rebuild(progress=self.count)
        except NotPublishable as error:
            raise CommandError(f"Nothing was changed. These need mending first:\n{error}") from error
        take_stock()
        self.stdout.write(f"{made} documents made anew")
