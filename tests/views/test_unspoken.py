"""A failure where readers type: what is reported says where it is, and holds no word of theirs."""

import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter
from django.views.defaults import server_error

from portal.views import feedback, search
from portal.views.kit import page
from portal.views.unspoken import Unspoken, places_of, unspoken
from tests.views.readers_forms import FORMS, WORDS, Asked
from tests.views.traces import said_by

pytestmark = pytest.mark.django_db
LINK = f"/search/?q={WORDS}"


class Broken(Exception):
    """A fault whose own message quotes what it could not handle, as many do."""


def fail(*given: Any, **more: Any) -> Any:
    words = f"{WORDS} {given} {more}"
    raise Broken(words)


@pytest.fixture(params=[*FORMS, None], ids=lambda form: form.name if form else "search")
def failing(
    request: pytest.FixtureRequest, kit: None, nothing_counted: None, monkeypatch: pytest.MonkeyPatch
) -> Asked | None:
    """A form whose view fails on what is typed; None for the search."""
    monkeypatch.setattr(page, "sent", fail)
    monkeypatch.setattr(feedback.triage, "send", fail)
    monkeypatch.setattr(search, "find", fail)
    return request.param


def ask(form: Asked | None, time_machine: Any, *, has_token: bool = True) -> HttpResponse:
    """Type something, coming from a search for it, on a server that names the address in a way of its own."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    more = {"HTTP_REFERER": f"http://testserver{LINK}", "RAW_URI": LINK, "REQUEST_URI": LINK}
    if form is None:
        return client.get(LINK, **more)
    fields = form.filled(client, time_machine) if has_token else form.typed
    return client.post(form.address, fields, **more)


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
    failing: Asked | None, reported: list[tuple[Any, Any]], caplog: pytest.LogCaptureFixture, settings: Any,
    time_machine: Any,
) -> None:  # fmt: skip
    settings.DEBUG, settings.ADMINS = False, [("Somebody", "somebody@clinic.example")]
    errors = logging.getLogger("django.request")
    handler = AdminEmailHandler(include_html=True)
    errors.addHandler(handler)
    with caplog.at_level(logging.DEBUG):
        answer = ask(failing, time_machine)
    errors.removeHandler(handler)
    assert (answer.status_code, WORDS in answer.content.decode()) == (500, False)
    [(request, fault)] = reported
    reporter = ExceptionReporter(request, *fault)
    [letter] = mail.outbox
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html(), letter.message().as_string()):
        assert "Unspoken" in report
        assert WORDS not in report
    # The same mapping that the server handed over.
    assert WORDS not in str(request.environ)
    address = "/search/" if failing is None else failing.address.partition("?")[0]
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in logged] == [f"Internal Server Error: {address}"]
    assert "Broken: views/" in said_by(logged[0])
    assert [record for record in caplog.records if WORDS in said_by(record)] == []


def test_a_failure_while_giving_words_back_holds_none_either(
    failing: Asked | None, reported: list[tuple[Any, Any]], time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "FeedbackForm", fail)
    answer = ask(failing, time_machine, has_token=False)
    [(request, fault)] = reported
    assert (answer.status_code, fault[0]) == (500, Unspoken)
    assert WORDS not in ExceptionReporter(request, *fault).get_traceback_html()


def test_with_the_settings_of_the_site_no_letter_is_sent(
    failing: Asked | None, settings: Any, time_machine: Any
) -> None:
    settings.ADMINS = [("Somebody", "somebody@clinic.example")]
    assert ask(failing, time_machine).status_code == 500
    assert mail.outbox == []


def test_a_hidden_fault_says_its_sort_and_its_places_in_our_code() -> None:
    with pytest.raises(AttributeError) as failed:
        page.pdf(None)  # type: ignore[arg-type]
    assert places_of(failed.value).startswith("AttributeError: paper/setting.py:")


def test_the_fault_itself_is_let_go(rf: RequestFactory) -> None:
    @unspoken
    def failing(request: HttpRequest) -> HttpResponse:
        return fail()

    with pytest.raises(Unspoken) as hidden:
        failing(rf.get("/"))
    assert (hidden.value.__cause__, hidden.value.__context__) == (None, None)
    assert WORDS not in str(hidden.value)


def test_no_other_page_and_no_file_is_told_what_was_searched_for(client: Client, kit: None) -> None:
    # A fault is answered by a file, without headers of the page that failed.
    broken = server_error(client.get(LINK).wsgi_request).content.decode()
    assert '<meta name="referrer" content="no-referrer">' in broken
    for address in (LINK, f"/search/suggestions/?q={WORDS}"):
        answer = client.get(address)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
        assert not answer.cookies
