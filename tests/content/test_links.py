"""Every link of the shipped site leads somewhere: page, list, and the place on the page."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker


class Page(HTMLParser):
    """The links and the places (ids) of one page."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: list[str] = []
        self.feed(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if found.get("id"):
            self.places.append(str(found["id"]))


def crawl(client: Client, start: str) -> dict[str, Page]:
    """Every page that can be reached from `start`, by its address. Fails on a link that leads nowhere.

    Files to print are not opened here: tests/content/test_on_paper.py reads each of them.
    """
    pages: dict[str, Page] = {}
    waiting = [(start, "")]
    while waiting:
        address, origin = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        assert response.status_code == 200, f"{address}, linked from {origin}"
        pages[address] = Page(response.content.decode())
        for link in pages[address].links:
            target = urldefrag(urljoin(address, link)).url
            if not urlsplit(target).scheme and not urlsplit(target).path.endswith(".pdf"):
                waiting.append((target, address))
    return pages


@pytest.fixture(scope="module")
def pages(site: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Page]:
    """All that can be reached from the front page; opening them takes longer than to look at them."""
    with django_db_blocker.unblock():
        return crawl(Client(), "/")


def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(pages: dict[str, Page]) -> None:
    lost = set()
    for address, page in pages.items():
        for link in page.links:
            target, place = urldefrag(urljoin(address, link))
            if target in pages and place and place not in pages[target].places:
                lost.add((address, link))
    assert lost == set()
    assert len(pages) > 20


def test_no_page_names_two_places_alike(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        twice = {place for place in page.places if page.places.count(place) > 1}
        assert (address, twice) == (address, set())
