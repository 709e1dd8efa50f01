"""The `:::` blocks."""

import pytest

from portal.text.blocks import BLOCKS
from portal.text.clean import Clean
from portal.text.faults import BadText
from portal.text.render import Block, Html, Outside, render

NOTHING = Outside({}, {}, {})


def faults_of(body: str) -> list[tuple[int, str]]:
    """The lines and words of what is wrong with a body."""
    with pytest.raises(BadText) as caught:
        render(body, NOTHING)
    return [tuple(fault) for fault in caught.value.faults]


FILLED = [
    ("callout emergency", "**Now**\n\nCall.", "<p><strong>Now</strong></p>\n<p>Call.</p>"),
    ("callout today", "Call.", "<p>Call.</p>"),
    ("callout routine", "- a", "<ul>\n<li>a</li>\n</ul>"),
    ("do", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("dont", "* a", "<ul>\n<li>a</li>\n</ul>"),
    ("keypoints", "\n- a\n", "<ul>\n<li>a</li>\n</ul>"),
    ("choices", "- **a**\n- b", "<ul>\n<li><strong>a</strong></li>\n<li>b</li>\n</ul>"),
    ("steps", "1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
]
EMPTY = ["figure a-b", "finding a-b", "check a-b", "card a-b", "summary", "recovery", "claims", "numbers"]


@pytest.mark.parametrize(("opening", "inside", "html"), FILLED)
def test_a_block_with_words_holds_them_drawn(opening, inside, html):
    name, _, argument = opening.partition(" ")
    assert render(f"::: {opening}\n{inside}\n:::", NOTHING).parts == (Block(name, argument, (Html(Clean(html)),)),)


@pytest.mark.parametrize("opening", EMPTY)
def test_a_block_without_words_names_what_stands_there(opening):
    name, _, argument = opening.partition(" ")
    assert render(f"::: {opening}\n\n:::", NOTHING).parts == (Block(name, argument, ()),)


def test_every_block_is_tried_here():
    assert {opening.split()[0] for opening in [*EMPTY, *(filled[0] for filled in FILLED)]} == set(BLOCKS)


def test_spaces_around_a_blocks_words_do_not_matter():
    assert render(":::   card   a  \n:::  ", NOTHING).parts == (Block("card", "a", ()),)
    assert render(":::card a\n:::", NOTHING).parts == (Block("card", "a", ()),)


def test_words_around_blocks_need_no_blank_lines():
    assert render("a\n::: card b\n:::\nc", NOTHING).parts == (
        Html(Clean("<p>a</p>")),
        Block("card", "b", ()),
        Html(Clean("<p>c</p>")),
    )


START = "a block starts at the beginning of a line, as “::: name” or “::: name word”; correct it"
CLOSES_NOTHING = "this ::: closes nothing; delete it, or put the block's first line above"


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (
            "a\n\n::: widget\nb\n:::",
            [(3, f"there is no block “widget”; use one of {', '.join(BLOCKS)}")],
        ),
        ("a\n::: do\n- b\n", [(2, "the block “do” is not closed; put a line of ::: after it")]),
        (
            "::: do\n- a\n::: dont\n- b\n:::",
            [(3, "a block cannot stand inside another; close “do” (line 1) with ::: first")],
        ),
        (":::", [(1, CLOSES_NOTHING)]),
        ("::: card a\n:::\n:::", [(3, CLOSES_NOTHING)]),
        ("  ::: card a", [(1, START)]),
        (":::: card a", [(1, START)]),
        ("::: Card a", [(1, START)]),
        ("::: card a b", [(1, START)]),
        ("::: callout\na\n:::", [(1, "behind “callout” must stand one of: emergency, routine, today")]),
        ("::: callout urgent\na\n:::", [(1, "behind “callout” must stand one of: emergency, routine, today")]),
        ("::: callout today\n\n:::", [(1, "the block “callout” is empty; write its words, or delete it")]),
        ("::: do now\n- a\n:::", [(1, "nothing stands behind “do”; delete “now”")]),
        ("::: figure\n:::", [(1, "behind “figure” must stand a short name, such as “slipped-disc”; add it")]),
        ("::: figure A\n:::", [(1, "behind “figure” must stand a short name, such as “slipped-disc”; add it")]),
        ("::: card a\n\nb\n:::", [(3, "nothing stands inside “card”; move these words behind its closing :::")]),
        ("::: do\na\n:::", [(1, "inside “do” there must be only a list with “- ” before each item; change it")]),
        (
            "::: dont\na\n\n- b\n:::",
            [(1, "inside “dont” there must be only a list with “- ” before each item; change it")],
        ),
        (
            "::: keypoints\n1. a\n:::",
            [(1, "inside “keypoints” there must be only a list with “- ” before each item; change it")],
        ),
        (
            "::: steps\n- a\n:::",
            [(1, "inside “steps” there must be only a list with “1. ”, “2. ” before its items; change it")],
        ),
    ],
)
def test_a_wrong_block_is_refused_at_its_line(body, faults):
    assert faults_of(body) == faults


def test_blocks_are_listed_by_what_they_show():
    body = "".join(
        f"::: {opening}\n:::\n"
        for opening in ["figure b", "figure a", "figure b", "card c", "finding e", "finding d", "check f"]
    )
    rendered = render(body, NOTHING)
    assert (rendered.pictures, rendered.cards, rendered.findings) == (("b", "a"), ("c",), ("e", "d"))


def test_the_numbers_hold_all_that_comes_behind_them():
    before, numbers = render("a\n\n::: numbers\n:::\n\n### b\n\n::: finding c\n:::\n\nd", NOTHING).parts
    assert before == Html(Clean("<p>a</p>"))
    heading, finding, words = numbers.parts
    assert heading == Html(Clean('<h3 id="b">b</h3>'))
    assert finding == Block("finding", "c", ())
    assert words == Html(Clean("<p>d</p>"))


def test_what_the_numbers_hold_is_counted_as_the_pages_own():
    drawn = render("::: numbers\n:::\n\n### b\n\n::: finding c\n:::\n\n[@d]", Outside({}, {}, {"c": "e"}))
    assert (drawn.findings, drawn.sources, [heading.text for heading in drawn.headings]) == (("c",), ("e", "d"), ["b"])


def test_no_part_of_a_page_stands_behind_the_numbers():
    assert faults_of("::: numbers\n:::\n\n### a\n\n## b\n\n::: numbers\n:::") == [
        (6, "the numbers are the last part of a page; move this part before line 1"),
        (8, "“numbers” is here already (line 1); delete this one"),
    ]
