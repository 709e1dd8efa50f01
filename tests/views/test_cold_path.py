"""A page costs little where it has been made before, and no more than three questions where it has not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.http import parse_http_date
from pytest_django import DjangoAssertNumQueries

from portal.desk.documents import Document
from portal.desk.withdrawing import withdraw
from portal.shelf.counter import Counter
from portal.shelf.pages import Page
from portal.shelf.rehearsing import rehearsal
from portal.views import kept, remembered
from tests.views.conftest import SITE, Publish
from tests.views.test_frame import ADDRESSES
from tests.views.test_pages import STENOSIS, text

# What stands around a page is asked for once for each publication, so none of this counts it.
QUESTIONS = dict.fromkeys((*ADDRESSES, "/a-z/s/", "/check/", "/score-sheet/", "/robots.txt"), 3) | {
    # Whose rules readers live under is asked for besides: guides to those of other countries are left out.
    "/sitemap.xml": 4
}


def kept_places() -> list[str]:
    """The keys under which pages lie in the cache."""
    return sorted(caches[kept.PAGES]._cache)


@pytest.mark.parametrize(("address", "most"), QUESTIONS.items())
def test_a_page_is_made_with_few_queries_and_read_again_with_one(
    client: Client,
    site: None,
    address: str,
    most: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    time_machine: Any,
) -> None:
    # In the second after a publication it is the clock that says when pages changed.
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=5), tick=False)
    client.get("/guides/questions/")
    client.get("/score-sheet/")
    client.get("/a-z/")
    caches[kept.PAGES].clear()
    with django_assert_max_num_queries(most):
        made = client.get(address)
    with django_assert_max_num_queries(1):
        again = client.get(address)
    assert made.status_code == again.status_code == 200
    assert again.content == made.content
    assert dict(again.headers) == dict(made.headers)


def test_another_process_is_given_the_page_that_one_has_made(
    client: Client, site: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = client.get(STENOSIS).content
    remembered.forget()
    with django_assert_num_queries(1):
        assert Client().get(STENOSIS).content == made


def test_a_publication_is_on_every_page_at_once(client: Client, publish: Publish) -> None:
    publish(SITE)
    assert "Does relief last longer?" in text(client, "/benefits/")
    path = "en/benefits/lasting-relief.md"
    publish(SITE | {path: SITE[path].replace("title: Does relief last longer?", "title: Does it last?")})
    assert "Does it last?" in text(client, "/benefits/")
    assert "Does it last?" in text(client, "/")


def test_a_withdrawn_page_is_gone_at_once(client: Client, site: None) -> None:
    assert client.get(STENOSIS).status_code == 200
    withdraw(Document.objects.get(slug="spinal-stenosis"), by=None, note="wrong")
    assert client.get(STENOSIS).status_code == 410
    assert client.get(STENOSIS).status_code == 410


@pytest.mark.parametrize(
    "address",
    [
        f"{STENOSIS}?choices=one,other",
        "/conditions/nowhere/",
        "/nowhere/",
        "/home/",
        "/search/?q=canal",
        "/search/",
        "/visit-kit/",
        "/feedback/conditions/spinal-stenosis/",
        "/admin/",
    ],
)
def test_what_is_asked_by_a_query_is_missing_or_is_a_form_is_not_kept(client: Client, site: None, address: str) -> None:
    client.get(address)
    assert kept_places() == []


def test_a_page_is_kept_once_for_each_name_of_the_site(client: Client, site: None, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "other.example"]
    for host in ("one.example", "other.example"):
        assert (
            f"Sitemap: http://{host}/sitemap.xml" in client.get("/robots.txt", headers={"host": host}).content.decode()
        )
    settings.SITE_URL = "https://clinic.example"
    for host in ("one.example", "other.example"):
        found = client.get("/robots.txt", headers={"host": host}).content.decode()
        assert "Sitemap: https://clinic.example/sitemap.xml" in found
    assert len(kept_places()) == 3


def test_a_page_too_large_is_made_each_time(client: Client, site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGEST", 100)
    assert client.get(STENOSIS).status_code == 200
    assert kept_places() == []


def test_while_a_draft_is_looked_at_nothing_is_read_from_memory_or_put_there(client: Client, site: None) -> None:
    with rehearsal():
        client.get(STENOSIS)
    assert kept_places() == []
    assert remembered._remembered == {}
    client.get(STENOSIS)
    [place] = kept_places()
    caches[kept.PAGES].set(place, "what must not be read")
    remembered._remembered.clear()
    remembered._remembered["frame", "en"] = remembered._remembered["guides", "en"] = 1, None
    with rehearsal():
        assert client.get(STENOSIS).status_code == 200


def test_where_nothing_can_be_kept_pages_are_made_each_time(client: Client, site: None, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    first = client.get(STENOSIS)
    assert (first.status_code, client.get(STENOSIS).content) == (200, first.content)


def test_pages_of_yesterday_are_not_shown_today(client: Client, site: None, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 3, 1, 23, 59, tzinfo=UTC), tick=False)
    yesterday = client.get(STENOSIS).headers["ETag"]
    time_machine.move_to(datetime(2026, 3, 2, 0, 0, tzinfo=UTC), tick=False)
    assert client.get(STENOSIS).headers["ETag"] != yesterday
    assert len(kept_places()) == 2


def test_while_developing_nothing_is_kept(client: Client, site: None, settings: Any) -> None:
    settings.DEBUG = True
    client.get(STENOSIS)
    assert kept_places() == []


@pytest.mark.parametrize("query", ["?utm_source=letter", "?", "?x=1&y=2"])
def test_what_a_link_carries_besides_makes_no_page_anew(
    client: Client, site: None, query: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = client.get(STENOSIS).content
    with django_assert_num_queries(1):
        assert client.get(f"{STENOSIS}{query}").content == made
    assert len(kept_places()) == 1


@pytest.mark.parametrize("rubbish", ["words", 7, (b"only a body",), [1, 2, 3], ("words", "no headers")])
def test_what_lies_there_and_is_no_page_costs_no_answer(client: Client, site: None, rubbish: Any) -> None:
    made = client.get(STENOSIS)
    [place] = caches[kept.PAGES]._cache
    caches[kept.PAGES].set(place.split(":", 2)[2], rubbish)
    again = client.get(STENOSIS)
    assert (again.status_code, again.content) == (200, made.content)


def test_pages_of_another_database_with_the_same_number_are_not_taken(client: Client, site: None) -> None:
    first = client.get(STENOSIS).headers["ETag"]
    number = Counter.current("en")
    Counter.objects.update(bumped_at=timezone.now() + timedelta(microseconds=1))
    assert Counter.current("en") == number
    assert client.get(STENOSIS).headers["ETag"] != first
    assert len(kept_places()) == 2


def test_what_is_made_for_one_transaction_takes_nothing_of_others(client: Client, site: None) -> None:
    with kept.made_here():
        client.get(STENOSIS)
        assert kept_places() == []
    made = client.get(STENOSIS).content
    [place] = caches[kept.PAGES]._cache
    caches[kept.PAGES].set(place.split(":", 2)[2], (b"of another moment", {}))
    assert client.get(STENOSIS).content == b"of another moment"
    with kept.made_here():
        assert client.get(STENOSIS).content == made


def test_a_page_with_a_token_or_a_session_is_nobody_elses(rf: RequestFactory, site: None) -> None:
    def page_for(touch: Callable[[HttpRequest], object]) -> None:
        request = rf.get("/about/")
        request.session = SessionStore()
        kept.kept_under(lambda _request: "now")(lambda asked: touch(asked) and HttpResponse("mine"))(request)

    page_for(get_token)
    page_for(lambda asked: asked.session.get("who", "somebody"))
    assert kept_places() == []
    page_for(lambda _asked: True)
    assert len(kept_places()) == 1


def test_the_list_for_search_engines_is_as_new_as_the_last_withdrawal(client: Client, site: None) -> None:
    known = client.get("/sitemap.xml").headers["Last-Modified"]
    withdraw(Document.objects.get(slug="spinal-stenosis"), by=None, note="wrong")
    assert parse_http_date(client.get("/sitemap.xml").headers["Last-Modified"]) >= parse_http_date(known)
    assert parse_http_date(known) > Page.objects.latest("changed_at").changed_at.timestamp() - 1
