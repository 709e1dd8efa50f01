"""The whole shipped library, served to a browser: loaded once for each module that asks for it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import modify_settings
from pytest_django.live_server_helper import LiveServer

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.vault import triggers


@pytest.fixture(scope="session")
def served(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[LiveServer]:
    """One server for all modules: a browser may still hold a connection to it when a module is done."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def library(served: LiveServer, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server with all that ships; everything is taken back when the module is done.

    Not pytest-django's own `live_server`, which empties the database after every test.
    """
    with django_db_blocker.unblock(), modify_settings(ALLOWED_HOSTS={"append": "localhost"}):
        load(plan(settings.CONTENT_DIR))
        yield served.url
        triggers.lift(connection)
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        triggers.hold(connection)
