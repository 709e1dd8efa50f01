"""Since when a page is as it is, for caches that know no tags."""

from datetime import datetime

import pytest
from django.test import Client

from portal.shelf.counter import Counter
from portal.views import freshness

EARLY = datetime.fromisoformat("2026-01-01T00:00:00Z")


@pytest.fixture
def started(monkeypatch, settings):
    """A process that runs since January, in a clinic that is two hours before UTC in summer."""
    settings.TIME_ZONE = "Europe/Oslo"
    monkeypatch.setattr(freshness, "STARTED_AT", EARLY)


def modified(client: Client) -> str:
    return client.get("/").headers["Last-Modified"]


def bumped(at: str) -> None:
    Counter.bump(["en"])
    Counter.objects.update(bumped_at=datetime.fromisoformat(at))


@pytest.mark.parametrize(
    ("bumped_at", "told"),
    [
        ("2026-05-04T10:20:30.9Z", "Mon, 04 May 2026 10:20:31 GMT"),
        ("2026-05-03T10:20:30Z", "Sun, 03 May 2026 22:00:01 GMT"),
    ],
    ids=["the latest publication", "midnight of the clinic"],
)
def test_a_page_is_as_old_as_the_latest_publication_or_the_day(site, client, started, time_machine, bumped_at, told):
    time_machine.move_to("2026-05-04T12:00:00Z", tick=False)
    bumped(bumped_at)
    assert modified(client) == told


def test_a_release_makes_pages_new(site, client, started, time_machine, monkeypatch):
    time_machine.move_to("2026-05-04T12:00:00Z", tick=False)
    monkeypatch.setattr(freshness, "STARTED_AT", datetime.fromisoformat("2026-05-04T11:00:00Z"))
    bumped("2026-05-04T10:00:00Z")
    assert modified(client) == "Mon, 04 May 2026 11:00:01 GMT"


def test_a_site_without_any_publication_has_a_date_too(db, client, started, time_machine):
    time_machine.move_to("2026-05-04T12:00:00Z", tick=False)
    assert modified(client) == "Sun, 03 May 2026 22:00:01 GMT"


def test_who_read_between_two_publications_of_one_second_gets_the_second_one(site, client, started, time_machine):
    time_machine.move_to("2026-05-04T12:00:00.3Z", tick=False)
    bumped("2026-05-04T12:00:00.2Z")
    between = modified(client)
    assert between == "Mon, 04 May 2026 12:00:00 GMT"
    bumped("2026-05-04T12:00:00.6Z")
    time_machine.move_to("2026-05-04T12:01:00Z", tick=False)
    assert client.get("/", headers={"If-Modified-Since": between}).status_code == 200


def test_without_a_tag_the_date_is_enough_and_beside_a_tag_it_is_not(site, client, started, time_machine):
    time_machine.move_to("2026-05-04T12:00:00Z", tick=False)
    since = {"If-Modified-Since": modified(client)}
    assert client.get("/", headers=since).status_code == 304
    assert client.get("/", headers=since | {"If-None-Match": '"other"'}).status_code == 200


def test_while_developing_pages_have_neither_tag_nor_date(site, client, settings):
    settings.DEBUG = True
    assert {"ETag", "Last-Modified"} & set(client.get("/").headers) == set()


def test_tag_and_date_are_asked_for_in_one_query(site, rf, django_assert_num_queries):
    asked = rf.get("/")
    with django_assert_num_queries(1):
        assert freshness.etag(asked) is not None
        assert freshness.changed_at(asked) is not None
