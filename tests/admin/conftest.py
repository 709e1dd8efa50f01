"""A loaded library, staff with one role each, and a way to send the forms that the desk really shows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.desk.documents import Document, Revision
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from tests.desk.test_publishing import revised
from tests.library import write_library

WRITES = ("view", "add", "change")


@pytest.fixture
def loaded(tmp_path: Path, db: None) -> Path:
    """The small library, published."""
    content = write_library(tmp_path / "content")
    load(plan(content))
    return content


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


def document(kind: str, slug: str) -> Document:
    return Document.objects.select_related("head", "live").get(kind=kind, slug=slug)
