"""The shipped documents: right, readable, balanced, sourced, and leading somewhere."""

import re
from statistics import mean

import pytest
from django.conf import settings
from django.test import Client

from portal.desk.files import read_tree
from portal.shelf.pages import Page, Procedure
from portal.shelf.reference import Card, Clinic, Finding, Picture, Source, Term
from portal.shelf.uses import Uses

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
MIRROR = re.compile(r"//(\d+\.){3}\d+|proxy|weglot|scribd|studylib|docslib|medluna|qxmd|scholar\.archive")


def test_every_file_is_right_and_in_canonical_form() -> None:
    tree = read_tree(settings.CONTENT_DIR)
    assert tree.fault_lines() == []
    assert [file.path for file in tree.files if not file.is_canonical] == []


def test_pages_read_at_sixth_grade_and_none_above_eighth() -> None:
    grades = dict(Page.objects.values_list("slug", "grade"))
    assert {slug: grade for slug, grade in grades.items() if grade > 8.0} == {}
    assert mean(grades.values()) <= 6.0


def test_every_treatment_that_shows_a_gain_shows_a_harm() -> None:
    for page in Procedure.objects.all():
        assert {"What you may gain", "What it can cost"} <= set(re.findall(r"What[^<]+", page.edition.html)), page


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
            if target.startswith(("/", "#")) and not path.startswith("/static/"):
                links.add((path or address, anchor))
                waiting |= {path or address} - pages.keys()
    assert len(pages) == 29
    dead = [f"{path}#{anchor}" for path, anchor in links if anchor and f'id="{anchor}"' not in pages[path]]
    assert dead == []
