"""A page is cut in front of its headings, and nothing of it is lost or changed."""

import pytest

from portal.text.clean import Clean
from portal.text.sections import Section, sections

TWO = '<p>So.</p><h2 id="a">A</h2><p>1</p><h2 id="b-2">B</h2><p>2</p>'
NOTES = '<section class="notes" aria-labelledby="x">\n<h2 id="x">X</h2></section>'
CHECK = '<section class="checks" id="check" aria-labelledby="check-title">\n<h2 id="check-title">C</h2></section>'
STUDIES = '<h2 id="studies">S</h2>\n<details class="numbers"></details>'
WORDS = '<section class="words" aria-labelledby="y">\n<h2 id="y">Y</h2></section>'


@pytest.mark.parametrize(
    ("html", "anchors", "pieces"),
    [
        (
            TWO,
            ["a", "b-2"],
            [("", "<p>So.</p>"), ("a", '<h2 id="a">A</h2><p>1</p>'), ("b-2", '<h2 id="b-2">B</h2><p>2</p>')],
        ),
        (TWO, ["b-2"], [("", '<p>So.</p><h2 id="a">A</h2><p>1</p>'), ("b-2", '<h2 id="b-2">B</h2><p>2</p>')]),
        (TWO, [], [("", TWO)]),
        ("", ["a"], [("", "")]),
        ('<h2 id="a">A</h2>', ["a"], [("a", '<h2 id="a">A</h2>')]),
        (
            f'<h2 id="a">A</h2><p>1</p>{WORDS}{NOTES}',
            ["a"],
            [("a", '<h2 id="a">A</h2><p>1</p>'), ("", WORDS), ("", NOTES)],
        ),
        (f'<h2 id="a">A</h2>{CHECK}{WORDS}', ["a"], [("a", '<h2 id="a">A</h2>'), ("", CHECK), ("", WORDS)]),
        (f'<h2 id="a">A</h2>{STUDIES}{CHECK}', ["a"], [("a", '<h2 id="a">A</h2>'), ("", STUDIES), ("", CHECK)]),
        (f'<h2 id="a">A</h2>{STUDIES}', ["a", "studies"], [("a", '<h2 id="a">A</h2>'), ("studies", STUDIES)]),
        (
            '<p>&lt;h2 id="a"&gt;</p><h2 id="a">A</h2>',
            ["a"],
            [("", '<p>&lt;h2 id="a"&gt;</p>'), ("a", '<h2 id="a">A</h2>')],
        ),
    ],
)
def test_pieces_begin_at_the_headings_that_are_listed(html: str, anchors: list[str], pieces: list[Section]) -> None:
    found = list(sections(Clean(html), anchors))
    assert found == pieces
    assert "".join(piece.html for piece in found) == html
    assert {type(piece.html) for piece in found} == {Clean}
