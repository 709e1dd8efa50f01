"""restore: take a backup into a new database, also of the other sort."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.desk.vault.backup_files import BackupRefused, Contents
from portal.desk.vault.restoring import check_backup, restore
from portal.management.desk_command import DeskCommand
from portal.shelf.stock import take_stock

TOLD = ("portal.document", "portal.revision", "portal.user")


class Command(DeskCommand):
    help = "Take a backup into an empty, migrated database: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` has written")
        parser.add_argument("--check", action="store_true", help="only check the file; the database stays as it is")
        parser.add_argument(
            "--despite-faults", action="store_true", help="restore even if verify_history finds faults in it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            if options["check"]:
                contents = check_backup(path)
            else:
                contents = restore(path, despite_faults=options["despite_faults"])
                take_stock()
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {'whole' if options['check'] else 'restored'}; {self._described(contents)}")
        if contents.damaged:
            raise CommandError(
                f"The text of {len(contents.damaged)} revisions was not what was saved when the backup was made: "
                "an older backup may hold it."
            )

    def _described(self, contents: Contents) -> str:
        numbers = ", ".join(f"{contents.rows.get(label, 0)} {label}" for label in TOLD)
        made = f"made at {contents.header.made_at} on {contents.header.database}"
        return f"{made}; {contents.total} rows, among them {numbers}"
