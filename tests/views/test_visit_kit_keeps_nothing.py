"""Nothing that a reader types in the visit kit is kept: not in a table, a session, a cache, a file, a log, a report."""

import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client

from portal.paper.letters import letters
from portal.views.kit import page
from tests.views.kit_form import ADDRESS
from tests.views.traces import counts, everything_in_the_database, said_by

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
COUNTED = re.compile(r"\('callers:[0-9a-f]{64}',( \d+(, \d+)?)?\) {}")
# What a page may set: Django's token against forgery, which is the same whatever is typed.
TOKEN = "csrftoken"


@pytest.fixture
def readers_client() -> Client:
    """A browser whose forms are checked, as a reader's are."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def send(client: Client, button: str) -> HttpResponse:
    token = client.get(ADDRESS).cookies[TOKEN].value
    return client.post(ADDRESS, TYPED | {"do": button, "csrfmiddlewaretoken": token})


@pytest.fixture
def written_to_the_cache(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to the cache, as it is."""
    done: list[str] = []
    for name in ("set", "set_many", "touch", "get_or_set", "add", "incr"):
        real = getattr(type(caches["default"]), name)

        def noted(cache: Any, *given: Any, real: Any = real, **more: Any) -> Any:
            done.append(f"{given} {more}")
            return real(cache, *given, **more)

        monkeypatch.setattr(type(caches["default"]), name, noted)
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
    # How often an address asks for a file is counted there, under a digest.
    assert (written_to_the_cache != []) == (button in page.FILES)
    assert [written for written in written_to_the_cache if not COUNTED.fullmatch(written)] == []
    assert caplog.records != []
    assert [record.getMessage() for record in caplog.records if SECRET in said_by(record)] == []
    assert mail.outbox == []
    assert list((tmp_path / "temporary").iterdir()) == []


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


def test_what_django_answers_by_itself_is_let_through(readers_client: Client, kit: None, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert send(readers_client, "keep").status_code in (400, 403, 413)
