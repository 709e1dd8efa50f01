"""`manage.py test`: runs pytest in place of Django's own runner."""

import os
import sys

from django.core.management.base import BaseCommand

# A database for each of them; more than these wait for the disk. A file's tests stay together.
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")


class Command(BaseCommand):
    """Hands its arguments to pytest as they are and ends with pytest's exit code."""

    help = "Runs the tests with pytest; arguments are passed on. --gates adds the slow gates."

    def run_from_argv(self, argv: list[str]) -> None:
        """Become pytest, on every core.

        With `--gates` it is one process under coverage, which has to be there before Django is loaded, and one
        browser at a time.
        """
        given = argv[2:]
        how = ["-m", "coverage", "run", "-m", "pytest"] if "--gates" in given else ["-m", "pytest", *IN_PARALLEL]
        os.execv(sys.executable, [sys.executable, *how, *given])
