"""What pages name, and what of it is not there."""

import pytest

from portal.plain_files.links import Fault, Links, parts_of

SITE = "https://portal.example"


def faults(pages: dict[str, str], others: set[str] = frozenset()) -> list[Fault]:
    links = Links(SITE)
    for path, html in pages.items():
        links.read_page(path, html)
    return links.faults(lambda path: path in pages or path in others, pages.get)


@pytest.mark.parametrize(
    ("named", "link"),
    [
        ('<a href="/b/">', "/b/"),
        ("<a class='x' href='/b/'>", "/b/"),
        ('<a href="b/">', "/a/b/"),
        ('<a href="../b/">', "/b/"),
        ('<a href="https://portal.example/b/">', "/b/"),
        ('<a href="//portal.example/b/">', "/b/"),
        ('<a href="/b/?part=one#two">', "/b/"),
        ('<img alt="a > b" src="/b.png">', "/b.png"),
        ('<img srcset="/b.png 1x, /a/ 2x">', "/b.png"),
        ('<form action="/b/">', "/b/"),
        ('<div data-suggest="/b/">', "/b/"),
        ('<link rel="canonical" href="/b/">', "/b/"),
        ('<svg><use href="#no"/></svg>', "#no"),
        ('<a href="#no">', "#no"),
        ('<a href="/a/#no">', "#no"),
    ],
)
def test_what_is_not_there_is_told_with_the_page_that_names_it(named: str, link: str) -> None:
    assert faults({"/a/": f"<p>{named}"}) == [Fault("/a/", link)]


@pytest.mark.parametrize(
    "named",
    [
        '<a href="https://elsewhere.example/b/">',
        '<a href="https://portal.example.evil.example/b/">',
        '<a href="mailto:a@b.example">',
        '<a href="tel:999">',
        '<a href="#">',
        '<a href="#top">',
        '<a href="">',
        '<a href="#here"><p id="here">',
        '<a href="#%C3%A4"><p id="ä">',
        '<a href="?choices=x">',
        '&lt;a href="/b/"&gt;',
        'say href="/b/" aloud',
        "<p title=\"<a href='/b/'>\">",
        '<p data-href="/b/">',
        "<img srcset=''>",
    ],
)
def test_what_leads_outside_or_is_no_link_is_not_looked_for(named: str) -> None:
    assert faults({"/a/": named}) == []


def test_a_place_in_another_page_must_be_in_it() -> None:
    pages = {"/a/": '<a href="/b/#yes"><a href="/b/#no"><a href="/c/#no">', "/b/": '<p id="yes">'}
    assert faults(pages) == [Fault("/a/", "/b/#no"), Fault("/a/", "/c/")]


def test_a_place_in_what_is_no_page_is_not_judged() -> None:
    assert faults({"/a/": '<a href="/a.pdf#page=2">'}, {"/a.pdf"}) == []


def test_a_page_is_told_once_what_is_new_in_it() -> None:
    links = Links(SITE)
    assert links.read_page("/a/", '<a href="/b/"><a href="/b/#x"><a href="/c/">') == ["/b/", "/c/"]
    assert links.read_page("/b/", '<a href="/c/"><a href="/d/">') == ["/d/"]
    assert links.read_redirect("/old/", "/d/") == []
    assert links.read_redirect("/old/", "/e/") == ["/e/"]


def test_a_style_sheet_names_its_pictures() -> None:
    links = Links(SITE)
    sheet = 'a { background: url("../img/a.svg") } b { background: url( ../img/b.svg ) } c { src: url(data:x) }'
    assert links.read_sheet("/static/css/site.css", sheet) == ["/static/img/a.svg", "/static/img/b.svg"]


def test_signs_that_stand_for_others_are_read_as_browsers_do() -> None:
    assert parts_of('<a id="a&amp;b" href="/x/?a=1&amp;b=2">') == ({"a&b"}, ["/x/?a=1&b=2"])
