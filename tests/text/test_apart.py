"""Names on one page stay apart, and nothing but names and levels of headings changes."""

import pytest

from portal.text.apart import apart
from portal.text.clean import Clean


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 id="a">A</h2><a href="#a">up</a>', '<h3 id="x-a">A</h3><a href="#x-a">up</a>'),
        ('<svg viewBox="0 0 1 1"><clipPath id="c"/><g fill="url(#c)"/></svg>',) * 1
        + ('<svg viewBox="0 0 1 1"><clipPath id="x-c"/><g fill="url(#x-c)"/></svg>',),
        ('<use href="#one" x="1"/>', '<use href="#x-one" x="1"/>'),
        ('<section aria-labelledby="a b"></section>', '<section aria-labelledby="x-a x-b"></section>'),
        ('<th id="h"></th><td headers="h i">1</td>', '<th id="x-h"></th><td headers="x-h x-i">1</td>'),
        ('<a href="/conditions/x/#a">there</a>', '<a href="/conditions/x/#a">there</a>'),
        ("<h6>deep</h6><h5>less</h5>", "<h6>deep</h6><h6>less</h6>"),
        ('<p>id="a" &lt;h2 id="a"&gt; 3 > 2 &amp; <br> ü</p>', '<p>id="a" &lt;h2 id="a"&gt; 3 > 2 &amp; <br> ü</p>'),
        ('<p data-id="a" class="id">x</p>', '<p data-id="a" class="id">x</p>'),
        ("", ""),
    ],
)
def test_names_are_set_apart(html: str, expected: str) -> None:
    found = apart(Clean(html), "x-")
    assert (found, type(found)) == (expected, Clean)


def test_a_page_set_apart_twice_has_each_name_once() -> None:
    page = Clean('<h2 id="a">A</h2>')
    assert apart(page, "p1-") + apart(page, "p2-") == '<h3 id="p1-a">A</h3><h3 id="p2-a">A</h3>'
