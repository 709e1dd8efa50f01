"""A loaded library, staff with one role each, and a way to send the forms that the desk really shows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from time_machine import travel

from portal.admin.addresses import screen
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from tests.admin.doors import MORNING
from tests.desk.test_publishing import revised
from tests.kept import starting_with
from tests.library import DOCUMENTS

WRITES = ("view", "add", "change")


# The small library, published.
loaded = starting_with(DOCUMENTS)


@pytest.fixture
def staff(db: None) -> Callable[..., Client]:
    """A signed-in staff member who may do what is named: `staff("ward", "view", "change")`."""

    def signed_in(name: str, *verbs: str) -> Client:
        user = User.objects.create_user(name, is_staff=True)
        names = [f"{verb}_document" for verb in verbs]
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="portal", codename__in=names))
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def writer(staff: Callable[..., Client]) -> Client:
    """Writes, and may not publish."""
    return staff("writer", *WRITES)


@pytest.fixture
def publisher(staff: Callable[..., Client]) -> Client:
    """Writes and publishes."""
    return staff("publisher", *WRITES, "publish")


@pytest.fixture
def everything(staff: Callable[..., Client]) -> Client:
    """Has every permission for documents."""
    return staff("chief", *WRITES, "publish", "approve", "sign_off", "assign", "share")


@pytest.fixture
def draft(loaded: Path) -> Revision:
    """A draft of the procedure, by somebody who is nobody in the test."""
    author = User.objects.create_user("first-hand")
    return revised(document("procedure", "interspinous-spacer"), "is small", "is tiny", author)


@pytest.fixture
def sharer(staff: Callable[..., Client]) -> Client:
    """Makes preview links, and may do nothing else."""
    return staff("sharer", "view", "share")


@pytest.fixture
def reader(staff: Callable[..., Client]) -> Client:
    """May look, and nothing else."""
    return staff("reader", "view")


@pytest.fixture
def author(loaded: Path) -> User:
    """Dr Example, who has written something."""
    return User.objects.create_user("author", first_name="Dr", last_name="Example", is_staff=True)


@pytest.fixture
def chief(loaded: Path) -> User:
    """Somebody who may do everything, for stories: the password is "a password for tests"."""
    return User.objects.create_superuser("chief", password="a password for tests")


@pytest.fixture
def write(loaded: Path, live_server: Any) -> str:
    """Where the procedure is written, asked before a story begins: no story may ask the database."""
    return str(live_server.url + screen(document("procedure", "interspinous-spacer"), "change"))


@pytest.fixture
def second_factor(settings: Any) -> None:
    """The desk asks for a code besides the password."""
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def clock() -> Iterator[Any]:
    """A morning that stands still until it is moved, because codes change with the time."""
    with travel(MORNING, tick=False) as moved:
        yield moved


def document(kind: str, slug: str) -> Document:
    return Document.objects.select_related("head", "live").get(kind=kind, slug=slug)
