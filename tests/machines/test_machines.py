"""Many machines, for real: readers read on whatever is gone, and what is published is what they read a moment later."""

import os
import re
import signal
import ssl
import time
from http.client import RemoteDisconnected

import pytest

from tests.machines import asking, forms
from tests.machines.asking import READER, by_http, by_https
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


def test_who_comes_by_another_name_is_let_go_without_a_word(town):
    with pytest.raises(ssl.SSLError):
        by_https(town.https_port, "/", called="elsewhere.example")
    with pytest.raises(RemoteDisconnected):
        by_https(town.https_port, "/", Host="elsewhere.example")
    with pytest.raises(RemoteDisconnected):
        by_http(town.http_port, "/", Host="elsewhere.example")
    moved = by_http(town.http_port, PAGE)
    assert (moved.status, moved.headers["Location"]) == (301, f"https://portal.example{PAGE}")
    poisoned = town.read(PAGE, X_Forwarded_Host="elsewhere.example", Forwarded="host=elsewhere.example")
    assert (poisoned.status, "elsewhere.example" in poisoned.body) == (200, False)


def test_files_are_served_by_nginx_compressed_and_for_good(town):
    home = town.read("/")
    name = re.search(r"/static/css/[\w.-]+\.[0-9a-f]{12}\.css", home.body)[0]
    file = town.read(name, Accept_Encoding="gzip")
    assert (file.status, file.headers["Content-Encoding"]) == (200, "gzip")
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert town.read("/static/css/base.css").headers["Cache-Control"] == "public, max-age=60"
    assert town.read("/static/css/base.0123456789ab.css").status == 404
    assert town.read("/static/../portal.d/names.conf").status == 404
    assert town.read("/static/%2e%2e/portal.d/names.conf").status == 404
    assert town.read("/static../sorry.html").status == 404


def test_nothing_private_is_kept_and_no_log_knows_who_read_or_what_they_typed(town):
    for path in ("/search/?q=zebrafish", f"{PAGE}?zebrafish=1", "/admin/login/", "/preview/zebrafish/", forms.ADDRESS):
        town.read(path, User_Agent="zebrafish", Referer="https://portal.example/?zebrafish")
    town.read(PAGE)
    town.read("/a-z/", Cookie="zebrafish=1")
    kept = [path for path in (town.folder / "kept").rglob("*") if path.is_file()]
    keys = {re.search(rb"^KEY: (\S+)", path.read_bytes(), re.MULTILINE)[1].decode() for path in kept}
    assert f"https://portal.example{PAGE}|" in keys
    assert [key for key in keys if re.search(r"\?|/(admin|preview|feedback|search|healthz|a-z)", key)] == []
    assert not [path for path in kept if b"set-cookie" in path.read_bytes().lower()]
    for name, said in town.logs().items():
        for secret in ("zebrafish", READER, "203.0.113."):
            assert secret not in said, f"{name} holds {secret}"
