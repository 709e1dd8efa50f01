"""Where people look for a search: in the header of every page, on the first page, where a page is missing."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.kept import starting_with
from tests.search.library import LIBRARY
from tests.site.asked import Drawn, words

# The made-up library of the tests of finding.
library = starting_with(LIBRARY)


@pytest.mark.parametrize("address", ["/", "/conditions/", "/conditions/slipped-disc/", "/search/", "/nowhere/"])
def test_every_page_leads_to_the_search(client: Client, library: None, address: str) -> None:
    header = Drawn(client.get(address).content.decode()).one("header", class_="site-head")
    [link] = [link for link in header.iter("a") if link.get("href") == "/search/"]
    assert (words(link), link.get("aria-current")) == ("Search", "page" if address == "/search/" else None)


@pytest.mark.parametrize(("address", "status"), [("/", 200), ("/nowhere/", 404)])
def test_the_field_stands_once_on_the_first_page_and_where_a_page_is_missing(
    client: Client, library: None, address: str, status: int
) -> None:
    answer = client.get(address)
    shown = Drawn(answer.content.decode())
    [form] = shown.all("form", class_="search-form")
    assert (answer.status_code, form.get("action"), form.get("method")) == (status, "/search/", "get")
    assert [script.get("src") for script in shown.all("script")] == ["/static/js/page.js", "/static/js/search.js"]
    assert answer.cookies == {}
    assert shown.all("details", class_="search-scope") == []


def test_the_first_page_with_its_field_can_be_kept_by_anybody(
    client: Client, library: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        answer = client.get("/")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
