"""The search page: calm without a question, marked words with hits, and first things first."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.kept import starting_with
from tests.search.library import LIBRARY, guide
from tests.site.asked import Drawn, words
from tests.views.conftest import Publish

EVIL = "<script>alert(1)</script>"
SCOPE = ("kind", "stage")
MOST_QUERIES, MOST_FOR_SUGGESTIONS = 20, 9
Page = Callable[..., Drawn]


# The made-up library of the tests of finding.
library = starting_with(LIBRARY)


@pytest.fixture
def page(client: Client, library: None) -> Page:
    """The search page for a question, read as a browser reads it."""
    return lambda **asked: Drawn(client.get("/search/", asked).content.decode())


def titles(page: Drawn) -> list[str]:
    return [words(item.find("a")) for found in page.all("ol", class_="hits") for item in found]


def main_of(page: Drawn) -> str:
    return words(page.one("main"))


def order(page: Drawn, *marks: str) -> bool:
    """Whether these stand in the page's text in this order."""
    places = [page.markup.index(mark) for mark in marks]
    return places == sorted(places)


def test_without_a_question_there_is_one_field_and_a_word_on_what_is_kept(page: Page) -> None:
    shown = page()
    [field] = shown.all("input", type="search")
    assert (field.get("name"), field.get("value"), field.get("maxlength")) == ("q", "", "200")
    [label] = [label for label in shown.all("label") if label.get("for") == "q"]
    assert words(label) == "What are you looking for?"
    assert "We do not know who asked." in main_of(shown)
    assert shown.all("details", class_="search-scope") == shown.all("section", class_="found") == []
    assert words(shown.one("title")) == "Search · Back surgery, in plain words"


def test_hits_have_a_title_a_kind_and_a_passage_with_marked_words(page: Page) -> None:
    shown = page(q="shrinking discs")
    assert titles(shown) == ["Slipped disc"]
    [item] = list(shown.one("ol", class_="hits"))
    assert item.find("a").get("href") == "/conditions/slipped-disc/"
    assert words(item) == "Slipped disc Conditions A soft disc can press on a nerve. Most discs shrink with time."
    assert [words(mark) for mark in item.iter("mark")] == ["disc", "disc", "discs", "shrink"]
    assert words(shown.at("found")) == "1 page found for “shrinking discs”"
    assert shown.one("input", type="search").get("value") == "shrinking discs"
    assert words(shown.one("title")) == "Search: shrinking discs · Back surgery, in plain words"


def test_what_was_perhaps_meant_is_said_above_the_hits(page: Page) -> None:
    shown = page(q="sciatcia")
    assert words(shown.one("p", class_="meant")) == (
        "Nothing here says “sciatcia”. Did you mean “sciatica”? This is what we found for that."
    )
    assert titles(shown) == ["Sciatica"]
    assert shown.one("input", type="search").get("value") == "sciatcia"


def test_signs_of_a_question_and_of_a_text_are_words_and_never_code(client: Client, publish: Publish) -> None:
    title = f"Eels {EVIL}"
    publish(LIBRARY | {"en/guides/eels.md": guide(f"'{title}'", "Eels, `<script>alert(2)</script>` & eels.")})
    for question in (EVIL, f'eels"{EVIL}', "eels' onfocus=alert(1) x='", "eels", "{{ frame }}{% load x %} eels"):
        markup = client.get("/search/", {"q": question}).content.decode()
        shown = Drawn(markup)
        assert shown.one("input", type="search").get("value") == question
        assert all(script.get("src") for script in shown.all("script"))
        assert not any(name.startswith("on") for element in shown.root.iter() for name in element.attrib)
    assert titles(Drawn(client.get("/search/", {"q": "eels"}).content.decode())) == [title]


def test_without_a_hit_there_are_ways_on(page: Page) -> None:
    shown = page(q="zzyzx")
    assert words(shown.at("found")) == "Nothing found"
    assert "We found nothing on this site for “zzyzx”." in main_of(shown)
    links = [link.get("href") for link in shown.one("section", class_="found").iter("a")]
    assert links == ["/conditions/", "/guides/", "/glossary/"]
    assert "Ask your clinic: the clinic’s number on your letter" in main_of(shown)


def test_filters_keep_the_question_and_lead_back_to_the_whole_site(page: Page) -> None:
    shown = page(q="sick pay", stage="surgery_suggested")
    assert titles(shown) == ["Sick pay anywhere"]
    assert shown.one("details", class_="search-scope").get("open") is not None
    assert [option.get("value") for option in shown.all("option", selected="")] == ["", "surgery_suggested"]
    nothing = page(q="sick pay", kind="risk")
    assert titles(nothing) == []
    assert words(nothing.at("found")) == "Nothing found"
    [back] = [link for link in nothing.all("a") if words(link) == "Look on the whole site"]
    assert back.get("href") == "/search/?q=sick%20pay"
    assert page(q="sick pay").one("details", class_="search-scope").get("open") is None


@pytest.mark.parametrize("name", SCOPE)
@pytest.mark.parametrize("wrong", ["nothing", EVIL, "\0", "source", "guide' OR 1=1"])
def test_a_filter_that_does_not_exist_filters_nothing(page: Page, name: str, wrong: str) -> None:
    assert titles(page(q="sick pay", **{name: wrong})) == titles(page(q="sick pay"))


def test_guides_to_another_countrys_rules_are_not_shown(page: Page) -> None:
    assert set(titles(page(q="sick pay"))) == {"Sick pay in Britain", "Sick pay anywhere"}


def test_a_question_that_is_too_long_is_cut(page: Page) -> None:
    shown = page(q="slipped disc " + "x" * 10_000)
    assert len(shown.one("input", type="search").get("value")) == 200


@pytest.mark.parametrize("question", ["a\0b", "\ud800", "\u202edisc", "'; DROP TABLE portal_entry; --", "NEAR(", "*:*"])
def test_no_question_breaks_the_page(client: Client, library: None, question: str) -> None:
    for address in ("/search/", "/search/suggestions/"):
        assert client.get(address, query_string=f"q={quoted(question)}").status_code == 200


def quoted(question: str) -> str:
    return "".join(f"%{byte:02x}" for byte in question.encode("utf-8", "surrogatepass"))


def test_the_card_for_an_emergency_stands_before_the_form_and_the_hits(page: Page) -> None:
    shown = page(q="I cannot pee below the knee")
    [card] = shown.all("section", class_="urgent-card")
    assert words(card).startswith("Get help now")
    assert "Numb between the legs? Call 999." in words(card)
    assert order(shown, 'class="urgent-card"', 'class="search-form"', 'class="found"')
    ids = [element.get("id") for element in shown.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    [after] = page(q="fever after operation").all("section", class_="urgent-card")
    assert words(after).startswith("After a treatment")
    assert page(q="cannot pee with a catheter").all("section", class_="urgent-card") == []


def test_the_crisis_line_stands_alone_above_the_form_without_hits(page: Page) -> None:
    shown = page(q="slipped disc, want to die")
    assert words(shown.at("crisis")) == "You are not alone. Please talk to someone now."
    assert "call now: 999" in words(shown.one("section", class_="crisis"))
    assert titles(shown) == []
    assert "Nothing found" not in main_of(shown)
    assert "pages found" not in main_of(shown)
    assert order(shown, 'class="urgent-card crisis"', 'class="search-form"')


def test_suggestions_are_titles_and_addresses_and_at_most_eight(client: Client, publish: Publish) -> None:
    publish(LIBRARY | {f"en/guides/walk-{at}.md": guide(f"Walking {at}") for at in range(12)})
    answer = client.get("/search/suggestions/", {"q": "sli"})
    assert answer.headers["Content-Type"] == "application/json"
    disc = {"title": "Slipped disc", "kind": "Conditions", "address": "/conditions/slipped-disc/"}
    assert answer.json() == {"found": [disc]}
    assert len(client.get("/search/suggestions/", {"q": "walk"}).json()["found"]) == 8
    for nothing in ("", "zzz", "?"):
        assert client.get("/search/suggestions/", {"q": nothing}).json() == {"found": []}


def test_three_hits_cost_no_query_more_than_one(client: Client, publish: Publish) -> None:
    costs = []
    for number in (1, 3):
        publish({f"en/guides/walk-{at}.md": guide(f"Walking {at}", "Walk uphill.") for at in range(number)})
        for address in ("/search/", "/search/suggestions/"):
            client.get(address, {"q": "walking"})  # search words are read once for each publication
            with CaptureQueriesContext(connection) as counted:
                client.get(address, {"q": "walking"})
            costs.append(len(counted))
    assert costs[:2] == costs[2:]
    assert (costs[0] <= MOST_QUERIES, costs[1] <= MOST_FOR_SUGGESTIONS) == (True, True)
