"""The log says what happened, never to whom."""

import logging

import pytest

from portal.log import NothingPersonal


def line(name: str, message: str, *arguments: object) -> str | None:
    """What is left of a log line; `None` when it is dropped."""
    record = logging.LogRecord(name, logging.INFO, "file.py", 1, message, arguments, None)
    return record.getMessage() if NothingPersonal().filter(record) else None


@pytest.mark.parametrize(
    ("message", "arguments", "left"),
    [
        ('"%s" %s %s', ("GET /find/?q=my+pain HTTP/1.1", "200", "12"), '"GET /find/? HTTP/1.1" 200 12'),
        ("Not Found: %s", ("/x/?name=Ann&tel=1",), "Not Found: /x/?"),
        ("GET /find/?q=my+pain", (), "GET /find/?"),
        ('"%s" %s', ("GET /preview/secret.1xWOz5.mark/?a=b HTTP/1.1", "200"), '"GET /preview/…/? HTTP/1.1" 200'),
        ("Gone: %s", ("/preview/secret.1xWOz5.mark",), "Gone: /preview/…"),
        ("took %d ms", (5,), "took 5 ms"),
        ("Invalid request from ip=2001:db8::7: Invalid '/x?q=1'", (), "Invalid request from ip=…: Invalid '/x?'"),
    ],
)
def test_queries_and_the_secrets_of_preview_links_are_left_out(message, arguments, left):
    assert line("django.server", message, *arguments) == left


def test_a_line_about_a_readers_address_is_dropped():
    assert line("django.server", "- Broken pipe from %s", ("192.0.2.7", 5555)) is None


def test_a_servers_lines_about_requests_are_silent_and_those_about_faults_go_through_the_filter():
    assert not logging.getLogger("gunicorn.access").isEnabledFor(logging.INFO)
    assert not logging.getLogger("uvicorn.access").isEnabledFor(logging.INFO)
    assert not logging.getLogger("granian.access").isEnabledFor(logging.INFO)
    for name in ("gunicorn.error", "_granian"):
        faults = logging.getLogger(name)
        assert (faults.handlers, faults.propagate) == ([], True)
    assert line("gunicorn.error", "Error handling request %s", "/search/?q=pain") == "Error handling request /search/?"
