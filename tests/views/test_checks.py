"""The check at the end of a page, and the list of pages that have one."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.shelf.pages import Condition, Page
from tests.paper.reading import tagged, words
from tests.views.conftest import SITE, Publish
from tests.views.test_frame import times_three
from tests.views.test_pages import STENOSIS, text

PATH = "en/conditions/spinal-stenosis.md"
ITEMS = """check_items:
  - id: what-is-tight
    question: What is tight?
    choices:
      - The canal
      - The <b>skin</b>
    truth: The canal is tight.
    passage: what-it-is
  - id: no-choices
    question: What can be said of it?
    truth: It can be said plainly.
"""
CHECKED = SITE | {PATH: SITE[PATH].replace("lay_names:", f"{ITEMS}lay_names:")}


def section(page: str) -> str:
    found = re.search(r'<section class="checks".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_questions_stand_at_the_end_with_their_answers_folded(client: Client, publish: Publish) -> None:
    publish(CHECKED)
    page = text(client, STENOSIS)
    check = section(page)
    assert page.index('<section class="checks"') > page.index("The canal is tight. One treatment")
    assert check.index("What is tight?") < check.index("What can be said of it?")
    assert "<li>The &lt;b&gt;skin&lt;/b&gt;</li>" in check
    assert check.count('<details class="check-answer">') == 2
    assert check.index(">Show what is true</summary>") < check.index("The canal is tight.</p>")
    assert '<a href="#what-it-is">Read “What it is” on this page</a>' in check
    assert check.count("Read “") == 1
    assert '<li><a href="#check">Check what you took from this page</a></li>' in page


def test_whether_the_last_part_was_clear_is_asked_before_the_check(client: Client, publish: Publish) -> None:
    publish(CHECKED)
    page = text(client, STENOSIS)
    assert page.index("The canal is tight. One treatment") < page.rindex('class="was-it-clear"')
    assert page.rindex('class="was-it-clear"') < page.index('<section class="checks"')


def test_nothing_that_is_ticked_can_be_sent(client: Client, publish: Publish) -> None:
    publish(CHECKED)
    response = client.get(STENOSIS)
    page = response.content.decode()
    assert section(page).count('<input type="checkbox" autocomplete="off" aria-describedby=') == 2
    assert not re.search(r"<form|<input[^>]+name=", section(page))
    assert response.cookies == {}
    assert '<script src="/static/js/check.js" defer></script>' in page


@pytest.mark.parametrize("words_of_failure", ["wrong", "score of", "correct", "points"])
def test_nobody_is_told_that_they_failed(client: Client, publish: Publish, words_of_failure: str) -> None:
    publish(CHECKED)
    assert words_of_failure not in section(text(client, STENOSIS)).lower()


def test_a_page_without_questions_has_neither_section_nor_script(client: Client, site: None) -> None:
    page = text(client, STENOSIS)
    assert 'id="check"' not in page
    assert 'href="#check"' not in page
    assert "check.js" not in page
    assert "my-list" not in page


def test_a_question_and_its_truth_are_part_of_what_a_review_is_bound_to(publish: Publish) -> None:
    digests = []
    for old, new in (("", ""), ("What is tight?", "What is it?"), ("canal is tight.\n    p", "canal is so.\n    p")):
        publish(CHECKED | {PATH: CHECKED[PATH].replace(old, new, 1)})
        row = Condition.objects.select_related("edition").get()
        digests.append(row.reading_digest)
    assert row.check_items[0]["truth"] == "The canal is so."
    assert len(set(digests)) == 3


def test_on_paper_what_is_true_stands_behind_the_last_question(client: Client, publish: Publish) -> None:
    publish(CHECKED)
    said = " ".join(words(tagged(client.get("/conditions/spinal-stenosis.pdf").content).text))
    # Numbers of lists are said by the reader's software.
    assert (
        "What is tight? The canal The <b>skin</b> I want to talk about this What can be said of it? I want to talk "
        "about this What is true The canal is tight. Read “What it is” on this page It can be said plainly." in said
    )
    assert "Print my list" not in said
    assert "Show what is true" not in said


def test_the_list_names_pages_with_questions_by_kind_and_leads_to_them(client: Client, publish: Publish) -> None:
    publish(CHECKED)
    page = text(client, "/check/")
    assert '<h2 id="checks-condition">Conditions</h2>' in page
    assert f'<a href="{STENOSIS}#check">A narrowed spinal canal</a>' in page
    assert "<p>2 questions</p>" in page
    assert "checks-procedure" not in page
    assert "A spacer between the bones" not in page


def test_guides_to_the_rules_of_another_country_are_not_listed(client: Client, publish: Publish) -> None:
    path = "en/guides/questions.md"
    guide = SITE[path].replace("stage: surgery_suggested\n", f"stage: surgery_suggested\ncountry: DE\n{ITEMS}")
    publish(SITE | {path: guide.replace("what-it-is", "ask")})
    assert Page.objects.with_check().count() == 1
    assert "No page has such questions yet." in text(client, "/check/")


def test_a_site_without_questions_says_so(client: Client, site: None) -> None:
    assert "No page has such questions yet." in text(client, "/check/")


def test_the_list_costs_as_many_queries_for_three_pages_as_for_one(
    client: Client, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(CHECKED)
    with django_assert_num_queries(8):
        client.get("/check/")
    publish(times_three(CHECKED))
    with django_assert_num_queries(8):
        page = text(client, "/check/")
    assert page.count("#check") == 3
