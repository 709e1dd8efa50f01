"""backup: keep everything that only the database has, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.desk.vault.backup_files import BackupRefused
from portal.desk.vault.backups import back_up
from portal.management.desk_command import DeskCommand


class Command(DeskCommand):
    help = "Write all documents, their history and the staff's accounts into one file, while the site goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", default=".", help="a file, or a folder for one named after the moment; default: here"
        )
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        said = self._say if options["verbosity"] > 1 else None
        try:
            path, contents = back_up(Path(options["file"]), overwrite=options["overwrite"], progress=said)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {contents.total} rows, read back and whole")
        if contents.damaged:
            raise CommandError(
                f"The text of {len(contents.damaged)} revisions is not what was saved, in the database already. Keep "
                "the older backups, and see: python3 manage.py verify_history"
            )

    def _say(self, model: str, number: int) -> None:
        self.stdout.write(f"  {model}: {number}")
