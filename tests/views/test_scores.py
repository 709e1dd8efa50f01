"""The score sheet: counted from what is published, page by page, with harms beside gains."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.shelf.pages import Page
from portal.shelf.reference import Source
from portal.views.scores import ratio, score_of
from tests.library import DOCUMENTS
from tests.views.conftest import SITE, Publish
from tests.views.test_pages import text


def line_of(page: str, title: str) -> str:
    """The line of one page, its words only."""
    [row] = [row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f">{title}</a>" in row]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_each_page_has_a_line_with_its_grades_sources_and_weights(client: Client, site: None) -> None:
    page = text(client, "/score-sheet/")
    spacer = Page.objects.get(slug="interspinous-spacer")
    each = spacer.words / spacer.sentences
    grades = f"{spacer.grade:.1f} ({spacer.grade_raw:.1f})"
    assert line_of(page, "A spacer between the bones") == (
        f"A spacer between the bones {grades} {each:.1f} ({spacer.longest_sentence}) 1 (2013) 0 and 1 not yet"
    )
    assert line_of(page, "Does relief last longer?").endswith("1 and 1 not yet")
    assert line_of(page, "Another operation").endswith("0 and 1 not yet")
    assert line_of(page, "Questions to ask").endswith("0 – not yet")


def test_the_sheet_sums_up_and_claims_no_award(client: Client, site: None) -> None:
    page = " ".join(re.sub(r"<[^>]+>", " ", text(client, "/score-sheet/")).split())
    assert f"Pages {Page.objects.count()} " in page
    assert f"Reviewed by a clinician 0 of {Page.objects.count()}" in page
    assert "These are counts, and no award." in page


def test_the_sheet_is_linked_from_every_page_once_something_is_published(client: Client, site: None) -> None:
    assert '<a href="/score-sheet/">Score sheet</a>' in text(client, "/procedures/interspinous-spacer/")


@pytest.mark.django_db
def test_an_empty_site_has_no_sheet_and_no_link(client: Client) -> None:
    assert client.get("/score-sheet/").status_code == 404
    assert "/score-sheet/" not in text(client, "/")


def test_years_run_from_the_oldest_to_the_newest_source(client: Client, site: None) -> None:
    page = Page.objects.select_related("edition").get(slug="interspinous-spacer")
    page.edition.sources = ["one", "other", "undated"]
    assert score_of(page, {"one": 2020, "other": 1999}).years == (1999, 2020)
    assert score_of(page, {}).years is None
    assert score_of(page, {}).sources == 3
    Source.objects.update(year=None)
    assert "1 0 and 1" in line_of(text(client, "/score-sheet/"), "A spacer between the bones")


def test_its_queries_do_not_grow_with_the_pages(client: Client, publish: Publish) -> None:
    counts = []
    for count in (1, 3):
        guides = {f"en/guides/g{number}.md": DOCUMENTS["en/guides/questions.md"] for number in range(count)}
        publish(SITE | guides)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/score-sheet/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_is_shared_out_among_nobody() -> None:
    assert (ratio(3, 2), ratio(0, 0)) == (1.5, 0.0)
