"""The shipped pages on paper: the same words and pictures as on the web, in their order, in both sizes."""

import re

import pytest
from django.test import Client

from portal.shelf.pages import Page
from portal.views.frame import Frame
from tests.paper.reading import Tag, tagged, words
from tests.paper.web import pictures_for_paper, words_for_paper

pytestmark = [pytest.mark.usefixtures("site", "db")]

EVERYDAY = ("microdiscectomy", "your-medicines", "overview", "slipped-vertebra")


def pictures(document: Tag) -> list[str | None]:
    return [figure.alt for figure in document.named("/Figure")]


def hold_against_the_web(client: Client, page: Page) -> None:
    address = page.get_absolute_url()
    web = client.get(address).content.decode()
    for paper in (page.pdf_address, page.large_pdf_address):
        response = client.get(paper)
        assert response.status_code == 200, paper
        document = tagged(response.content)
        assert words(document.text) == words_for_paper(web, f"http://testserver{address}"), paper
        assert pictures(document) == pictures_for_paper(web), paper


@pytest.mark.parametrize("slug", EVERYDAY)
def test_some_pages_say_and_show_on_paper_what_they_do_on_the_web(client: Client, slug: str) -> None:
    for page in Page.objects.filter(slug=slug):
        hold_against_the_web(client, page)


@pytest.mark.gate
def test_every_page_says_and_shows_on_paper_what_it_does_on_the_web(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [page for page in Page.objects.select_related("guide") if page.pdf_address]
    assert len(pages) > 60
    for page in pages:
        # Guides to the rules of a country are shown to its readers only.
        monkeypatch.setattr(Frame, "country", page.guide.country if hasattr(page, "guide") else "")
        hold_against_the_web(client, page)


def test_the_shipped_pages_hold_pictures_tables_and_folded_parts_to_compare(client: Client) -> None:
    """Else the comparison would say little."""
    web = client.get("/procedures/microdiscectomy/").content.decode()
    assert len(pictures_for_paper(web)) > 10
    assert len(re.findall("<(?:table|details|blockquote|dl)[ >]", web)) > 15
