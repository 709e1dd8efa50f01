"""What nginx lets through, keeps and writes down, as the shipped file tells it to."""

import re
import ssl
from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected

import pytest

from tests.machines import forms
from tests.machines.asking import READER, by_http, by_https
from tests.machines.processes import until

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

PAGE = "/conditions/slipped-disc/"
# Somebody who asks more than readers do.
STRANGER = "127.0.0.78"


def kept(town):
    """All that nginx keeps: what was said, by the address under which it is kept (without how it travels)."""
    files = [path.read_bytes() for path in (town.folder / "kept").rglob("*") if path.is_file()]
    return {re.search(rb"^KEY: ([^\n|]+)", file, re.MULTILINE)[1].decode(): file for file in files}


def answers(town, path, count):
    """What a stranger gets who asks for a path so often, as fast as goes: an answer of each status."""
    with ThreadPoolExecutor(8) as many:
        asked = many.map(lambda _: by_https(town.https_port, path, reader=STRANGER), range(count))
    return {answer.status: answer for answer in asked}


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
    assert f"https://portal.example{PAGE}" in kept(town)
    assert [key for key in kept(town) if re.search(r"\?|/(admin|preview|feedback|search|healthz|a-z/$)", key)] == []
    assert not [file for file in kept(town).values() if b"set-cookie" in file.lower()]
    for name, said in town.logs().items():
        for secret in ("zebrafish", READER, "203.0.113."):
            assert secret not in said, f"{name} holds {secret}"


def test_who_asks_too_many_questions_is_asked_to_wait_and_nobody_else_is(town):
    got = answers(town, "/robots.txt?zebrafish", 200)
    assert got.keys() == {200, 429}
    # The same words for a file to print, not a file that no program can open.
    paper = answers(town, f"{PAGE.rstrip('/')}.pdf?zebrafish", 40)[429]
    assert paper.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = got[429]
    assert (told.headers["Retry-After"], told.headers["Cache-Control"]) == ("10", "no-store")
    assert told.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert told.body.startswith("Too many questions came from your network in a moment. Wait ten seconds")
    assert "112, 999 or 911" in told.body
    # Without a question, and by others, everything is read as before.
    assert answers(town, PAGE, 100).keys() == {200}
    assert town.read(f"{PAGE}?zebrafish").status == 200
    # Words are suggested with each letter that somebody types.
    assert answers(town, "/search/suggestions/?q=zebrafish", 50).keys() == {200}


def test_who_asks_for_health_all_the_time_spoils_it_for_nobody(town):
    assert answers(town, "/healthz", 200).keys() == {200, 429}
    assert (town.read("/healthz").status, town.read("/healthz").body) == (200, "ok\n")


def test_an_address_is_kept_once_however_it_is_spelt(town):
    spellings = (PAGE, "/conditions/slipped%2Ddisc/", "/condition%73/slipped-disc/", "//conditions/./slipped-disc/")
    assert len({town.read(spelling).body for spelling in spellings}) == 1
    assert [key for key in kept(town) if "disc" in key] == [f"https://portal.example{PAGE}"]
    # A question that is none: it is asked as it is spelt, and is nobody's page.
    assert town.read(f"{PAGE}%3Fzebrafish").status == 404
    moved = town.read("/conditions/slipped%2Ddisc")
    assert (moved.status, {name.lower(): value for name, value in moved.headers.items()}["location"]) == (301, PAGE)


def test_what_is_no_longer_found_takes_the_place_of_what_was(town, hand):
    there, never = "/a-z/%D0%B6/", "/a-z/%D0%B7/"
    hand("publish", number=60, begins="Жил ")
    until(lambda: "Жил Try 60" in town.read(there).body, "its letter is there")
    assert b"\r\n\r\n" in kept(town)["https://portal.example/a-z/ж/"]
    hand("publish", number=61)
    until(lambda: town.read(there).status == 404, "its letter is gone")
    assert b"HTTP/1.1 404" in kept(town)["https://portal.example/a-z/ж/"]
    # There is no end of what was never there.
    assert town.read(never).status == 404
    assert "https://portal.example/a-z/з/" not in kept(town)


def test_what_staff_send_is_in_no_file_of_nginx(town):
    before = (town.folder / "temporary").stat().st_mtime_ns
    answer = by_https(town.https_port, "/admin/login/", method="POST", body="words=" + "x" * 5_000_000)
    assert answer.status in (403, 413)
    assert (town.folder / "temporary").stat().st_mtime_ns == before
