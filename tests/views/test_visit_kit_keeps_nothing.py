"""Nothing that a reader types in the visit kit is kept: not in a table, a session, a cache, a file, a log, a report."""

import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter

from portal.paper.letters import letters
from portal.views.kit import page
from portal.views.unspoken import Unspoken, places_of
from tests.views.kit_form import ADDRESS

pytestmark = pytest.mark.django_db

SECRET = "Quagmarble7131"
TYPED = {
    "want": ["wants/plan"],
    **dict.fromkeys(("want_own", "matter_own", "tried_own", "more"), f"{SECRET} #$@"),
    **{f"medicine-0-{column}": SECRET for column in ("name", "dose", "often", "reason")},
    "medicine-1-name": SECRET,
    "question-0-pick": "questions/wait",
    "question-1-words": SECRET,
    "question-2-words": f"{SECRET} 2",
    "pick": ["questions/wait", "questions/aim"],
    "strange": SECRET,
}
BUTTONS = (
    "keep", "add-medicine", "remove-medicine:0", "add-questions", "remove-question:1", "up:1", "down:1", "show",
    "back", "pdf", "large-pdf", SECRET, f"up:{SECRET}",
)  # fmt: skip
# What a page may set: Django's token against forgery, which is the same whatever is typed.
TOKEN = "csrftoken"


@pytest.fixture
def readers_client() -> Client:
    """A browser whose forms are checked, as a reader's are."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def send(client: Client, button: str) -> HttpResponse:
    token = client.get(ADDRESS).cookies[TOKEN].value
    return client.post(ADDRESS, TYPED | {"do": button, "csrfmiddlewaretoken": token})


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Every cell of every table, those of no model too, with the name of its table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the names are our own
            for row in cursor.fetchall():
                yield from ((table, bytes(cell).hex() if isinstance(cell, memoryview) else str(cell)) for cell in row)


def counts() -> dict[str, int]:
    """How many cells each table has."""
    return Counter(table for table, _cell in everything_in_the_database())


@pytest.fixture
def written_to_the_cache(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done to the cache, by name."""
    done: list[str] = []
    for name in ("set", "add", "set_many", "touch", "incr", "get_or_set"):
        monkeypatch.setattr(type(caches["default"]), name, lambda *_given, name=name, **_more: done.append(name))
    return done


@pytest.fixture
def talkative() -> Iterator[None]:
    """Every logger at its most talkative, however the site has set it."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize("button", BUTTONS)
def test_no_row_no_session_no_cookie_no_cache_no_log_line_no_mail_no_file(
    readers_client: Client,
    kit: None,
    button: str,
    talkative: None,
    written_to_the_cache: list[str],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters()  # The fonts are read once in a process.
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    before = counts()
    with caplog.at_level(logging.DEBUG):
        answer = send(readers_client, button)
    assert answer.status_code == 200
    assert counts() == before
    assert [table for table, cell in everything_in_the_database() if SECRET in cell] == []
    assert Session.objects.count() == 0
    assert set(answer.cookies) <= {TOKEN}
    assert SECRET not in f"{answer.cookies} {answer.headers}"
    assert written_to_the_cache == []
    assert caplog.records != []
    assert [record.getMessage() for record in caplog.records if SECRET in said_by(record)] == []
    assert mail.outbox == []
    assert list((tmp_path / "temporary").iterdir()) == []


def said_by(record: logging.LogRecord) -> str:
    """A log line as any handler could write it, with its fault and all that came along."""
    return logging.Formatter().format(record) + str(vars(record))


def test_the_search_for_words_would_find_them(kit: None) -> None:
    words = [cell for _table, cell in everything_in_the_database() if "What if I wait?" in cell]
    assert len(words) >= 2


def test_nobody_on_the_way_may_keep_a_page_with_words(readers_client: Client, kit: None) -> None:
    for button in ("keep", "show", "pdf"):
        answer = send(readers_client, button)
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "no-store" in readers_client.get(ADDRESS).headers["Cache-Control"]


def test_the_browser_is_asked_not_to_keep_words_and_sends_them_by_post_only(client: Client, kit: None) -> None:
    for answer in (client.get(ADDRESS), client.post(ADDRESS, TYPED | {"do": "show"})):
        assert '<form class="form" method="post"' in answer.content.decode() or (
            '<form class="kit-bar" method="post"' in answer.content.decode()
        )
        assert answer.content.decode().count('autocomplete="off"') == 1
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_words_in_an_address_are_not_taken(client: Client, kit: None) -> None:
    answer = client.get(ADDRESS, {"want_own": SECRET, "do": "show"})
    assert SECRET not in answer.content.decode().replace(f"?want_own={SECRET}", "")
    assert client.post(f"{ADDRESS}?want_own={SECRET}", {"do": "keep"}).status_code == 200


class Broken(Exception):
    """A fault whose own message quotes what it could not handle, as many do."""


def break_paper(sheet: Any) -> bytes:
    words = sheet.html
    raise Broken(words)


@pytest.fixture
def reported() -> Iterator[list[tuple[Any, Any]]]:
    """The requests that failed, each with what a report of Django's would be made from."""
    found: list[tuple[Any, Any]] = []

    def hear(sender: Any, request: Any, **_more: Any) -> None:
        found.append((request, sys.exc_info()))

    got_request_exception.connect(hear)
    yield found
    got_request_exception.disconnect(hear)


def test_a_report_of_a_failure_holds_no_typed_word(
    readers_client: Client, kit: None, reported: list[tuple[Any, Any]], caplog: pytest.LogCaptureFixture, settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.DEBUG, settings.ADMINS = False, [("Somebody", "somebody@clinic.example")]
    monkeypatch.setattr(page, "pdf", break_paper)
    errors = logging.getLogger("django.request")
    handler = AdminEmailHandler(include_html=True)
    errors.addHandler(handler)
    with caplog.at_level(logging.DEBUG):
        answer = send(readers_client, "pdf")
    errors.removeHandler(handler)
    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()
    [(request, fault)] = reported
    reporter = ExceptionReporter(request, *fault)
    assert request.POST["want_own"].startswith(SECRET)
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert "Unspoken" in report
        assert SECRET not in report
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] != []
    assert [record for record in caplog.records if SECRET in logging.Formatter().format(record)] == []
    [letter] = mail.outbox
    assert SECRET not in letter.message().as_string()


def test_with_the_settings_of_the_site_no_letter_is_sent(
    readers_client: Client, kit: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("Somebody", "somebody@clinic.example")]
    monkeypatch.setattr(page, "pdf", break_paper)
    assert send(readers_client, "pdf").status_code == 500
    assert mail.outbox == []


def test_a_hidden_fault_says_its_sort_and_its_places_in_our_code() -> None:
    with pytest.raises(AttributeError) as failed:
        page.pdf(None)  # type: ignore[arg-type]
    assert places_of(failed.value).startswith("AttributeError: paper/setting.py:")


def test_what_django_answers_by_itself_is_let_through(readers_client: Client, kit: None, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert send(readers_client, "keep").status_code in (400, 403, 413)


def test_the_fault_itself_is_let_go(rf: RequestFactory) -> None:
    @page.unspoken
    def failing(request: Any) -> HttpResponse:
        raise Broken(SECRET)

    with pytest.raises(Unspoken) as hidden:
        failing(rf.get("/"))
    assert (hidden.value.__cause__, hidden.value.__context__) == (None, None)
    assert SECRET not in str(hidden.value)
