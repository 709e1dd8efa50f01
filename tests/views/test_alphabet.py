"""The A–Z: every page under each of its names, every word, letter by letter."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from portal.desk.documents import Document
from portal.desk.exchange.renaming import rename
from portal.desk.press.projection import take_off
from portal.shelf.alphabet import Name, folded, letter_of
from portal.shelf.pages import Page
from portal.views import alphabet, sheets
from tests.views.conftest import SITE, Publish
from tests.views.test_frame import times_three
from tests.views.test_pages import text

STENOSIS, RISK = "en/conditions/spinal-stenosis.md", "en/risks/another-operation.md"
NARROW = '<a href="/conditions/spinal-stenosis/">A narrowed spinal canal</a>'


def lines(page: str) -> list[str]:
    """The lines of the list as they are read."""
    found = re.search(r'<ul class="names">(.*?)</ul>', page, re.DOTALL)
    assert found is not None
    items = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", item).split()) for item in items]


def named(*names: str) -> dict[str, str]:
    """The small site, its condition called by these names as well."""
    listed = "".join(f'  - "{name}"\n' for name in names)
    return SITE | {STENOSIS: SITE[STENOSIS].replace("  - narrow back\n", listed)}


@pytest.mark.parametrize(
    ("words", "key", "letter"),
    [
        ("Écart", "ecart", "E"),
        ("“Slipped” disc", "slipped” disc", "S"),
        ("3D  scan", "3d scan", "#"),
        ("ßorte", "ssorte", "S"),
        ("Боль", "боль", "Б"),
        ("…", "...", "#"),
    ],
)
def test_names_are_put_in_order_without_capitals_accents_and_opening_signs(words: str, key: str, letter: str) -> None:
    assert (folded(words), letter_of(words)) == (key, letter)


def test_a_page_stands_under_its_title_and_under_each_of_its_other_names(client: Client, publish: Publish) -> None:
    medical = named("narrow back", "Shopping trolley back")[STENOSIS].replace(
        "summary:", "medical_name: Lumbar stenosis\nsummary:", 1
    )
    publish(SITE | {STENOSIS: medical})
    assert NARROW in text(client, "/a-z/a/")
    assert lines(text(client, "/a-z/n/")) == ["Narrow back: see A narrowed spinal canal"]
    assert lines(text(client, "/a-z/l/")) == ["Lumbar stenosis: see A narrowed spinal canal"]
    assert "Shopping trolley back: see A narrowed spinal canal" in lines(text(client, "/a-z/s/"))


def test_words_stand_among_the_pages_and_lead_to_the_glossary(client: Client, site: None) -> None:
    page = text(client, "/a-z/s/")
    assert '<a href="/glossary/#term-spacer">Spacer</a> <span class="what">a word explained</span>' in page


def test_a_name_of_two_pages_and_a_name_that_is_a_title_stand_once(client: Client, publish: Publish) -> None:
    risk = SITE[RISK].replace("summary:", 'lay_names:\n  - "Spacer"\n  - Narrow back\nsummary:', 1)
    publish(named("narrow back", "Narrow  BACK", "A narrowed spinal canal", "another operation") | {RISK: risk})
    assert lines(text(client, "/a-z/n/")) == ["Narrow back: see A narrowed spinal canal, Another operation"]
    assert lines(text(client, "/a-z/a/")).count("Another operation see also A narrowed spinal canal") == 1
    assert lines(text(client, "/a-z/s/")) == ["Spacer a word explained see also Another operation"]


def test_a_word_gives_way_to_a_page_of_the_same_title(client: Client, publish: Publish) -> None:
    publish(SITE | {RISK: SITE[RISK].replace("title: Another operation", "title: Spacer")})
    assert lines(text(client, "/a-z/s/")) == ["Spacer"]
    assert '<a href="/risks/another-operation/">Spacer</a>' in text(client, "/a-z/s/")


def test_letters_say_how_many_names_they_have_and_empty_ones_lead_nowhere(client: Client, publish: Publish) -> None:
    publish(named("3D back", "narrow back", "écart"))
    page = text(client, "/a-z/")
    assert '<a href="/a-z/n/" aria-label="N, 1 name">N <small>1</small></a>' in page
    assert '<a href="/a-z/signs/" aria-label="# digits and signs, 1 name"># <small>1</small></a>' in page
    assert "<li><span>Z</span></li>" in page
    assert 'href="/a-z/z/"' not in page
    assert 'href="/a-z/a/" aria-current="page"' in page
    assert lines(text(client, "/a-z/e/")) == ["Écart: see A narrowed spinal canal", "Every claim"]
    assert lines(text(client, "/a-z/signs/")) == ["3D back: see A narrowed spinal canal"]


@pytest.mark.parametrize("address", ["z", "N", "nn", "%23", "1", "ß", "%00", "n/2", "n/1", "n/0", "n/02", "signs"])
def test_a_letter_without_names_and_a_page_that_is_not_there_are_not_found(
    client: Client, site: None, address: str
) -> None:
    assert client.get(f"/a-z/{address}/").status_code == 404


EMPTY = "<p>No page and no word is published yet.</p>"


@pytest.mark.django_db
def test_an_empty_site_has_an_empty_alphabet(client: Client) -> None:
    page = text(client, "/a-z/")
    assert EMPTY in page
    assert "<title>A to Z · " in page
    assert client.get("/a-z/a/").status_code == 404


def test_where_only_sources_are_published_the_way_in_the_foot_leads_to_an_empty_alphabet(
    client: Client, publish: Publish
) -> None:
    publish({"all/sources/moojen-2013.md": SITE["all/sources/moojen-2013.md"]})
    assert '<a href="/a-z/">A to Z</a>' in text(client, "/sources/")
    assert EMPTY in text(client, "/a-z/")
    assert client.get("/a-z/signs/").status_code == 404


def test_an_alphabet_with_names_does_not_say_that_it_is_empty(client: Client, site: None) -> None:
    assert EMPTY not in text(client, "/a-z/")


@pytest.mark.parametrize(("country", "is_there"), [("GB", True), ("DE", False)])
def test_guides_to_the_rules_of_another_country_are_left_out_of_list_and_counts(
    client: Client, publish: Publish, country: str, is_there: bool
) -> None:
    path = "en/guides/questions.md"
    guide = SITE[path].replace("stage: surgery_suggested\n", f"stage: surgery_suggested\ncountry: {country}\n")
    publish(SITE | {path: guide})
    assert client.get("/a-z/q/").status_code == (200 if is_there else 404)
    assert ('href="/a-z/q/"' in text(client, "/a-z/")) is is_there


def test_what_is_withdrawn_or_called_otherwise_is_gone_from_the_list(client: Client, publish: Publish) -> None:
    publish(SITE)
    publish(named("tight canal"))
    assert client.get("/a-z/n/").status_code == 404
    rename(Document.objects.get(kind="condition"), "stenosis")
    assert '<a href="/conditions/stenosis/">' in text(client, "/a-z/t/")
    take_off(Document.objects.get(kind="condition"))
    assert client.get("/a-z/t/").status_code == 404


def test_a_letter_with_many_names_goes_on_on_a_second_page(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST", 2)
    publish(named("narrow a", "narrow b", "narrow c"))
    assert [line[:8] for line in lines(text(client, "/a-z/n/"))] == ["Narrow a", "Narrow b"]
    second = text(client, "/a-z/n/2/")
    assert [line[:8] for line in lines(second)] == ["Narrow c"]
    assert '<a href="/a-z/n/">1</a>' in second
    assert '<a href="/a-z/n/2/" aria-current="page">2</a>' in second


def test_a_name_of_several_pages_is_one_line_of_its_sheet_and_no_name_is_left_out(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST", 2)
    risk = SITE[RISK].replace("summary:", "lay_names:\n  - narrow b\n  - Narrow D\nsummary:", 1)
    publish(named("narrow a", "narrow b", "narrow c", "narrow d", "narrow e") | {RISK: risk})
    found = [lines(text(client, address)) for address in ("/a-z/n/", "/a-z/n/2/", "/a-z/n/3/")]
    both = "see A narrowed spinal canal, Another operation"
    assert found == [
        ["Narrow a: see A narrowed spinal canal", f"Narrow b: {both}"],
        ["Narrow c: see A narrowed spinal canal", f"Narrow d: {both}"],
        ["Narrow e: see A narrowed spinal canal"],
    ]
    assert client.get("/a-z/n/4/").status_code == 404


def test_only_the_names_of_one_sheet_are_read(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST", 2)
    publish(named("narrow a", "narrow b", "narrow c", "narrow d", "narrow e"))
    read = []
    made = alphabet.lines_of
    monkeypatch.setattr(alphabet, "lines_of", lambda language, names: made(language, read.extend(names) or read))
    client.get("/a-z/n/2/")
    assert [name["words"] for name in read] == ["narrow c", "narrow d"]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own words for how it reads")
def test_names_are_counted_and_put_in_order_by_their_index_alone() -> None:
    names = Name.objects.in_language("en").shown_in("GB")
    with CaptureQueriesContext(connection) as asked:
        names.letters()
    plans = [names.under("A").different()[100:200].explain()]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
        plans.append("\n".join(row[3] for row in cursor.fetchall()))
    for plan in plans:
        assert "SEARCH portal_name USING COVERING INDEX names_in_order" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_letters_are_counted_once_for_each_publication(
    client: Client, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(SITE)
    client.get("/a-z/a/")
    # The tag's one; the keys of the sheet, and their names.
    with django_assert_num_queries(3):
        client.get("/a-z/s/")
    publish(named("Zzz"))
    assert 'href="/a-z/z/"' in text(client, "/a-z/s/")


def test_hostile_names_are_shown_as_words(client: Client, publish: Publish) -> None:
    publish(named("narrow <script>alert(1)</script>"))
    page = text(client, "/a-z/n/")
    assert "<script>alert" not in page
    assert "Narrow &lt;script&gt;alert(1)&lt;/script&gt;:" in page


def test_each_language_has_its_own(client: Client, publish: Publish, settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    words = SITE[STENOSIS].replace("A narrowed spinal canal", "Canal estrecho")
    publish(SITE | {"es/conditions/spinal-stenosis.md": words.replace("[a spacer](procedure:interspinous-spacer)", "")})
    assert lines(text(client, "/es/a-z/c/")) == ["Canal estrecho"]
    assert 'href="/es/conditions/spinal-stenosis/"' in text(client, "/es/a-z/c/")
    assert client.get("/a-z/c/").status_code == 404


def test_it_costs_as_many_queries_for_three_of_everything_as_for_one(
    client: Client, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(SITE)
    # The frame's six and the tag's one; the letters, the keys of the sheet, and their names.
    with django_assert_num_queries(9):
        client.get("/a-z/s/")
    publish(times_three(SITE))
    with django_assert_num_queries(9):
        client.get("/a-z/s/")
    assert Name.objects.filter(is_title=True).count() == Page.objects.count() + 3
