"""The HTML of the shipped pages: well formed, with ids that are unique and references that lead somewhere."""

import re
from collections import Counter

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from portal.shelf.pages import Page

pytestmark = pytest.mark.usefixtures("site", "db")

REFERRING = ("aria-labelledby", "aria-describedby", "for")
LISTS = (
    *("home", "conditions", "procedures", "benefits", "risks", "guides", "decisions", "glossary", "sources", "scores"),
    *("a-z", "checks", "search", "visit-kit"),
)


def faults_of(client: Client, address: str) -> list[str]:
    """What a strict parser says of a page, and which of its ids are there twice or not at all."""
    words = client.get(address).content.decode()
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(words)
    faults = [f"line {line}: {code}" for (line, _column), code, _more in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    faults += [f"id {name} is there {count} times" for name, count in ids.items() if count > 1]
    wanted = {
        name for element in tree.iter() for attribute in REFERRING for name in (element.get(attribute) or "").split()
    } | set(re.findall(r'href="#([^"]+)"', words))
    return faults + [f"there is no id {name}" for name in sorted(wanted - ids.keys())]


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_well_formed(client: Client, name: str) -> None:
    assert faults_of(client, reverse(name)) == []


@pytest.mark.parametrize("kind", ["article", "condition", "procedure", "benefit", "risk", "guide"])
def test_the_longest_page_of_each_kind_is_well_formed(client: Client, kind: str) -> None:
    page = Page.objects.shown_in("").of_kind(kind).order_by("-words").first()
    assert page is not None
    assert faults_of(client, page.get_absolute_url()) == []


@pytest.mark.gate
def test_every_page_is_well_formed(client: Client) -> None:
    pages = Page.objects.shown_in("").exclude(kind="article", slug="home")
    assert {page.slug: faults for page in pages if (faults := faults_of(client, page.get_absolute_url()))} == {}
