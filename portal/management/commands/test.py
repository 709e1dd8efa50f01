"""`manage.py test`: runs pytest in place of Django's own runner."""

import os
import sys

from django.core.management.base import BaseCommand

# A database for each of them; more than these wait for the disk. A file's tests stay together.
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
# Measures coverage, and has to be there before Django is loaded.
MEASURED = ("-p", "tests.measuring")


class Command(BaseCommand):
    """Hands its arguments to pytest as they are and ends with pytest's exit code."""

    help = "Runs the tests with pytest; arguments are passed on. --gates adds the slow gates."

    def run_from_argv(self, argv: list[str]) -> None:
        """Become pytest, on every core; with `--gates` it is measured."""
        given = argv[2:]
        measured = MEASURED if "--gates" in given else ()
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *measured, *IN_PARALLEL, *given])
