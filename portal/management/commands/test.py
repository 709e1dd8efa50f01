"""`manage.py test`: runs pytest in place of Django's own runner."""

import os
import sys

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Hands its arguments to pytest as they are and ends with pytest's exit code."""

    help = "Runs the tests with pytest; arguments are passed on. --gates adds the slow gates."

    def run_from_argv(self, argv: list[str]) -> None:
        """Become pytest. With `--gates` it runs under coverage, which has to be there before Django is loaded."""
        measured = ["-m", "coverage", "run"] if "--gates" in argv else []
        os.execv(sys.executable, [sys.executable, *measured, "-m", "pytest", *argv[2:]])
