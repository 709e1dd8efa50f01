"""One finished answer: each coding is itself, and a browser that has it is told so."""

import gzip

import brotli
import pytest
import time_machine

from portal.ready.answers import Ready
from tests.ready.asking import PAGE, Got, get, ready

NOON = "2026-03-01T12:00:00Z"
MODIFIED = {"Last_Modified": "Sun, 01 Mar 2026 11:00:00 GMT"}


def sent(made: Ready, method: str = "GET", **asked: str) -> Got:
    return get(made.send, "/", method, **asked)


def tag(made: Ready, **asked: str) -> str:
    return sent(made, **asked).headers["ETag"]


@pytest.mark.parametrize(
    ("wanted", "coding", "opened"),
    [("", None, bytes), ("gzip", "gzip", gzip.decompress), ("gzip, br", "br", brotli.decompress)],
)
def test_the_same_page_comes_in_the_coding_that_is_wanted(wanted, coding, opened):
    got = sent(ready(), HTTP_ACCEPT_ENCODING=wanted)
    assert got.headers.get("Content-Encoding") == coding
    assert opened(got.body) == PAGE
    assert got.headers["Content-Length"] == str(len(got.body))
    assert got.headers["Vary"] == "Accept-Encoding"


def test_each_coding_has_a_strong_tag_of_its_own():
    tags = [tag(ready(), HTTP_ACCEPT_ENCODING=wanted) for wanted in ("", "gzip", "br")]
    plain = tags[0].strip('"')
    assert tags == [f'"{plain}"', f'"{plain}-gzip"', f'"{plain}-br"']
    assert len(plain) == 32


def test_the_tag_is_the_same_in_every_process_and_another_for_other_words():
    assert tag(ready("one")) == tag(ready("another"))
    assert tag(ready(body=PAGE + b".")) != tag(ready())


def test_what_a_coding_makes_no_shorter_is_sent_as_it_is():
    small = ready(body=b"Yes.")
    assert set(small.forms) == {""}
    got = sent(small, HTTP_ACCEPT_ENCODING="br, gzip")
    assert ("Content-Encoding" in got.headers, got.body) == (False, b"Yes.")


def test_an_empty_page_is_a_page():
    assert sent(ready(body=b"")) == Got(200, sent(ready(body=b"")).headers, b"")


def test_what_django_says_goes_along_and_what_is_told_anew_is_told_once():
    theirs = {"X_Frame_Options": "DENY", "ETag": 'W/"django"', "Content_Length": "1", "Vary": "accept-encoding"}
    said = []
    ready(**theirs).send({"REQUEST_METHOD": "GET"}, lambda _status, headers: said.extend(headers))
    assert [name for name, _value in said] == [
        "Content-Type",
        "Cache-Control",
        "X-Frame-Options",
        "ETag",
        "Vary",
        "Content-Length",
    ]
    assert dict(said)["ETag"] == tag(ready())


def test_what_a_server_adds_to_the_headers_of_one_answer_is_in_no_other():
    made = ready()
    made.send({"REQUEST_METHOD": "GET"}, lambda _status, headers: headers.append(("Set-Cookie", "server=1")))
    assert "Set-Cookie" not in sent(made).headers


@pytest.mark.parametrize("wanted", ["", "br"])
def test_head_has_the_headers_of_get_and_no_body(wanted):
    made = ready()
    head, whole = (sent(made, method, HTTP_ACCEPT_ENCODING=wanted) for method in ("HEAD", "GET"))
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("named", ["{tag}", "W/{tag}", '"other", {tag}', '"other",W/{tag} , "more"', "*"])
def test_who_names_the_tag_is_told_that_nothing_has_changed(named, method):
    made = ready(X_Frame_Options="DENY", Content_Language="en")
    got = sent(made, method, HTTP_IF_NONE_MATCH=named.format(tag=tag(made)))
    assert got == Got(
        304,
        {
            "Cache-Control": "public, max-age=60",
            "X-Frame-Options": "DENY",
            "ETag": tag(made),
            "Vary": "Accept-Encoding",
        },
        b"",
    )


@pytest.mark.parametrize("named", ['"other"', "", "{bare}", '"{bare}-gzip"', '"{bare}-br"', '"', "W/", '"en-12-open"'])
def test_who_names_another_tag_gets_the_page(named):
    made = ready()
    assert sent(made, HTTP_IF_NONE_MATCH=named.format(bare=tag(made).strip('"'))).status == 200


def test_the_tag_of_one_coding_is_not_that_of_another():
    made = ready()
    packed = tag(made, HTTP_ACCEPT_ENCODING="br")
    assert sent(made, HTTP_IF_NONE_MATCH=packed).status == 200
    assert sent(made, HTTP_IF_NONE_MATCH=packed, HTTP_ACCEPT_ENCODING="br").status == 304


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Sun, 01 Mar 2026 11:00:00 GMT", 304),
        ("Sun, 01 Mar 2026 11:30:00 GMT", 304),
        ("Sun, 01 Mar 2026 10:59:59 GMT", 200),
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_without_a_tag_the_date_counts(since, status):
    with time_machine.travel(NOON, tick=False):
        assert sent(ready(**MODIFIED), HTTP_IF_MODIFIED_SINCE=since).status == status


def test_where_both_are_sent_the_tag_decides():
    with time_machine.travel(NOON, tick=False):
        made = ready(**MODIFIED)
    both = {"HTTP_IF_MODIFIED_SINCE": "Sun, 01 Mar 2026 11:00:00 GMT", "HTTP_IF_NONE_MATCH": '"other"'}
    assert sent(made, **both).status == 200


@pytest.mark.parametrize("modified", [{}, {"Last_Modified": "Sun, 01 Mar 2026 12:00:00 GMT"}, {"Last_Modified": "now"}])
def test_a_date_of_the_second_in_which_the_page_was_made_proves_nothing(modified):
    with time_machine.travel(NOON, tick=False):
        made = ready(**modified)
    assert sent(made, HTTP_IF_MODIFIED_SINCE="Sun, 01 Mar 2026 12:00:00 GMT").status == 200
