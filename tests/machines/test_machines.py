"""Many machines, for real: readers read on whatever is gone, and what is published is what they read a moment later."""

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.machines import asking, forms
from tests.machines.asking import by_http, by_https
from tests.machines.processes import until
from tests.machines.tries import ADDRESS, Watch, publish_again_and_again, told

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

PAGE = "/conditions/slipped-disc/"
# Longer than nginx keeps a page without asking.
NO_LONGER_KEPT = 2.1
SORRY = "Something went wrong on our side"


def is_shown(town, number):
    """Tell whether readers get this try, through nginx."""
    return told(town.read(ADDRESS).body) == number


def test_every_worker_shows_a_publication_within_a_second_and_nothing_older_after_it(town, hand):
    report = publish_again_and_again(town, hand, range(1, 27))
    assert (report.workers, len(report.seconds)) == (4, 100)
    assert (report.late, report.stale, report.mixed) == (0, 0, 0), str(report)
    until(lambda: is_shown(town, 26), "readers get it")


def test_what_is_scheduled_and_what_has_grown_old_is_told_when_the_clock_runs(town, hand):
    hand("publish", number=30)
    hand("review")
    until(lambda: "Dr Nobody" in town.read(ADDRESS).body, "readers are told of the review")
    hand("schedule", number=31, seconds=3600)
    assert "published " not in town.manage("tick")
    due = hand("hasten", seconds=0.5) + 0.5
    until(lambda: time.monotonic() > due, "the time has come")
    assert is_shown(town, 30)
    assert town.manage("tick").startswith("published ")
    watch = Watch(town)
    watch.follow(31, time.monotonic())
    watch.close()
    assert (watch.report.late, watch.report.stale) == (0, 0)

    hand("review")
    until(lambda: "Reviewed by Dr Nobody" in town.read(ADDRESS).body, "readers are told of the review")
    hand("grow_old")
    assert "1 documents changed their state of review" in town.manage("tick")
    until(lambda: "Review overdue." in town.read(ADDRESS).body, "readers are told that it is overdue")
    hand("withdraw")
    until(lambda: town.read(ADDRESS).status == 410, "readers are told that it is gone")


def test_a_worker_that_is_killed_costs_no_reader_a_page_and_comes_back(town):
    one = town.applications[0]
    before = one.children()
    line = asking.Securely(town.https_port, called=asking.NAME)
    os.kill(before[0], signal.SIGKILL)
    # A cookie of somebody's own goes past what nginx keeps.
    answers = [asking.sent(line, "GET", PAGE, {"Cookie": "a=b"}).status for _ in range(100)]
    line.close()
    assert answers == [200] * 100
    until(lambda: len(one.children()) == 2 and before[0] not in one.children(), "another worker is there")
    assert before[1] in one.children()
    assert "Unexpected exit from worker" in one.said()


def test_while_postgresql_is_gone_readers_read_on_and_after_it_what_is_new(town):
    assert town.read(PAGE).status == 200
    town.postgres.stop()
    time.sleep(NO_LONGER_KEPT)
    assert [town.read(PAGE).status for _ in range(20)] == [200] * 20
    ill = by_http(town.applications[0].port, "/healthz")
    assert (ill.status, ill.body) == (503, "database: does not answer\n")
    # Where nobody has read it before, the portal says what to do meanwhile.
    unread = town.read("/risks/dying/?zebrafish")
    assert (unread.status, SORRY in unread.body) == (500, True)
    town.postgres.start()
    until(lambda: by_http(town.applications[0].port, "/healthz").body == "ok\n", "the application is well again")
    assert town.read("/risks/dying/").status == 200
    said = "".join(one.said() for one in town.applications)
    assert "OperationalError" in said
    assert "The database does not say whether pages have changed" in said


def test_what_is_published_after_postgresql_came_back_is_read(town, hand):
    hand("publish", number=40)
    until(lambda: is_shown(town, 40), "readers get what is new")


def test_while_no_application_answers_readers_read_what_nginx_has_and_are_told_what_it_has_not(town, hand):
    hand("publish", number=50)
    until(lambda: is_shown(town, 50), "readers get it")
    for one in town.applications:
        one.stop(signal.SIGKILL)
    time.sleep(NO_LONGER_KEPT)
    assert told(town.read(ADDRESS).body) == 50
    # Also whoever has opened a form before, and has its cookie since.
    assert told(town.read(ADDRESS, Cookie="csrftoken=x").body) == 50
    for path in ("/conditions/sciatica/", f"{ADDRESS}?zebrafish", "/admin/"):
        sorry = town.read(path)
        assert (sorry.status, SORRY in sorry.body, sorry.headers["Cache-Control"]) == (503, True, "no-store")
    assert by_https(town.https_port, ADDRESS, method="POST", body="words=zebrafish").status == 503
    hand("publish", number=51)
    for one in town.applications:
        one.start()
    until(lambda: is_shown(town, 51), "what was published meanwhile wins")
    assert re.search(rf"GET {ADDRESS} 200 \d+ \S+ STALE \S+", town.logs()["portal.log"])


def test_an_application_that_hangs_costs_readers_seconds_and_after_three_of_them_nothing(town):
    one, other = town.applications

    def ask(number):
        # A cookie of somebody's own goes past what nginx keeps. Nobody waits longer than `asking.SECONDS`.
        return town.read(PAGE, Cookie=f"a={number}").status

    with one.frozen(), ThreadPoolExecutor(8) as many:
        assert list(many.map(ask, range(16))) == [200] * 16
        assert "504, 200 " in town.logs()["portal.log"]
        before = town.logs()["portal.log"].count("504, 200 ")
        assert [ask(number) for number in range(20)] == [200] * 20
        # Now and then somebody has to find out whether it is well again.
        assert town.logs()["portal.log"].count("504, 200 ") - before <= 1
    until(lambda: by_http(one.port, "/healthz").body == "ok\n", "it goes on")
    assert by_http(other.port, "/healthz").body == "ok\n"


def test_a_statement_that_fails_leaves_nothing_of_what_was_typed_in_the_log_of_postgresql(town):
    for statement in (
        "SELECT 'zebrafish'::integer",
        "SELECT 'zebrafish' FROM nowhere",
        "CREATE TEMPORARY TABLE said (words text CHECK (words = '')); INSERT INTO said VALUES ('zebrafish')",
        "DO $$ BEGIN RAISE WARNING 'zebrafish'; END $$; SELECT 1 / 0",
    ):
        with psycopg.connect(town.postgres.url) as line, pytest.raises(psycopg.Error):
            line.execute(statement)
    assert "zebrafish" not in town.postgres.said()


def test_limits_are_counted_by_the_address_that_nginx_sees_on_all_machines_together(town):
    answers = forms.sent(town.https_port, 11)
    assert [answer.status for answer in answers] == [302] * 10 + [429]


def test_while_redis_is_gone_readers_read_on_forms_answer_and_the_log_says_so_once(town):
    town.redis.stop()
    assert town.read(PAGE, Cookie="a=b").status == 200
    assert {answer.status for answer in forms.sent(town.https_port, 4)} == {302}
    assert by_http(town.applications[0].port, "/healthz").body.startswith("ok\n")
    until(lambda: "cache: gone" in by_http(town.applications[0].port, "/healthz").body, "health tells")
    town.redis.start()
    said = town.applications[0].said
    # Whichever worker is asked looks for itself.
    until(
        lambda: by_http(town.applications[0].port, "/healthz").status == 200 and "cache answers again" in said(),
        "the cache is back",
    )
    for one in town.applications:
        assert one.said().count("The shared cache is gone (ConnectionError)") <= len(one.children())
        assert "callers:" not in one.said()
