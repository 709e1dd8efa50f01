"""What commands of the desk have in common: a database that is not ready is said in one sentence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError


class DeskCommand(BaseCommand):
    """A command that needs the portal's tables. CommandError with the mend where they are missing or old."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database is not ready ({error}). If its tables are missing or old, run: python3 manage.py migrate"
            ) from error
