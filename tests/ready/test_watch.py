"""The watch tells when readers must see something new, and for how long it may be believed without the database."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection

from portal.ready import watch as watching
from portal.ready.watch import LONGEST_BLIND, Numbers, Watch
from portal.shelf.counter import Counter
from tests.ready.asking import Database

AWAY = (
    "ERROR The database does not say whether pages have changed (OperationalError). "
    "Readers get pages from memory for at most 15 minutes."
)
BACK = "WARNING The database answers again. Pages from memory are as new as it is."


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def watch(database: Database) -> Iterator[Watch]:
    made = Watch(database)
    yield made
    made.end()


@pytest.fixture
def let_pass(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass by the watch's own clock."""
    passed = [1_000.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: passed[0])

    def seconds(number: float) -> None:
        passed[0] += number

    return seconds


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{record.levelname} {record.getMessage()}" for record in caplog.records]


def test_before_the_first_look_nothing_is_known(watch):
    assert watch.current() is None


def test_as_long_as_nothing_changes_the_version_is_the_same_one(watch):
    first = watch.look()
    assert first.numbers == (("en", 1),)
    assert watch.look() is first
    assert watch.current() is first


def test_a_publication_in_any_language_makes_a_new_version(watch, database):
    first = watch.look()
    database.numbers = (("en", 1), ("es", 1))
    second = watch.look()
    assert (second is first, second.numbers) == (False, database.numbers)
    assert watch.current() is second


def test_numbers_that_come_back_are_another_version(watch, database):
    first = watch.look()
    database.numbers = (("en", 2),)
    watch.look()
    database.numbers = (("en", 1),)
    assert watch.look() is not first


def test_midnight_of_the_clinic_makes_a_new_version(watch, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    with time_machine.travel("2026-03-01T22:59:59Z", tick=False) as clock:
        first = watch.look()
        assert str(first.day) == "2026-03-01"
        clock.move_to("2026-03-01T23:00:00Z")
        assert str(watch.look().day) == "2026-03-02"
        assert watch.current() is not first


def test_without_the_database_the_last_version_holds_for_a_quarter_of_an_hour_and_no_longer(watch, database, let_pass):
    first = watch.look()
    database.is_away = True
    let_pass(LONGEST_BLIND - 1)
    assert watch.look() is None
    assert watch.current() is first
    let_pass(1)
    assert watch.current() is None


def test_a_thread_that_hangs_is_believed_no_longer_either(watch, let_pass):
    watch.look()
    let_pass(LONGEST_BLIND)
    assert watch.current() is None


def test_the_time_counts_from_when_the_database_was_asked_not_from_when_it_answered(watch, database, let_pass):
    watch._numbers = lambda: let_pass(60) or database()
    watch.look()
    let_pass(LONGEST_BLIND - 60)
    assert watch.current() is None


def test_what_was_kept_before_is_good_again_when_the_database_is_back_unchanged(watch, database, let_pass):
    first = watch.look()
    database.is_away = True
    let_pass(LONGEST_BLIND + 1)
    watch.look()
    database.is_away = False
    assert watch.look() is first
    assert watch.current() is first


def test_the_log_says_once_that_the_database_is_away_and_once_that_it_is_back(watch, database, caplog):
    caplog.set_level(logging.INFO, "portal.ready")
    watch.look()
    database.is_away = True
    for _look in range(3):
        watch.look()
    assert said(caplog) == [AWAY]
    database.is_away = False
    for _look in range(3):
        watch.look()
    assert said(caplog) == [AWAY, BACK]


def test_a_fault_that_nobody_thought_of_is_taken_like_a_database_that_is_away(watch, database, caplog):
    watch.look()
    watch._numbers = lambda: 1 / 0
    assert watch.look() is None
    assert said(caplog) == [AWAY.replace("OperationalError", "ZeroDivisionError")]


def test_looks_do_not_overtake_one_another(watch):
    """An early look that is slow must not bring back what a later one has seen to be over."""
    arrived, go_on, order = threading.Event(), threading.Event(), []

    def numbers() -> Numbers:
        order.append(threading.current_thread().name)
        if len(order) == 1:
            arrived.set()
            go_on.wait(10)
            return (("en", 1),)
        return (("en", 2),)

    watch._numbers = numbers
    looks = [threading.Thread(target=watch.look, name=name) for name in ("early", "late")]
    looks[0].start()
    arrived.wait(10)
    looks[1].start()
    go_on.set()
    for look in looks:
        look.join(10)
    assert order == ["early", "late"]
    assert watch.current().numbers == (("en", 2),)


def test_the_thread_looks_by_itself_and_goes_on_when_the_database_is_back(watch, database, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS_BETWEEN", 0.001)
    closed, turned = threading.Event(), threading.Event()
    monkeypatch.setattr(watching, "connection", type("Connection", (), {"close": staticmethod(closed.set)}))
    database.is_away = True
    watch.begin()
    assert closed.wait(10)
    watch._numbers = lambda: turned.set() or (("en", 2),)
    database.is_away = False
    assert turned.wait(10)
    watch.end()
    assert watch.current().numbers == (("en", 2),)


def test_it_begins_once_and_again_after_its_end(watch):
    before = threading.active_count()
    watch.begin()
    watch.begin()
    assert threading.active_count() == before + 1
    watch.end()
    assert threading.active_count() == before
    watch.begin()
    assert threading.active_count() == before + 1


def test_to_end_what_never_began_is_nothing(watch):
    watch.end()
    assert watch.current() is None


@pytest.mark.django_db
def test_one_query_asks_for_all_languages(django_assert_num_queries):
    Counter.bump(["en", "es"])
    Counter.bump(["es"])
    with django_assert_num_queries(1):
        version = Watch().look()
    assert [(language, number) for language, number, _since in version.numbers] == [("en", 1), ("es", 2)]


@pytest.mark.django_db(transaction=True)
def test_the_thread_has_a_connection_of_its_own_and_lets_go_of_it(watch, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS_BETWEEN", 0.001)
    seen, looked = [], threading.Event()

    def numbers() -> Numbers:
        found = Counter.numbers()
        seen.append(connection.connection)
        looked.set()
        return found

    Counter.bump(["en"])
    watch._numbers = numbers
    watch.begin()
    assert looked.wait(10)
    watch.end()
    assert [number for _language, number, _since in watch.current().numbers] == [1]
    assert seen[0] is not connection.connection


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="there is no server to be restarted")
@pytest.mark.django_db(transaction=True)
def test_after_a_restart_of_postgresql_the_thread_goes_on_with_a_new_connection(watch, monkeypatch, caplog):
    monkeypatch.setattr(watching, "SECONDS_BETWEEN", 0.01)
    looked, processes = threading.Event(), []

    def numbers() -> Numbers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            processes.append(cursor.fetchone()[0])
        looked.set()
        return Counter.numbers()

    watch._numbers = numbers
    watch.begin()
    assert looked.wait(10)
    first = processes[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])
    while processes[-1] == first:
        looked.clear()
        assert looked.wait(10)
    watch.end()
    assert said(caplog) == [AWAY, BACK]
