"""What web servers are told: in words that nginx cannot take for others."""

import re
from pathlib import Path
from typing import Any

import pytest

from portal.plain_files import addresses
from portal.plain_files.addresses import PAGE, Sort, former, sorts, wanted
from portal.plain_files.compressing import variants
from portal.plain_files.maps import Known, in_order, quoted, write_maps
from portal.plain_files.refusing import NotPublished
from portal.shelf.moved import Moved


def sort_of(path: str) -> str:
    return next((sort.name for sort in sorts() if re.search(sort.pattern, path)), PAGE.name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "page"),
        ("/es/", "page"),
        ("/conditions/search/", "page"),
        ("/searching/", "page"),
        ("/pictures/scar-0123456789ab.jpg", "picture"),
        ("/static/css/site.css", "static"),
        ("/robots.txt", "robots"),
        ("/sitemap.xml", "sitemap"),
        ("/sitemap/12.xml", "sitemap"),
        ("/sitemap/", "page"),
        ("/search/", "search"),
        ("/es/search/suggestions/", "search"),
        ("/visit-kit/", "form"),
        ("/es/feedback/guides/a/", "form"),
        ("/fr/feedback/guides/a/", "page"),
        ("/guides/a.large.pdf", "paper"),
        ("/404.html", "lost"),
        ("/es/404.html", "lost"),
    ],
)
def test_each_address_is_of_one_sort(settings: Any, path: str, name: str) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    assert sort_of(path) == name


def test_with_one_language_no_prefix_is_one(settings: Any) -> None:
    assert sort_of("/es/search/") == "page"


@pytest.mark.django_db
def test_no_address_is_asked_that_no_page_ever_had() -> None:
    for kind, slug in (("term", "disc"), ("finding", "one"), ("article", "home"), ("guide", "old")):
        Moved.objects.create(language="en", kind=kind, slug=slug)
    assert list(former()) == ["/home/", "/guides/old/"]


@pytest.mark.django_db
def test_an_empty_shelf_has_the_sites_own_addresses_only() -> None:
    paths = [each.path for each in wanted(with_paper=True)]
    assert paths == [
        *("/robots.txt", "/sitemap.xml", "/", "/a-z/", "/check/"),
        *(f"/{shown.address}/" for shown in addresses.SHOWN.values()),
        "/score-sheet/",
    ]


def test_strings_are_quoted_so_that_they_stay_what_they_are() -> None:
    assert quoted('a "b" \\ c') == '"a \\"b\\" \\\\ c"'


@pytest.mark.parametrize("text", ["a$b", "a\nb"])
def test_what_nginx_would_take_for_something_else_is_refused(text: str) -> None:
    with pytest.raises(NotPublished, match="nginx cannot be given"):
        quoted(text)


def test_a_policy_is_the_same_in_whatever_order_its_parts_came() -> None:
    one, other = "b 'self'; a 'none'", "a 'none'; b 'self'"
    assert in_order("Content-Security-Policy", one) == in_order("Content-Security-Policy", other) == other
    assert in_order("Cache-Control", one) == one


def test_headers_are_told_by_sort_and_only_where_they_differ_from_a_pages(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    known = Known()
    known.note_headers(PAGE, "/a/", {"X-One": "1", "X-Two": "2", "ETag": '"x"', "Content-Length": "3"})
    known.note_headers(Sort("static", "^/static/"), "/static/a", {"X-One": "1", "X-Three": "3"})
    write_maps(tmp_path, known, [Sort("static", "^/static/"), Sort("paper", r"\.pdf$")], ["en", "es"])
    maps = (tmp_path / "nginx" / "maps.conf").read_text()
    assert 'map $uri $portal_x_one {\n    volatile;\n    default "1";\n}\n' in maps
    assert 'map $uri $portal_x_two {\n    volatile;\n    default "2";\n    "~^/static/" "";\n}\n' in maps
    assert 'map $uri $portal_x_three {\n    volatile;\n    default "";\n    "~^/static/" "3";\n}\n' in maps
    assert (
        'map $uri $portal_at_lost {\n    volatile;\n    default "/404.html";\n    "~^/es/" "/es/404.html";\n}\n' in maps
    )
    server = (tmp_path / "nginx" / "server.conf").read_text()
    assert [line for line in server.splitlines() if line.startswith("add_header")] == [
        f"add_header X-{name} $portal_x_{name.lower()} always;" for name in ("One", "Three", "Two")
    ]


def test_small_and_packed_files_have_no_packed_variants() -> None:
    assert variants("a.html", b"") == variants("a.html", b"x") == variants("a.jpg", b"x" * 1000) == {}
    assert set(variants("a.html", b"x" * 1000)) == {".gz", ".br"}
