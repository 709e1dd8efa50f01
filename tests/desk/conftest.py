"""A loaded library and people, for tests of the desk."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from portal.desk import drafts, publishing, reviewing, withdrawing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.vault.backups import back_up
from tests.databases import Databases
from tests.desk.vault import kept
from tests.kept import starting_with
from tests.library import DOCUMENTS, write_library


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with the small library, not loaded yet."""
    return write_library(tmp_path / "content")


# The same folder, loaded and published.
loaded = starting_with(DOCUMENTS)


@pytest.fixture
def writer(db: None) -> User:
    return User.objects.create_user("writer")


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user("reviewer")


@pytest.fixture
def spacer(loaded: Path) -> Document:
    """The published procedure."""
    return Document.objects.get(kind="procedure", slug="interspinous-spacer")


@pytest.fixture
def publisher(db: None) -> User:
    return User.objects.create_user("publisher")


@pytest.fixture
def draft(spacer: Document, writer: User) -> Revision:
    return drafts.revise(
        spacer,
        text=spacer.head.text.replace("is small", "is tiny"),
        based_on=spacer.head,
        author=writer,
        origin=Origin.STAFF,
    )


Do = Callable[[str], object]


@pytest.fixture
def do(spacer: Document, draft: Revision, writer: User, reviewer: User, publisher: User) -> Do:
    """Do one step to the draft, by the person whose part it is."""
    at = timezone.now() + timedelta(hours=1)
    steps = {
        "submit": lambda: reviewing.submit(draft, by=writer),
        "approve": lambda: reviewing.approve(draft, by=reviewer),
        "send_back": lambda: reviewing.send_back(draft, by=reviewer, comment="Say how small."),
        "publish": lambda: publishing.publish(spacer, revision=draft, by=publisher),
        "schedule": lambda: publishing.schedule(spacer, revision=draft, at=at, by=publisher),
        "correct": lambda: publishing.correct(spacer, revision=draft, by=publisher, note="A wrong dose."),
        "withdraw": lambda: withdrawing.withdraw(spacer, by=publisher, note="outdated"),
    }
    return lambda verb: steps[verb]()


@pytest.fixture(scope="session")
def databases(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Databases of their own, made and dropped when the suite ends."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    with django_db_blocker.unblock():
        made.drop()


@pytest.fixture(scope="session")
def full(databases: Databases, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with something of everything in it, to be copied."""
    with django_db_blocker.unblock():
        name = databases.migrated()
        with databases.used(name):
            kept.fill(tmp_path_factory.mktemp("full"))
    return name


@pytest.fixture
def committed(databases: Databases, full: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy of that database is in use, and other connections see its rows. Not to be asked for together with `db`."""
    with django_db_blocker.unblock(), databases.used(databases.copied(full)):
        yield


@pytest.fixture(scope="session")
def backup_file(
    databases: Databases, full: str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> kept.BackupFile:
    """A backup of it, together with the rows that were in it."""
    with django_db_blocker.unblock(), databases.used(full):
        path, _contents = back_up(tmp_path_factory.mktemp("backup"))
        return kept.BackupFile(path, kept.everything())
