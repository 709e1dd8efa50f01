"""All pages are of one moment of the database."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.plain_files.moments import one_state
from portal.shelf.counter import Counter
from tests.library import write_library
from tests.plain_files.conftest import (
    SPACER,
    Write,
    read,
    something_is_published,
)
from tests.views.conftest import SITE


@pytest.mark.django_db(transaction=True)
def test_what_is_read_meanwhile_is_of_one_moment_and_writing_goes_on_afterwards() -> None:
    before = getattr(connection, "transaction_mode", None)
    with one_state():
        assert connection.in_atomic_block
        Counter.current("en")
    assert not connection.in_atomic_block
    assert getattr(connection, "transaction_mode", None) == before
    something_is_published()
    assert Counter.current("en") == 1


@pytest.mark.django_db(transaction=True)
def test_a_site_is_written_in_one_transaction_that_is_its_own(tmp_path: Path, write: Write, folder: Path) -> None:
    load(plan(write_library(tmp_path / "content", SITE)))
    assert write().counts["new"] > 20
    assert not connection.in_atomic_block
    own = Client().get(SPACER, secure=True, headers={"host": "portal.example"})
    assert read(folder, "procedures/interspinous-spacer/index.html").encode() == own.content
