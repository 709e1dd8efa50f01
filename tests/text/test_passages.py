"""A body in passages, as people read it, and two of them beside each other."""

import pytest

from portal.text.passages import Passage, passages, passages_beside
from portal.text.render import Outside, render

NOTHING = Outside({}, {}, {})


def read(body):
    return list(passages(render(body, NOTHING).parts))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", []),
        ("One *two*\nthree.", [("paragraph", "", "One two three.", "")]),
        (
            "a\n\n## Why\n\nSo.",
            [("paragraph", "", "a", ""), ("heading", "", "Why", "Why"), ("paragraph", "", "So.", "Why")],
        ),
        ("### Then", [("subheading", "", "Then", "Then")]),
        ("- a\n- b\n    - c", [("item", "", "a", ""), ("item", "", "b", ""), ("item", "", "c", "")]),
        ("- a\n\n- b", [("item", "", "a", ""), ("item", "", "b", "")]),
        ("> a\n>\n> b", [("quotation", "", "a", ""), ("quotation", "", "b", "")]),
        ("a | b\n--|--\nc d | e < f", [("row", "", "a | b", ""), ("row", "", "c d | e < f", "")]),
        (
            "A disc [@smith-2020], and {emergency_number}.",
            [("paragraph", "", "A disc [smith-2020], and your emergency number.", "")],
        ),
        (
            "a\n\n::: callout today\nCall **us**.\n:::\n\nb\n\n::: figure disc\n:::",
            [
                ("paragraph", "", "a", ""),
                ("block", "callout", "today", ""),
                ("paragraph", "", "Call us.", ""),
                ("paragraph", "", "b", ""),
                ("block", "figure", "disc", ""),
            ],
        ),
    ],
)
def test_a_body_is_read_passage_by_passage(body, found):
    assert read(body) == [Passage(*one) for one in found]


def beside(left, right):
    return [
        (row.left and row.left.text, row.right and row.right.text)
        for run in passages_beside(left, right)
        for row in run
    ]


def test_readings_that_are_alike_have_nothing_beside_each_other():
    assert passages_beside(read("a\n\nb"), read("a\n\nb")) == []
    assert passages_beside([], []) == []
    # Where a line is broken and what is in bold is nothing that is read.
    assert passages_beside(read("a b"), read("a\n**b**")) == []


def test_a_changed_paragraph_stands_beside_its_other_and_a_new_one_alone():
    left, right = read("You may walk today.\n\n- one"), read("New here.\n\nYou may walk tomorrow.\n\n- one")
    assert beside(left, right) == [
        (None, "New here."),
        ("You may walk today.", "You may walk tomorrow."),
        ("one", "one"),
    ]
    (run,) = passages_beside(left, right)
    assert [row.is_changed for row in run] == [True, True, False]
    assert [tuple(piece) for piece in run[1].right_pieces] == [
        ("same", "You may walk "),
        ("come", "tomorrow"),
        ("same", "."),
    ]


def test_a_passage_of_another_sort_is_no_change_of_it():
    assert beside(read("The same words"), read("- The same words")) == [
        ("The same words", None),
        (None, "The same words"),
    ]


def test_a_field_stays_beside_itself_though_all_its_words_are_new():
    left = [Passage("field", "Title", "Disc", "Title"), Passage("entry", "Names", "one", "Names")]
    right = [Passage("field", "Summary", "x", "Summary"), Passage("field", "Title", "Hernia", "Title")]
    assert beside(left, right) == [(None, "x"), ("Disc", "Hernia"), ("one", None)]
    (run,) = passages_beside(left, right)
    assert [row.place for row in run] == ["Summary", "Title", "Names"]


def test_a_block_without_words_comes_and_goes():
    assert beside(read("a"), read("a\n\n::: summary\n:::")) == [("a", "a"), (None, "")]
