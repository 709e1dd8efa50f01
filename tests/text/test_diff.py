"""Two texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from portal.text.diff import Line, compared

TEXTS = st.lists(st.sampled_from("abc"), max_size=12).map("\n".join)


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


@given(TEXTS, TEXTS)
def test_every_difference_is_shown(left, right):
    lines = [line for stretch in compared(left, right) for line in stretch]
    assert any(line.is_changed for line in lines) == (left != right)
