"""Lists of a kind, the words, the sources, the first page, and what search engines are told."""

import pytest
from django.test import Client

from portal.shelf.reference import Source, Term
from portal.views.lists import initials_of
from tests.views.conftest import SITE, Publish
from tests.views.test_pages import text


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/conditions/", "A narrowed spinal canal"),
        ("/procedures/", "A spacer between the bones"),
        ("/benefits/", "Does relief last longer?"),
        ("/risks/", "Another operation"),
        ("/guides/", "Questions to ask"),
    ],
)
def test_a_list_names_each_page(client: Client, site: None, address: str, title: str) -> None:
    assert f">{title}</a>" in text(client, address)


def test_the_list_of_benefits_gives_each_verdict_in_words(client: Client, site: None) -> None:
    page = text(client, "/benefits/")
    assert "Not supported</span>" in page
    assert "Nobody has shown it." in page


def test_verdicts_stand_side_by_side_with_the_promise(client: Client, site: None) -> None:
    page = text(client, "/benefits/")
    assert '<th scope="row">The relief lasts longer. <a href="/benefits/lasting-relief/">' in page


def test_harms_stand_side_by_side_without_counts_of_different_studies(client: Client, site: None) -> None:
    page = text(client, "/risks/")
    assert "<td>Some people need a second operation.</td>" in page
    assert "They are not set side by side here" in page


def test_guides_stand_under_their_stage_and_empty_stages_are_left_out(client: Client, site: None) -> None:
    page = text(client, "/guides/")
    assert '<h2 id="stage-surgery_suggested">Surgery has been suggested</h2>' in page
    assert "stage-pain" not in page


def test_a_kind_without_pages_has_no_list_and_no_link(client: Client, site: None) -> None:
    assert client.get("/decisions/").status_code == 404
    assert 'href="/decisions/"' not in text(client, "/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/conditions/", "/guides/", "/glossary/", "/sources/"])
def test_an_empty_site_has_no_lists(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_an_empty_site_still_has_a_first_page_with_the_emergency_line(client: Client) -> None:
    page = text(client, "/")
    assert "Get help now" in page
    assert "your emergency number (112, 999 or 911)" in page


def test_the_first_page_leads_to_every_stage_and_topic(client: Client, site: None) -> None:
    page = text(client, "/")
    for stage, words in (
        ("pain", "I have pain"),
        ("diagnosis", "I have a diagnosis"),
        ("surgery_suggested", "Surgery was suggested"),
        ("getting_ready", "I am getting ready"),
        ("recovering", "I am recovering"),
    ):
        assert f'<a href="#{stage}">' in page
        assert f'<h2 id="{stage}-title">{words}</h2>' in page
    assert '<li><a href="/guides/questions/">Questions to ask</a></li>' in page
    assert '<li><a href="/conditions/spinal-stenosis/">A narrowed spinal canal</a></li>' in page


def test_each_word_of_the_glossary_has_an_anchor(client: Client, site: None) -> None:
    page = text(client, "/glossary/")
    assert '<dt id="term-spacer"><a href="#term-spacer">spacer</a>' in page
    assert '<a href="#letter-s">S</a>' in page


@pytest.mark.parametrize(
    ("titles", "letters"),
    [
        (["disc", "Cage", "canal"], [("C", ["Cage", "canal"]), ("D", ["disc"])]),
        (["3D scan", "écart", "Eagle"], [("#", ["3D scan"]), ("E", ["Eagle", "écart"])]),
        ([], []),
    ],
)
def test_words_are_sorted_under_their_letters(titles: list[str], letters: list[tuple[str, list[str]]]) -> None:
    found = initials_of(Term(title=title) for title in titles)
    assert [(group.letter, [term.title for term in group.terms]) for group in found] == letters


def test_a_source_shows_its_year_and_where_it_is(client: Client, site: None) -> None:
    page = text(client, "/sources/")
    assert '<li id="source-moojen-2013">' in page
    assert "BMJ, 2013." in page
    assert 'href="https://doi.org/10.1136/bmj.f6415"' in page


def test_an_incomplete_reference_says_what_is_missing(client: Client, site: None) -> None:
    Source.objects.update(is_incomplete=True, missing="The authors were not seen.")
    page = text(client, "/sources/")
    assert "Incomplete reference:" in page
    assert "The authors were not seen." in page


@pytest.mark.django_db
def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client: Client) -> None:
    expected = "User-agent: *\nDisallow: /admin/\n\nSitemap: http://testserver/sitemap.xml\n"
    assert text(client, "/robots.txt") == expected


def test_each_language_has_its_own_pages_at_its_own_addresses(client: Client, publish: Publish, settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    narrow = SITE["en/conditions/spinal-stenosis.md"].replace("A narrowed spinal canal", "Canal estrecho")
    narrow = narrow.replace("[a spacer](procedure:interspinous-spacer)", "a spacer")
    publish(SITE | {"es/conditions/spinal-stenosis.md": narrow})
    spanish, english = text(client, "/es/conditions/"), text(client, "/conditions/")
    assert '<html lang="es">' in spanish
    assert '<a href="/es/conditions/spinal-stenosis/">Canal estrecho</a>' in spanish
    assert "A narrowed spinal canal" not in spanish
    assert "Canal estrecho" not in english
    assert client.get("/es/procedures/interspinous-spacer/").status_code == 404
