"""verify_history: look through the whole history for what cannot be."""

from typing import Any

from django.core.management.base import CommandError

from portal.desk.vault.schemas import WrongSchema, must_be_migrated
from portal.desk.vault.snapshots import snapshot
from portal.desk.vault.verifying import sizes, verify_history
from portal.management.desk_command import DeskCommand


class Command(DeskCommand):
    help = "Check every revision, pointer, publication and public row. Exit 1 if one is wrong; nothing is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        with snapshot() as alias:
            try:
                must_be_migrated(using=alias)
            except WrongSchema as error:
                raise CommandError(str(error)) from error
            for fault in verify_history(using=alias):
                found += 1
                self.stderr.write(fault)
            counts = ", ".join(f"{number} {name}" for name, number in sizes(using=alias).items())
        if found:
            self.stderr.write(f"{found} faults in {counts}")
            raise SystemExit(1)
        self.stdout.write(f"History is whole: {counts}")
