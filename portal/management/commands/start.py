"""`manage.py start`: everything needed to see the portal on one's own machine, in one command."""

import logging
import secrets
import threading
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

log = logging.getLogger("portal.start")

STAFF_NAME = "staff"
TICK_SECONDS = 60
NOT_HERE = (
    "start is for trying and developing; DEBUG is off here, so this is a server.\n"
    "There, run: python3 manage.py migrate, load_content, collectstatic --no-input; then a WSGI server such as\n"
    "gunicorn portal.wsgi, and `python3 manage.py tick` every minute by a timer. Accounts: createsuperuser."
)


class Command(BaseCommand):
    """Migrates, loads `content/`, makes the first staff account, and serves. Running it again changes nothing."""

    help = "Prepares the portal on this machine and serves it, for trying and developing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the same address as `runserver` does."""
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", help="[address:]port, default %(default)s")

    def handle(self, *, address: str, **options: Any) -> None:
        """Do it all, in order. Refuses where DEBUG is off."""
        if not settings.DEBUG:
            raise CommandError(NOT_HERE)
        is_update = is_older_than_the_portal()
        call_command("migrate", verbosity=0, interactive=False)
        trouble = load_content()
        if is_update:
            call_command("rebuild_pages")
        password = make_staff_account()
        self.stdout.write(greeting(address, password))
        self.stdout.flush()
        if trouble:
            self.stderr.write(f"{trouble}\n")
        threading.Thread(target=tick_for_ever, name="tick", daemon=True).start()
        # Without the reloader, which would run all of the above a second time.
        call_command("runserver", address, use_reloader=False)


def is_older_than_the_portal() -> bool:
    """Whether there is a database already that the portal's newest migrations have not reached.

    What they add to public rows stays empty until the pages are made anew.
    """
    executor = MigrationExecutor(connection)
    begun = {app for app, _name in executor.loader.applied_migrations}
    return "portal" in begun and bool(executor.migration_plan(executor.loader.graph.leaf_nodes("portal")))


def load_content() -> str:
    """Load `content/` and return what went wrong, empty when nothing did.

    A wrong file or a clash does not keep the site from starting: the admin is where a person mends the clash.
    """
    try:
        call_command("load_content")
    except CommandError as error:
        return str(error)
    return ""


def greeting(address: str, password: str | None) -> str:
    """Where to look and how to sign in; the password only when it has just been made."""
    host, _, port = address.rpartition(":")
    is_everywhere = host in ("", "0", "0.0.0.0", "[::]")  # noqa: S104  compared, not bound
    site = f"http://{'127.0.0.1' if is_everywhere else host}:{port}"
    lines = ["", f"The site:   {site}/", f"The admin:  {site}{reverse('admin:index')}"]
    if password:
        lines.append(f"Sign in as: {STAFF_NAME}, password {password}   (shown this once)")
    lines.append(f"A new password: python3 manage.py changepassword {STAFF_NAME}")
    return "\n".join([*lines, ""])


def make_staff_account() -> str | None:
    """Create the one account of a development machine and return its password; `None` when anybody can sign in."""
    people = get_user_model().objects
    if people.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    people.create_superuser(STAFF_NAME, password=password)
    return password


def tick_for_ever() -> None:
    """Run `tick` now and each minute, as a timer does on a server. A failure is logged and does not end it."""
    pause = threading.Event()
    while True:
        try:
            call_command("tick", verbosity=0)
        except (Exception, SystemExit):
            log.exception("tick failed; it runs again in %s seconds", TICK_SECONDS)
        finally:
            connections.close_all()
        pause.wait(TICK_SECONDS)
