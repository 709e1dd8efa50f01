#!/usr/bin/env python3
"""The one command of the portal: `python3 manage.py start`, `test`, or any Django command.

Needs nothing but Python and pip: what is missing is installed into `.venv` first (see `portal/bootstrap.py`).
"""

import os
import sys

from portal import bootstrap


def main(argv):
    """Make sure of an environment, then hand over to Django."""
    bootstrap.ensure(argv)
    command = argv[1] if len(argv) > 1 else "help"
    # Tests bring their own settings, so that no developer's .env changes their outcome.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings" if command == "test" else "portal.settings")
    from django.core.management import execute_from_command_line  # only the bootstrap makes Django importable

    execute_from_command_line(argv)


if __name__ == "__main__":
    main(sys.argv)
