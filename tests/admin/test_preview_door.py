"""Preview links at the door: how often one may knock, and what is written down of it."""

import logging
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.admin import outside
from portal.log import NothingPersonal
from tests.admin.forms import words_of
from tests.admin.preview_links import made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def test_an_open_link_is_opened_sixty_times_an_hour_at_most(draft, sharer, monkeypatch):
    monkeypatch.setattr(outside, "MOST_AN_HOUR", 2)
    _answer, path = made(sharer, draft.document)
    statuses = [Client().get(path, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    last = Client().get(path)
    assert last.headers["Retry-After"] == "3600"
    assert "Try again in an hour" in words_of(last)


def test_whoever_tries_many_is_stopped_and_closes_no_open_link(draft, sharer, monkeypatch):
    monkeypatch.setattr(outside, "MOST_AN_HOUR", 2)
    _answer, path = made(sharer, draft.document)
    assert [Client().get(f"/preview/{n}/").status_code for n in range(3)] == [404, 404, 429]
    assert Client().get("/preview/x/", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert Client().get(path).status_code == 200
    assert not [key for key in cache._cache if "192.0.2.7" in key or "127.0.0.1" in key]


def test_the_secret_is_in_no_log_line(draft, sharer):
    _answer, path = made(sharer, draft.document)
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NothingPersonal())
    loggers = [logging.getLogger(name) for name in ("django.request", "django.server")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        Client().get(path + "x/")
        Client().get("/es" + path)
        Client().get(path[:-3] + "/")
        Client().post(path)
        logging.getLogger("django.server").info('"%s" %s %s', f"GET {path}?a=1 HTTP/1.1", "200", "1")
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    written = stream.getvalue()
    assert written.count("/preview/…/") >= 3
    assert path.split("/")[2][:-3] not in written


def test_only_reading_is_answered(draft, sharer):
    _answer, path = made(sharer, draft.document)
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200
    assert reverse("preview", args=("x",)) == "/preview/x/"


def test_a_cache_of_files_forgets_nothing_within_the_hour(draft, sharer, settings, tmp_path, monkeypatch, time_machine):
    time_machine.move_to("2026-11-26T10:00:30Z")
    place = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": place}
    monkeypatch.setattr(outside, "MOST_AN_HOUR", 3)
    _answer, path = made(sharer, draft.document)
    answers = []
    for minutes in (0, 6, 12, 18, 60):
        time_machine.move_to(f"2026-11-26T{10 + minutes // 60}:{minutes % 60:02}:30Z")
        answers.append(Client().get(path).status_code)
    assert answers == [200, 200, 200, 429, 200]
