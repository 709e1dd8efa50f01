"""Two texts side by side."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.diff import Line, compared, every_line, shortened
from portal.text.words import COME, GONE, SAME

TEXTS = st.lists(st.sampled_from(("a", "b", "", "a b c d", "a b c e", "x: a", "x: b")), max_size=12).map("\n".join)
LINES, LONGEST, BODY = 4_000, 2_000, 200_000


def test_texts_that_are_alike_have_nothing_to_compare():
    assert compared("a\nb", "a\nb") == []
    assert compared("", "") == []


def test_a_changed_line_stands_beside_its_other_and_unchanged_ones_around_it():
    assert compared("a\nb\nc", "a\nx\nc") == [[Line("a", "a", 1, 1), Line("b", "x", 2, 2), Line("c", "c", 3, 3)]]


def test_a_line_that_one_side_lacks_leaves_the_other_side_empty():
    assert compared("a", "a\nb") == [[Line("a", "a", 1, 1), Line("", "b", 0, 2)]]
    assert [line.is_changed for line in compared("a", "a\nb")[0]] == [False, True]


def test_what_is_far_from_a_change_is_left_out():
    left = "\n".join(str(number) for number in range(100))
    stretches = compared(left, left.replace("10", "x", 1).replace("\n90", "\ny", 1))
    assert [[line.left for line in stretch] for stretch in stretches] == [
        ["8", "9", "10", "11", "12"],
        ["88", "89", "90", "91", "92"],
    ]


def test_a_single_line_between_two_stretches_is_shown_too():
    (stretch,) = compared("\n".join("abcdefg"), "\n".join("xbcdefy"))
    assert [line.left for line in stretch] == list("abcdefg")
    assert len(compared("\n".join("abcdefgh"), "\n".join("xbcdefgy"))) == 2


def test_an_inserted_line_is_no_change_of_the_line_below_it():
    left = "You can go home the same day.\nAsk your team about pain."
    right = "A new thought stands here.\nYou can go home the next day.\nAsk your team about pain."
    assert [(line.left_number, line.right_number) for line in every_line(left, right)] == [(0, 1), (1, 2), (2, 3)]


def test_lines_of_front_matter_belong_to_the_line_of_the_same_field():
    left, right = "title: Disc\nstay: 1\nrest", "summary: New\ntitle: Hernia\nrest"
    shown = [(line.left, line.right) for line in every_line(left, right)]
    assert shown == [("", "summary: New"), ("title: Disc", "title: Hernia"), ("stay: 1", ""), ("rest", "rest")]


def test_a_paragraph_that_moved_is_gone_here_and_has_come_there():
    shown = [(line.left_number, line.right_number) for line in every_line("one\ntwo\nthree", "two\nthree\none")]
    assert shown == [(1, 0), (2, 1), (3, 2), (0, 3)]


def test_only_so_many_rows_are_shown_and_the_rest_is_counted():
    stretches = compared("\n".join("abcdefgh"), "\n".join("stuvwxyz"))
    assert [len(stretch) for stretch in stretches] == [16]
    shown, left_off = shortened(stretches, 10)
    assert ([len(stretch) for stretch in shown], left_off) == ([10], 6)
    assert shortened(stretches, 16) == (stretches, 0)
    assert shortened([], 16) == ([], 0)


@given(TEXTS, TEXTS)
def test_every_difference_is_shown(left, right):
    lines = [line for stretch in compared(left, right) for line in stretch]
    assert any(line.is_changed for line in lines) == (left != right)


@given(TEXTS, TEXTS)
def test_the_pieces_of_a_side_are_its_text_again(left, right):
    lines = every_line(left, right)
    for side, text in (("left", left), ("right", right)):
        own = [line for line in lines if getattr(line, f"{side}_number")]
        assert [getattr(line, f"{side}_number") for line in own] == list(range(1, len(own) + 1))
        assert "\n".join("".join(words for _sort, words in getattr(line, f"{side}_pieces")) for line in own) == text


@given(TEXTS, TEXTS)
def test_the_left_side_loses_words_and_the_right_one_gains_them(left, right):
    for line in every_line(left, right):
        assert {sort for sort, _words in line.left_pieces} <= {SAME, GONE}
        assert {sort for sort, _words in line.right_pieces} <= {SAME, COME}
        same = [[words for sort, words in pieces if sort == SAME] for pieces in (line.left_pieces, line.right_pieces)]
        assert same[0] == same[1]


def alike(chance, side):
    return ["x"] * LINES


def of_few_words(chance, side):
    return [" ".join(f"w{chance.randrange(2)}" for _ in range(16)) for _ in range(LINES)]


def of_many_words(chance, side):
    return [" ".join(f"w{chance.randrange(9999)}" for _ in range(8)) for _ in range(LINES)]


def of_longest_lines(chance, side):
    return ["".join(chance.choice("ab ,") for _ in range(LONGEST)) for _ in range(BODY // LONGEST)]


def every_second_edited(chance, side):
    return [f"line {number}" if number % 2 else f"{side} {number} and more" for number in range(LINES)]


def short_places(chance, side):
    """Places between anchors that are just small enough to be searched for the most alike."""
    return [f"anchor {number}" if number % 100 == 0 else f"{side} {chance.random()} of it" for number in range(LINES)]


def nearly_empty_lines(chance, side):
    return [chance.choice("ab") for _ in range(BODY // 2)]


@pytest.mark.parametrize(
    "lines",
    [
        alike,
        of_few_words,
        of_many_words,
        of_longest_lines,
        every_second_edited,
        short_places,
        nearly_empty_lines,
    ],
)
def test_texts_that_are_chosen_to_hurt_are_compared_whole(lines):
    """How long it takes stands in `benchmarks/comparing.py`."""
    chance = random.Random(1)  # noqa: S311  the same texts each time; nothing is kept secret by them
    left, right = ("\n".join([side, *lines(chance, side), side]) for side in ("left", "right"))
    shown = [line for stretch in compared(left, right) for line in stretch]
    assert [line for line in shown if line.is_changed]
    before, after = left.split("\n"), right.split("\n")
    for line in shown:
        assert not line.left_number or before[line.left_number - 1] == line.left
        assert not line.right_number or after[line.right_number - 1] == line.right
