"""What commands of the desk have in common: an unready database said in one sentence, and progress on long work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from portal.desk.documents import Document
from portal.desk.exchange.folders import UnreadableTree
from portal.desk.press.crew import CrewFailed

EACH = 100


class DeskCommand(BaseCommand):
    """A command that needs the portal's tables, and mostly its files. CommandError with the mend where they fail it."""

    done = 0

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (UnreadableTree, CrewFailed) as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database is not ready ({error}). If its tables are missing or old, run: python3 manage.py migrate"
            ) from error

    def count(self, document: Document) -> None:
        """Say after every hundred documents how many have been made."""
        self.done += 1
        if self.done % EACH == 0:
            self.stdout.write(f"  {self.done} documents made …")
