"""One page: its words, its state, its neighbours, and where it has gone."""

import html
import re
from datetime import date

import pytest
from django.test import Client

from portal.desk.documents import Document
from portal.desk.press.projection import take_off
from portal.shelf.moved import Moved
from portal.shelf.pages import Condition
from portal.shelf.treatments import Procedure
from tests.library import DOCUMENTS
from tests.views.conftest import SITE, Publish

SPACER = "/procedures/interspinous-spacer/"
STENOSIS = "/conditions/spinal-stenosis/"
QUESTIONS = "en/guides/questions.md"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_page_shows_its_title_its_short_answer_and_its_body(client: Client, site: None) -> None:
    page = text(client, SPACER)
    assert "<h1>A spacer between the bones</h1>" in page
    assert "It may ease leg pain, but more people need another operation." in page
    assert '<h2 id="what-it-can-cost">What it can cost</h2>' in page


def test_a_page_lists_its_headings_as_links(client: Client, site: None) -> None:
    assert '<li><a href="#what-it-can-cost">What it can cost</a></li>' in text(client, SPACER)


def test_a_page_without_a_clinical_review_says_so(client: Client, site: None) -> None:
    assert "<strong>Awaiting clinical review.</strong>" in text(client, SPACER)


@pytest.mark.parametrize(
    ("due", "is_current", "words"),
    [
        (date(2999, 1, 2), True, "Reviewed by Ann Lee, surgeon, on 1 March 2026; next review due 2 January 2999."),
        (
            date(2026, 5, 4),
            True,
            "Reviewed by Ann Lee, surgeon, on 1 March 2026; the next review was due on 4 May 2026.",
        ),
        (date(2999, 1, 2), False, "Ann Lee, surgeon, reviewed an earlier version on 1 March 2026."),
    ],
    ids=["reviewed", "overdue", "changed"],
)
def test_a_page_states_its_clinical_review(client: Client, site: None, due: date, is_current: bool, words: str) -> None:
    row = Procedure.objects.select_related("edition").get()
    Procedure.objects.update(
        reviewed_digest=row.reading_digest if is_current else "0" * 64,
        reviewer_name="Ann Lee",
        reviewer_role="surgeon",
        reviewed_on=date(2026, 3, 1),
        review_due_on=due,
    )
    assert words in text(client, SPACER)


def test_a_condition_names_the_treatments_for_it_and_a_treatment_what_it_is_for(client: Client, site: None) -> None:
    condition, procedure = text(client, STENOSIS), text(client, SPACER)
    assert "Treatments for this</h2>" in condition
    assert f'<li><a href="{SPACER}">A spacer between the bones</a>' in condition
    assert "What it is for</h2>" in procedure
    assert f'<li><a href="{STENOSIS}">A narrowed spinal canal</a>' in procedure


def test_a_benefit_and_its_treatment_name_each_other(client: Client, site: None) -> None:
    assert f'<li><a href="{SPACER}">A spacer between the bones</a>' in text(client, "/benefits/lasting-relief/")
    assert '<li><a href="/benefits/lasting-relief/">Does relief last longer?</a>' in text(client, SPACER)


def test_a_benefit_shows_the_promise_and_the_verdict_in_words(client: Client, site: None) -> None:
    page = text(client, "/benefits/lasting-relief/")
    assert "The relief lasts longer." in page
    assert '<span class="verdict verdict-not_supported">Not supported</span>' in page


def test_each_claim_of_the_overview_links_to_its_pages(client: Client, site: None) -> None:
    page = text(client, "/overview/")
    assert '<th scope="row">It lasts for ever.</th>' in page
    assert f'<li><a href="{STENOSIS}">A narrowed spinal canal</a></li>' in page
    assert f'<li><a href="{SPACER}">A spacer between the bones</a></li>' in page


@pytest.mark.parametrize(
    "address",
    ["/nothing/", "/conditions/nothing/", "/decisions/nothing/", "/conditions/Spinal%20Stenosis/", "/conditions//"],
)
def test_an_address_that_never_was_is_not_found_and_still_helps(client: Client, site: None, address: str) -> None:
    page = text(client, address, status=404)
    assert "This page is not here" in page
    assert 'Numb between the legs? Call <a class="dial" href="tel:999">999</a>.' in page


def test_a_withdrawn_page_is_gone_and_still_helps(client: Client, site: None) -> None:
    take_off(Document.objects.get(kind="procedure"))
    page = text(client, SPACER, status=410)
    assert "This page was taken down" in page
    assert 'Numb between the legs? Call <a class="dial" href="tel:999">999</a>.' in page


def test_an_old_address_leads_to_the_new_one(client: Client, site: None) -> None:
    Moved.objects.create(language="en", kind="condition", slug="narrow", to_kind="condition", to_slug="spinal-stenosis")
    response = client.get("/conditions/narrow/")
    assert (response.status_code, response.headers["Location"]) == (301, STENOSIS)


def test_the_first_page_has_one_address(client: Client, site: None) -> None:
    response = client.get("/home/")
    assert (response.status_code, response.headers["Location"]) == (301, "/")


@pytest.mark.parametrize(("country", "status"), [("GB", 200), ("DE", 404)])
def test_a_guide_to_one_countrys_rules_is_shown_only_there(
    client: Client, publish: Publish, country: str, status: int
) -> None:
    rules = SITE[QUESTIONS].replace("stage: surgery_suggested\n", f"stage: surgery_suggested\ncountry: {country}\n")
    publish(SITE | {QUESTIONS: rules})
    assert client.get("/guides/questions/").status_code == status
    assert client.get("/guides/").status_code == status
    assert ("/guides/questions/" in text(client, "/")) is (status == 200)
    assert ("/guides/questions/" in text(client, "/sitemap.xml")) is (status == 200)


def test_words_of_a_document_are_escaped_wherever_they_stand(client: Client, site: None) -> None:
    hostile = "<script>alert(1)</script>"
    Condition.objects.update(title=hostile, summary=f'"{hostile}')
    for address in (STENOSIS, "/conditions/", "/", SPACER):
        page = text(client, address)
        assert hostile not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_two_notes_side_by_side_do_not_read_as_one_number(client: Client, publish: Publish) -> None:
    other = DOCUMENTS["all/sources/moojen-2013.md"].replace("f6415", "f6416")
    path = "en/procedures/interspinous-spacer.md"
    both = DOCUMENTS[path].replace("[@moojen-2013].", "[@moojen-2013][@other-2013], and so on [@moojen-2013].")
    publish(SITE | {"all/sources/other-2013.md": other, path: both})
    words = html.unescape(re.sub(r"<[^>]+>", "", text(client, "/procedures/interspinous-spacer/")))
    assert "A spacer is small\u202f1,\u202f2, and so on\u202f1." in words
