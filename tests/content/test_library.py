"""The shipped documents: right, readable, balanced, sourced, and leading somewhere."""

import html
import re
from datetime import date
from statistics import mean

import pytest
from django.conf import settings
from django.test import Client

from portal.desk.exchange.files import read_tree
from portal.desk.exchange.linting import look_over
from portal.shelf.pages import Page
from portal.shelf.reference import Card, Clinic, Finding, Picture, Source, Term
from portal.shelf.treatments import Procedure
from portal.shelf.uses import Uses
from portal.text.phrases import pattern_of
from portal.text.readability import grade

pytestmark = [pytest.mark.usefixtures("site", "db")]

# Each sign by a word that no other sign on the card uses.
SIGNS_NOW = (
    "between your legs",
    "passing urine",
    "leak urine",
    "bowels",
    "sexual feeling",
    "both legs",
    "getting weak fast",
    "fever",
    "bad fall",
    "cancer",
    "tearing pain",
)
SIGNS_SAME_DAY = ("cannot lift", "clumsy", "night")
SIGNS_AFTER = ("chest", "breath", "blood", "sleepy", "sight", "wound", "clear fluid", "headache", "calf", "leg pain")
# Besides the pages themselves: the lists of each kind, the words, the sources, the score sheet.
LISTS = ("conditions", "procedures", "benefits", "risks", "guides", "decisions", "glossary", "sources", "score-sheet")
TOOLS = ("a-z", "check", "search", "visit-kit")
MIRROR = re.compile(r"//(\d+\.){3}\d+|proxy|weglot|scribd|studylib|docslib|medluna|qxmd|scholar\.archive")


def test_every_file_is_right_and_in_canonical_form() -> None:
    tree = read_tree(settings.CONTENT_DIR)
    assert tree.fault_lines() == []
    assert [file.path for file in tree.files if not file.is_canonical] == []


def test_the_linter_has_nothing_to_say_about_any_page() -> None:
    said = [
        f"content/{page.path}:{line.line}: {line.message}"
        for page in look_over(read_tree(settings.CONTENT_DIR), today=date(2026, 11, 25), reviews={})
        for line in (*page.obstacles, *page.remarks)
    ]
    assert said == []


def test_pages_read_at_sixth_grade_and_none_above_eighth() -> None:
    pages = Page.objects.all()
    assert {page.slug: page.grade for page in pages if page.grade > 8.0 or page.grade_raw > 9.0} == {}
    assert mean(page.grade for page in pages) <= 6.0
    assert mean(page.grade_raw for page in pages) <= 6.8
    assert sum(page.words for page in pages) / sum(page.sentences for page in pages) <= 15
    assert [page.slug for page in pages if page.words > 15 * page.sentences] == []


def test_each_operation_has_a_knowledge_check_and_the_card_for_afterwards() -> None:
    operations = Procedure.objects.filter(is_operation=True)
    checked = [page.slug for page in operations if len(page.check_items) == 5]
    assert len(checked) >= 6
    for page in operations:
        assert "After your operation or injection" in page.edition.html, page


CHECKED_KINDS = ("condition", "procedure")


def test_each_condition_and_treatment_has_a_check_that_reads_easily() -> None:
    for page in Page.objects.of_kind(*CHECKED_KINDS):
        assert 3 <= len(page.check_items) <= 5, page
        for item in page.check_items:
            assert 2 <= len(item["choices"]) <= 4, (page, item["id"])
            words = [item["question"], *item["choices"], item["truth"]]
            assert not any(re.search(r"\d", part) for part in words if part != "Only people under 50"), words
        said = [f"{words.rstrip('.?')}." for item in page.check_items for words in (item["question"], item["truth"])]
        assert grade(" ".join(said), explained_words()).explained <= 8, page


def explained_words() -> frozenset[str]:
    return frozenset(phrase for term in Term.objects.all() for phrase in term.phrases)


def test_each_answer_shows_words_of_the_page_below_the_heading_that_it_names() -> None:
    for page in Page.objects.with_check().select_related("edition"):
        for item in page.check_items:
            below = page.edition.html.partition(f'id="{item["passage"]}"')[2].partition("</h")[2]
            assert re.search("<(p|li)[ >]", re.split("<h[1-6]", below)[0]), (page, item["id"])


def test_every_treatment_can_be_chosen_by_the_same_parts() -> None:
    for page in Procedure.objects.all():
        anchors = [heading["anchor"] for heading in page.edition.contents]
        for part in ("is-this-for-me", "my-choices", "what-i-gain-what-can-go-wrong", "afterwards"):
            assert part in anchors, page


def test_people_can_find_every_page_by_names_and_misspellings() -> None:
    assert [page.slug for page in Page.objects.all() if not (page.lay_names and page.misspellings)] == []


def test_every_treatment_that_shows_a_gain_shows_a_harm() -> None:
    for page in Procedure.objects.all():
        assert {"What you may gain", "What can go wrong"} <= set(re.findall(r"What[^<]+", page.edition.html)), page


def test_every_finding_says_where_and_when_it_was_seen_and_has_a_published_source() -> None:
    sources = set(Source.objects.values_list("slug", flat=True))
    for finding in Finding.objects.all():
        assert finding.source_slug in sources
        assert finding.fields["seen_at"]
        assert re.fullmatch(r"20\d\d-\d\d", finding.fields["seen_on"])


def test_every_source_leads_to_its_publisher_or_says_what_is_missing() -> None:
    for source in Source.objects.all():
        has_address = source.doi or source.pmid or source.pmcid or source.url
        assert has_address or (source.is_incomplete and source.missing), source
        assert not MIRROR.search(source.url), source
        assert source.is_incomplete == bool(source.missing), source


@pytest.mark.parametrize("model", [Finding, Source, Picture])
def test_nothing_is_kept_that_no_page_uses(model: type[Finding | Source | Picture]) -> None:
    used = set(Uses.objects.filter(used_kind=model.KIND).values_list("used_slug", flat=True))
    assert set(model.objects.values_list("slug", flat=True)) - used == set()


def test_findings_that_mislead_alone_are_told_together() -> None:
    """New use of strong painkillers is counted very differently in people who were chosen for having taken none."""
    together = ("deyo-2018-new-opioid-use", "schoenfeld-2017-new-opioid-use")
    for page in Page.objects.select_related("edition"):
        places = [page.edition.html.find(f'id="finding-{slug}"') for slug in together]
        assert (places[0] < 0) == (places[1] < 0), page
        between = page.edition.html[min(places) : max(places)] if places[0] >= 0 else ""
        assert between.count('<div class="finding"') <= 1, page


def test_every_word_of_the_glossary_is_said_on_a_page() -> None:
    """In its text, or in what it shows: a finding, a word for how certain it is, the medical name."""
    pages = [
        html.unescape(re.sub(r'<section class="words".*?</section>|<[^>]+>', " ", page.edition.html, flags=re.DOTALL))
        + page.medical_name
        for page in Page.objects.select_related("edition")
    ]
    patterns = {term.slug: pattern_of(term.phrases) for term in Term.objects.all()}
    assert [slug for slug, pattern in patterns.items() if not any(map(pattern.search, pages))] == []


@pytest.mark.parametrize("sign", SIGNS_NOW + SIGNS_SAME_DAY)
def test_the_emergency_card_names_every_sign(sign: str) -> None:
    assert sign in Card.objects.get(slug="get-help-now").edition.html


@pytest.mark.parametrize("sign", SIGNS_AFTER)
def test_the_card_for_after_treatment_names_every_sign(sign: str) -> None:
    assert sign in Card.objects.get(slug="after-treatment").edition.html.lower()


def test_an_empty_clinic_leaves_no_gap_in_the_cards() -> None:
    assert not Clinic.objects.get().fields.get("emergency_number")
    for card in Card.objects.all():
        assert "your emergency number (112, 999 or 911)" in card.edition.html
        assert "{" not in card.edition.html


def test_no_word_of_the_glossary_is_explained_twice() -> None:
    phrases = [phrase.lower() for term in Term.objects.all() for phrase in term.phrases]
    assert sorted(phrases) == sorted(set(phrases))


def test_no_link_of_the_site_is_dead_and_every_anchor_is_there(client: Client) -> None:
    pages: dict[str, str] = {}
    waiting = {"/"}
    links: set[tuple[str, str]] = set()
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        pages[address] = answer.content.decode()
        for target in re.findall(r'href="([^"]+)"', pages[address]):
            path, _mark, anchor = target.partition("#")
            # Files to print are read one by one in test_on_paper; forms about sections are all alike.
            is_page = not path.startswith(("/static/", "/feedback/")) and ".pdf" not in path
            if target.startswith(("/", "#")) and is_page:
                links.add((path or address, anchor))
                waiting |= {path or address} - pages.keys()
    letters = [address for address in pages if re.fullmatch("/a-z/.+", address)]
    assert len(letters) > 20
    assert len(pages) - len(letters) == Page.objects.shown_in("").count() + len(LISTS) + len(TOOLS)
    dead = [f"{path}#{anchor}" for path, anchor in links if anchor and f'id="{anchor}"' not in pages[path]]
    assert dead == []


def test_every_source_that_a_page_uses_is_on_the_list_and_says_what_is_missing(client: Client) -> None:
    page = client.get("/sources/").content.decode()
    used = {slug for edition in Page.objects.values_list("edition__sources", flat=True) for slug in edition}
    assert len(used) > 100
    assert [slug for slug in sorted(used) if f'<li id="source-{slug}">' not in page] == []
    assert page.count("Incomplete reference:") == Source.objects.filter(is_incomplete=True).count() > 0
