"""Two people publish at once: each waits for the other, and no page is left with anybody's old words.

Only PostgreSQL lets two transactions write at the same time; SQLite makes the second wait by itself.
"""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from portal.desk.documents import Document
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.press.surroundings import languages
from portal.shelf.counter import Counter
from portal.shelf.treatments import Procedure
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import write_library

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs two writers at once"),
]
assert connection, "named by the skip above"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_library(tmp_path / "content")
    load(plan(root))
    return root


def _meanwhile(action: Callable[[], object], troubles: list[BaseException]) -> threading.Thread:
    """Start something in a thread with a connection of its own."""

    def run() -> None:
        try:
            action()
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_two_parts_of_one_page_published_at_once_both_reach_it(root: Path) -> None:
    writer = User.objects.create_user("writer")
    source, word = Document.objects.get(kind="source"), Document.objects.get(kind="term")
    new_source = revised(source, "BMJ", "British Medical Journal", writer)
    new_word = revised(word, "small implant", "little part", writer)
    troubles: list[BaseException] = []
    with transaction.atomic():
        publish(source, revision=new_source, by=writer)
        second = _meanwhile(lambda: publish(word, revision=new_word, by=writer), troubles)
        second.join(0.5)
        assert second.is_alive()
    second.join(20)
    assert troubles == []
    html = Procedure.objects.get().edition.html
    assert "British Medical Journal" in html
    assert "little part" in html


def test_a_load_and_a_publication_of_the_same_page_wait_for_each_other(root: Path) -> None:
    writer = User.objects.create_user("writer")
    spacer = Document.objects.get(kind="procedure")
    draft = revised(spacer, "is small", "is tiny", writer)
    path = root / "en/procedures/interspinous-spacer.md"
    path.write_text(path.read_text(encoding="utf-8").replace("is small", "is little"), encoding="utf-8")
    troubles: list[BaseException] = []
    with transaction.atomic():
        publish(spacer, revision=draft, by=writer)
        second = _meanwhile(lambda: load(plan(root)), troubles)
        second.join(0.5)
    second.join(20)
    assert troubles == []
    spacer.refresh_from_db()
    assert spacer.live == draft
    assert "is little" in spacer.clash.text


def test_the_turn_is_taken_before_the_document_so_that_nobody_waits_for_ever(root: Path) -> None:
    """A load has the turn when it comes to a document; whoever held that and waited for the turn would block both."""
    writer = User.objects.create_user("writer")
    spacer = Document.objects.get(kind="procedure")
    draft = revised(spacer, "is small", "is tiny", writer)
    troubles: list[BaseException] = []
    with transaction.atomic():
        Counter.take_turns(languages())
        second = _meanwhile(lambda: publish(spacer, revision=draft, by=writer), troubles)
        second.join(0.5)
        Document.objects.select_for_update().get(pk=spacer.pk)
    second.join(20)
    assert troubles == []
