"""What is published while pages are made: no old page is kept as a new one, and a crowd makes work once."""

import threading
import time

from portal.ready.layer import TRIES
from tests.ready.asking import PAGE, Front, get


def publish(layer: Front, body: bytes) -> None:
    layer.application.body = body
    [(language, number)] = layer.database.numbers
    layer.database.numbers = ((language, number + 1),)


def test_after_a_publication_one_look_is_enough(layer):
    assert get(layer).body == PAGE
    publish(layer, b"new")
    assert get(layer).body == PAGE
    layer.watch.look()
    assert get(layer).body == b"new"
    assert len(layer.application.asked) == 2


def test_a_page_made_before_a_publication_is_not_kept_under_the_version_after_it(layer):
    """The publication comes while Django is at work, and the watch sees it before Django has done."""

    def published_and_seen() -> None:
        layer.application.meanwhile = lambda: None
        publish(layer, b"new")
        layer.watch.look()

    layer.application.meanwhile = published_and_seen
    assert get(layer).body == b"new"
    assert get(layer).body == b"new"
    assert len(layer.application.asked) == 2


def test_a_page_made_before_a_publication_that_nobody_has_seen_yet_is_not_kept_either(layer):
    def published() -> None:
        layer.application.meanwhile = lambda: None
        publish(layer, b"new")

    layer.application.meanwhile = published
    assert get(layer).body == b"new"
    assert layer.watch.current().numbers == (("en", 2),)
    assert get(layer).body == b"new"
    assert len(layer.application.asked) == 2


def test_a_new_page_is_not_kept_under_the_version_before(layer):
    """The watch has not seen the publication yet: harmless, but it would be made once more at its next look."""
    layer.watch.look()
    publish(layer, b"new")
    assert get(layer).body == b"new"
    layer.watch.look()
    assert get(layer).body == b"new"
    assert len(layer.application.asked) == 2


def test_while_publications_do_not_end_pages_are_answered_and_not_kept(layer):
    layer.application.meanwhile = lambda: publish(layer, layer.application.body + b".")
    assert get(layer).body == PAGE + b"." * (TRIES - 1)
    assert len(layer.application.asked) == TRIES
    assert layer.memory.taken == 0


def test_without_a_database_that_says_so_nothing_is_kept(layer):
    layer.database.is_away = True
    for _time in range(2):
        assert get(layer).body == PAGE
    assert len(layer.application.asked) == 2
    assert layer.memory.taken == 0


def test_when_the_database_goes_while_a_page_is_made_the_page_is_not_kept(layer):
    layer.watch.look()
    layer.database.is_away = True
    assert get(layer).body == PAGE
    assert layer.memory.taken == 0


def test_a_crowd_that_asks_for_one_page_makes_django_work_once(layer):
    all_here, got = threading.Barrier(9), []

    def read() -> None:
        all_here.wait(10)
        got.append(get(layer).body)

    readers = [threading.Thread(target=read) for _number in range(8)]
    # Django is not done before every reader has had time to ask as well.
    layer.application.meanwhile = lambda: time.sleep(0.1)
    for reader in readers:
        reader.start()
    all_here.wait(10)
    for reader in readers:
        reader.join(10)
    assert got == [PAGE] * 8
    assert len(layer.application.asked) == 1
