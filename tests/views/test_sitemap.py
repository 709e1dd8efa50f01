"""The list of pages for search engines: one file, and in parts where there are many pages."""

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.desk.documents import Document
from portal.desk.withdrawing import withdraw
from portal.shelf.pages import Page
from portal.sitemaps import Pages
from portal.views import kept
from tests.library import DOCUMENTS
from tests.views.conftest import SITE, Publish
from tests.views.test_pages import text

NAMED = re.compile("<loc>http://testserver([^<]*)</loc>")
GUIDE = "en/guides/questions.md"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two pages, so that a few pages make many."""
    monkeypatch.setattr(Pages, "limit", 2)


def parts(client: Client) -> list[list[str]]:
    """The addresses that each part names, in the order in which the list of parts names those."""
    return [NAMED.findall(text(client, address)) for address in NAMED.findall(text(client, "/sitemap.xml"))]


def test_the_sitemap_names_every_page_once(client: Client, site: None) -> None:
    page = text(client, "/sitemap.xml")
    pages = [path for path in SITE if path.split("/")[1] in {"conditions", "procedures", "benefits", "risks", "guides"}]
    assert page.count("<loc>") == len(pages) + 2
    assert "<loc>http://testserver/</loc>" in page
    assert "<loc>http://testserver/conditions/spinal-stenosis/</loc>" in page


def test_the_sitemap_names_the_site_as_the_clinic_does(client: Client, site: None, settings) -> None:
    settings.SITE_URL = "https://portal.example"
    page = client.get("/sitemap.xml", headers={"host": "testserver:8443"}).content.decode()
    assert "<loc>https://portal.example/conditions/spinal-stenosis/</loc>" in page
    assert "testserver" not in page


def test_few_pages_are_one_file_without_parts(client: Client, site: None) -> None:
    page = text(client, "/sitemap.xml")
    assert "<urlset " in page
    assert "<sitemapindex " not in page
    assert re.findall("<lastmod>([^<]*)</lastmod>", page) == [
        f"{each.changed_at:%Y-%m-%d}" for each in Page.objects.order_by("kind", "slug")
    ]
    assert client.get("/sitemap/1.xml").status_code == 404


def test_as_many_pages_as_a_part_takes_are_one_file(
    client: Client, site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pages, "limit", Page.objects.count())
    assert "<urlset " in text(client, "/sitemap.xml")
    caches[kept.PAGES].clear()
    monkeypatch.setattr(Pages, "limit", Page.objects.count() - 1)
    assert NAMED.findall(text(client, "/sitemap.xml")) == ["/sitemap/1.xml", "/sitemap/2.xml"]


def test_every_page_of_every_language_is_in_exactly_one_part(
    client: Client, publish: Publish, few: None, settings: Any
) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    publish(SITE | {"es/guides/questions.md": DOCUMENTS[GUIDE]})
    expected = [page.get_absolute_url() for page in Page.objects.order_by("language", "kind", "slug")]
    found = parts(client)
    assert "/es/guides/questions/" in expected
    assert [address for part in found for address in part] == expected
    assert [len(part) for part in found] == [2, 2, 2, 2]
    assert "<lastmod>" in text(client, "/sitemap/4.xml")


@pytest.mark.parametrize("number", ["0", "5", "01", "-1", "two", "99999", "999999", "", "1%00"])
def test_a_part_has_one_address_and_others_are_not_there(client: Client, site: None, few: None, number: str) -> None:
    assert len(parts(client)) == 4
    assert client.get(f"/sitemap/{number}.xml").status_code == 404


def test_the_list_of_parts_names_the_site_as_the_clinic_does(
    client: Client, site: None, few: None, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.example"
    page = client.get("/sitemap.xml", headers={"host": "testserver:8443"}).content.decode()
    assert "<loc>https://portal.example/sitemap/1.xml</loc>" in page
    part = client.get("/sitemap/1.xml", headers={"host": "testserver:8443"}).content.decode()
    assert "<loc>https://portal.example/" in part
    assert "testserver" not in page + part


@pytest.mark.parametrize(("country", "is_there"), [("GB", True), ("DE", False)])
def test_guides_to_the_rules_of_another_country_are_in_no_part(
    client: Client, publish: Publish, few: None, country: str, is_there: bool
) -> None:
    guide = SITE[GUIDE].replace("stage: surgery_suggested\n", f"stage: surgery_suggested\ncountry: {country}\n")
    publish(SITE | {GUIDE: guide})
    assert ("/guides/questions/" in [address for part in parts(client) for address in part]) is is_there


def test_what_was_withdrawn_is_in_no_part(client: Client, site: None, few: None) -> None:
    assert "/guides/questions/" in [address for part in parts(client) for address in part]
    withdraw(Document.objects.get(kind="guide"), by=None, note="wrong")
    assert "/guides/questions/" not in [address for part in parts(client) for address in part]


def test_programs_are_told_what_it_is_and_not_to_show_it_to_readers(client: Client, site: None, few: None) -> None:
    for address in ("/sitemap.xml", "/sitemap/1.xml"):
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "application/xml"
        assert answer.headers["X-Robots-Tag"] == "noindex, noodp, noarchive"


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap/2.xml"])
def test_a_part_is_kept_as_every_page_is(
    client: Client, site: None, few: None, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        made = client.get(address)
    assert len(caches[kept.PAGES]._cache) == 1
    with django_assert_max_num_queries(1):
        assert client.get(address).content == made.content
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_a_full_part_is_not_too_large_to_be_kept() -> None:
    # The longest slug and kind that there are, and a name of a site that hardly any has.
    longest = len("  <url><loc></loc><lastmod>2026-01-01</lastmod></url>\n") + len("https://") + 60 + 80 + 40
    assert Pages.limit * longest < kept.LARGEST


@pytest.mark.django_db
def test_an_empty_site_has_an_empty_list(client: Client) -> None:
    assert NAMED.findall(text(client, "/sitemap.xml")) == []
