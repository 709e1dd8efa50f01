"""What the cleaner lets through, and what becomes of the rest."""

import pytest

from portal.text.clean import Clean, clean

KEPT = [
    "<p>Words &amp; <strong>more</strong> <em>words</em></p>",
    '<h2 id="why">Why</h2><h3 id="why-2">Why</h3>',
    "<ul><li>one<ol><li>two</li></ol></li></ul>",
    '<table><thead><tr><th class="align-left">a</th></tr></thead></table>',
    '<table><tbody><tr><td class="align-center">a</td><td class="align-right">b</td></tr></tbody></table>',
    "<blockquote><p>x<br>y</p></blockquote><hr>",
    "<p><code>a &lt; b</code> H<sub>2</sub>O 10<sup>2</sup></p>",
    '<p><a href="https://a.example/b?c=d&amp;e=f#g">x</a></p>',
    '<p><a href="https://a.example:8000/">x</a></p>',
    '<p><a href="mailto:help@a.example">x</a> <a href="tel:+44-20-1234">x</a></p>',
    '<p><a href="/guides/your-medicines/#the-day">x</a> <a href="/">x</a> <a href="/sources/#source-a1">x</a></p>',
    "\ue0000\ue001",
    "",
]
CHANGED = [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("<p onclick=\"x\" style='y' class=z id=a>b</p>", "<p>b</p>"),
    ('<h2 class="a" id="A B">b</h2>', "<h2>b</h2>"),
    ('<td class="align-left other">b</td>', "b"),
    ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
    ('<a href="http://a.example/">x</a>', "<a>x</a>"),
    ('<a href="//a.example/">x</a>', "<a>x</a>"),
    ('<a href="https://a@b.example/">x</a>', "<a>x</a>"),
    ('<a href="/a" target="_blank" rel="x" title="y">x</a>', '<a href="/a">x</a>'),
    ('<h2 id="a">x<img src=y></h2>', '<h2 id="a">x&lt;img src=y&gt;</h2>'),
    ("<h1>x</h1>", "&lt;h1&gt;x&lt;/h1&gt;"),
    ("a<!-- b -->c", "ac"),
    ("<p>open", "<p>open</p>"),
    ("a\x00b\x1bc\ud800d", "abcd"),
]


@pytest.mark.parametrize("html", KEPT)
def test_what_a_page_needs_is_kept(html):
    assert clean(html) == html


@pytest.mark.parametrize(("html", "left"), CHANGED)
def test_the_rest_becomes_text_or_goes(html, left):
    assert clean(html) == left


def test_what_comes_out_is_known_to_be_clean():
    assert type(clean("<p>x</p>")) is Clean
