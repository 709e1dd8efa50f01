"""What stands around every page: the emergency card, the notices, the ways around, the headers."""

import gzip
import re
from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries

from portal.shelf.counter import Counter
from portal.shelf.pages import Condition
from portal.shelf.reference import Card
from tests.views.conftest import SITE, Publish
from tests.views.test_pages import text

# For the first page after a publication: what stands around all pages is asked for then.
MOST_QUERIES = 9
NOT_REVIEWED = "No clinician has reviewed this content yet."
ADDRESSES = [
    "/",
    "/overview/",
    "/conditions/",
    "/conditions/spinal-stenosis/",
    "/procedures/",
    "/procedures/interspinous-spacer/",
    "/benefits/",
    "/benefits/lasting-relief/",
    "/risks/",
    "/risks/another-operation/",
    "/guides/",
    "/guides/questions/",
    "/glossary/",
    "/sources/",
    "/a-z/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_the_emergency_card_with_the_number(client: Client, site: None, address: str) -> None:
    page = text(client, address)
    assert '<h2 id="help-now" class="help-title">Get help now</h2>' in page
    assert 'Numb between the legs? Call <a class="dial" href="tel:999">999</a>.' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_emergency_line_stands_without_the_card(client: Client, site: None, address: str) -> None:
    Card.objects.all().delete()
    page = text(client, address)
    assert "numb between the legs" in page
    assert '<strong>Call <a class="dial" href="tel:999">999</a>' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_sets_no_cookie_holds_no_form_and_runs_our_files_only(
    client: Client, site: None, address: str
) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.cookies == {}
    assert "csrf" not in page
    assert " style=" not in page
    assert page.count("<script") == len(re.findall(r'<script src="/static/js/[a-z]+\.js" defer></script>', page))
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_public_page_travels_compressed_where_the_browser_can_read_that(client: Client, site: None) -> None:
    plain, packed = client.get("/"), client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    again = client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_reading_is_answered(client: Client, site: None, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_browser_that_has_the_page_is_told_that_nothing_changed(client: Client, site: None, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_publication_makes_browsers_ask_for_every_page_anew(client: Client, publish: Publish) -> None:
    publish(SITE)
    tag = client.get("/").headers["ETag"]
    publish(SITE | {"en/risks/another-operation.md": SITE["en/risks/another-operation.md"].replace("again", "twice")})
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def times_three(documents: dict[str, str]) -> dict[str, str]:
    """The same site with each English page and word, and each source, three times."""
    more = dict(documents)
    for path, words in documents.items():
        folder = path.split("/")[1]
        if folder in {"articles", "cards"} or path.count("/") < 2 or folder == "findings":
            continue
        for number in "23":
            more[path.replace(".md", f"-{number}.md")] = words.replace(
                "  - spacers\n", f"  - spacers {number}\n"
            ).replace("title: spacer\n", f"title: spacer {number}\n")
    return more


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_needs_as_many_queries_for_three_of_everything_as_for_one(
    client: Client, publish: Publish, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish(SITE)
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        client.get(address)
    publish(times_three(SITE))
    with django_assert_max_num_queries(MOST_QUERIES) as three:
        client.get(address)
    assert len(three) == len(one)


def test_the_notice_goes_when_a_clinician_has_reviewed_a_page(client: Client, site: None) -> None:
    assert NOT_REVIEWED in text(client, "/")
    row = Condition.objects.select_related("edition").get()
    Condition.objects.update(
        reviewed_digest=row.reading_digest, reviewed_on=date(2026, 3, 1), review_due_on=date(2999, 1, 1)
    )
    Counter.bump(["en"])
    assert NOT_REVIEWED not in text(client, "/")


def test_a_site_opened_before_its_review_says_so_and_keeps_search_engines_away(
    client: Client, site: None, settings
) -> None:
    marks = ('<meta name="robots" content="noindex">', "opened before its safety pages were reviewed")
    assert not any(mark in text(client, "/conditions/") for mark in marks)
    settings.ACCEPT_UNREVIEWED = True
    assert all(mark in text(client, "/conditions/") for mark in marks)


def test_the_way_to_the_list_one_is_on_is_marked(client: Client, site: None) -> None:
    assert '<a href="/conditions/" aria-current="page">Conditions</a>' in text(client, "/conditions/")
    assert '<a href="/conditions/">Conditions</a>' in text(client, "/risks/")


def test_the_page_for_our_own_faults_needs_no_database_and_names_the_signs(rf: RequestFactory) -> None:
    response = server_error(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Call your emergency number (112, 999 or 911)" in page
    assert "you are numb between the legs" in page
    assert "{%" not in page
