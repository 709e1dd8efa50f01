"""A page as a file to print: where it is, what it holds, how long it is kept, and where it has gone."""

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.desk.documents import Document
from portal.desk.press.projection import take_off
from portal.shelf.addresses import HOME, paper_address_of
from portal.shelf.counter import Counter
from portal.shelf.moved import Moved
from portal.shelf.pages import Article, Condition, Page
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from portal.views import paper
from tests.paper.reading import opened, tagged, words, words_of
from tests.paper.web import pictures_for_paper, words_for_paper
from tests.views.conftest import SITE, Publish
from tests.views.test_frame import times_three
from tests.views.test_pages import QUESTIONS, SPACER, STENOSIS, text

SPACER_PDF, SPACER_LARGE = "/procedures/interspinous-spacer.pdf", "/procedures/interspinous-spacer.large.pdf"
PAGES = [STENOSIS, SPACER, "/benefits/lasting-relief/", "/risks/another-operation/", "/guides/questions/", "/overview/"]
MOST_QUERIES = 7


def papers_of(address: str) -> list[str]:
    return [address.removesuffix("/") + ending for ending in (".pdf", ".large.pdf")]


@pytest.mark.parametrize("address", PAGES)
def test_every_kind_of_page_says_and_shows_on_paper_what_it_does_on_the_web(
    client: Client, site: None, address: str
) -> None:
    web = text(client, address)
    for where in papers_of(address):
        made = client.get(where).content
        assert words_of(made) == words_for_paper(web, f"http://testserver{address}")
        assert [figure.alt for figure in tagged(made).named("/Figure")] == pictures_for_paper(web)


def test_paper_carries_the_emergency_signs_first_and_all_of_them_later(client: Client, site: None) -> None:
    said = " ".join(words_of(client.get(SPACER_PDF).content))
    assert said.startswith("Get help now Numb between the legs, or a leg going weak fast. Call 999 ")
    assert "Now Call now Numb between the legs? Call 999. About this paper" in said
    assert said.endswith("http://testserver/procedures/interspinous-spacer/ Your notes and questions")


def test_the_box_that_comes_first_is_no_heading_so_that_the_title_is_the_first(client: Client, site: None) -> None:
    document = tagged(client.get(SPACER_PDF).content)
    headings = [tag for tag in document.walk() if tag.role[:2] == "/H"]
    assert (headings[0].role, words(headings[0].text)) == ("/H1", ["A", "spacer", "between", "the", "bones"])
    assert [words(tag.text) for tag in headings].count(["Get", "help", "now"]) == 1


@pytest.mark.parametrize("where", [SPACER_PDF, SPACER_LARGE])
def test_a_file_opens_in_the_browser_and_has_a_name_to_be_kept_under(client: Client, site: None, where: str) -> None:
    response = client.get(where)
    name = {SPACER_PDF: "interspinous-spacer.pdf", SPACER_LARGE: "interspinous-spacer-large-print.pdf"}[where]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert response.headers["Link"] == '<http://testserver/procedures/interspinous-spacer/>; rel="canonical"'
    assert response.headers["Content-Language"] == "en"
    assert opened(response.content).metadata.title == "A spacer between the bones"


def test_large_print_takes_more_pages_for_the_same_words(client: Client, site: None) -> None:
    normal, large = (client.get(where).content for where in (SPACER_PDF, SPACER_LARGE))
    assert len(opened(large).pages) > len(opened(normal).pages)
    assert words_of(large) == words_of(normal)


def test_a_file_is_made_once_for_each_publication(client: Client, site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(SPACER_PDF)
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert not first.cookies
    making = paper.pdf
    monkeypatch.setattr(paper, "pdf", lambda _sheet: pytest.fail("made again"))
    again = client.get(SPACER_PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    monkeypatch.setattr(paper, "pdf", making)
    Counter.bump(["en"])
    renewed = client.get(SPACER_PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert (renewed.status_code, renewed.content) == (200, first.content)


def test_only_looking_is_allowed(client: Client, site: None) -> None:
    head = client.head(SPACER_PDF)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == "application/pdf"
    assert client.post(SPACER_PDF).status_code == 405


def test_a_file_costs_few_queries_however_many_pages_there_are(
    client: Client, publish: Publish, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish(SITE)
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        client.get(SPACER_PDF)
    publish(times_three(SITE))
    with django_assert_max_num_queries(MOST_QUERIES) as three:
        client.get(SPACER_PDF)
    assert len(three) == len(one)


def test_paper_states_the_clinical_review(client: Client, site: None) -> None:
    row = Procedure.objects.select_related("edition").get()
    reviewed = {"reviewed_on": date(2026, 3, 1), "review_due_on": date(2999, 1, 2)}
    Procedure.objects.update(
        reviewed_digest=row.reading_digest, reviewer_name="Ann Lee", reviewer_role="surgeon", **reviewed
    )
    said = " ".join(words_of(client.get(SPACER_PDF).content))
    assert "Clinically reviewed. Reviewed by Ann Lee, surgeon, on 1 March 2026; next review due 2 January 2999." in said
    assert "No clinician has reviewed this content yet." not in said


def test_paper_says_that_no_clinician_has_reviewed_the_site(client: Client, site: None) -> None:
    assert "No clinician has reviewed this content yet." in " ".join(words_of(client.get(SPACER_PDF).content))


def test_a_hidden_site_hides_its_files_too(client: Client, site: None, settings) -> None:
    assert "X-Robots-Tag" not in client.get(SPACER_PDF).headers
    settings.ACCEPT_UNREVIEWED = True
    assert client.get(SPACER_PDF).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "address", ["/nothing.pdf", "/conditions/nothing.large.pdf", "/conditions/.pdf", "/glossary.pdf"]
)
def test_a_file_that_never_was_is_not_found(client: Client, site: None, address: str) -> None:
    assert "This page is not here" in text(client, address, status=404)


def test_the_file_of_a_withdrawn_page_is_gone(client: Client, site: None) -> None:
    take_off(Document.objects.get(kind="procedure"))
    for where in (SPACER_PDF, SPACER_LARGE):
        assert "This page was taken down" in text(client, where, status=410)


def test_an_old_file_leads_to_the_new_one_in_its_size(client: Client, site: None) -> None:
    Moved.objects.create(language="en", kind="condition", slug="narrow", to_kind="condition", to_slug="spinal-stenosis")
    for ending in (".pdf", ".large.pdf"):
        response = client.get(f"/conditions/narrow{ending}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/conditions/spinal-stenosis{ending}")


def test_the_first_page_has_no_file_and_leads_home(client: Client, site: None) -> None:
    response = client.get("/home.pdf")
    assert (response.status_code, response.headers["Location"]) == (301, "/")
    home = Article.objects.get(slug="home")
    assert (home.pdf_address, home.large_pdf_address) == ("", "")
    Moved.objects.create(language="en", kind="article", slug="start", to_kind="article", to_slug=HOME.slug)
    assert client.get("/start.pdf").headers["Location"] == "/"


@pytest.mark.parametrize(("country", "status"), [("GB", 200), ("DE", 404)])
def test_a_guide_to_one_countrys_rules_is_printed_only_there(
    client: Client, publish: Publish, country: str, status: int
) -> None:
    rules = SITE[QUESTIONS].replace("stage: surgery_suggested\n", f"stage: surgery_suggested\ncountry: {country}\n")
    publish(SITE | {QUESTIONS: rules})
    assert client.get("/guides/questions.pdf").status_code == status


def test_pages_know_the_addresses_that_answer(site: None) -> None:
    for page in Page.objects.exclude(slug="home"):
        assert page.pdf_address == reverse(f"{page.kind}-pdf", kwargs={"slug": page.slug})
        assert page.large_pdf_address == reverse(f"{page.kind}-large-pdf", kwargs={"slug": page.slug})
    assert paper_address_of("xx", Ref("condition", "a")) == "/xx/conditions/a.pdf"


def test_the_links_to_both_files_are_named_and_left_out_where_there_are_none(site: None) -> None:
    [condition, home] = [Condition.objects.get(), Article.objects.get(slug="home")]
    shown = render_to_string("parts/other_ways.html", {"page": condition})
    small, large = "/conditions/spinal-stenosis.pdf", "/conditions/spinal-stenosis.large.pdf"
    assert f'<a class="button" href="{small}" type="application/pdf">PDF</a>' in shown
    assert f'<a class="button" href="{large}" type="application/pdf">Large-print PDF</a>' in shown
    assert "pdf" not in render_to_string("parts/other_ways.html", {"page": home})


def test_hostile_words_of_a_document_come_out_as_words(client: Client, site: None) -> None:
    hostile = "<script>alert(1)</script> #panic() $x$ 😀"
    Condition.objects.update(title=hostile)
    made = client.get("/conditions/spinal-stenosis.pdf").content
    shown = "<script>alert(1)</script> #panic() $x$ [grinning face]"
    assert opened(made).metadata.title == shown
    assert words(shown) == words(tagged(made).named("/H1")[0].text)


@pytest.mark.parametrize("address", ["/procedures/interspinous-spacer.pdf", "/robots.txt"])
def test_what_caches_keep_names_the_site_as_the_clinic_does(
    client: Client, site: None, settings: Any, address: str
) -> None:
    settings.SITE_URL = "https://portal.example"
    answer = client.get(address, headers={"host": "testserver:666"})
    assert answer.status_code == 200
    assert b":666" not in answer.content
    assert "https://portal.example/" in answer.headers.get("Link", answer.content.decode("latin-1"))
