"""Two lines beside each other, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.common_run import common_run
from portal.text.words import LONGEST_LINE, words_beside

LINES = st.lists(st.sampled_from(("a", "b", " ", ".", "cd", "é", "\N{COMBINING ACUTE ACCENT}")), max_size=14)


def marked(left, right):
    """Both lines with what went in [ ] and what came in { }."""
    ends = {"same": ("", ""), "gone": ("[", "]"), "come": ("{", "}")}
    return tuple(
        "".join(ends[sort][0] + words + ends[sort][1] for sort, words in side) for side in words_beside(left, right)
    )


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("", "", ("", "")),
        ("a dog", "a dog", ("a dog", "a dog")),
        ("A big dog", "A dog", ("A [big ]dog", "A dog")),
        ("You may walk.", "You may walk again.", ("You may walk.", "You may walk{ again}.")),
        ("29 of 100 people", "31 of 100 people", ("[29] of 100 people", "{31} of 100 people")),
        # A blank between two changes goes with them, so that a phrase is one mark.
        ("we did it today here", "we saw them today here", ("we [did it] today here", "we {saw them} today here")),
        # Hardly a word stayed, so the line is marked whole.
        ("Most people get better", "Ask your team, people", ("[Most people get better]", "{Ask your team, people}")),
        ("", "new", ("", "{new}")),
        ("old", "", ("[old]", "")),
    ],
)
def test_words_that_came_and_went_are_marked(left, right, shown):
    assert marked(left, right) == shown


def test_a_very_long_line_is_marked_whole():
    left = "a " * (LONGEST_LINE // 2)
    assert marked(left, left + "b") == (f"[{left}]", "{" + left + "b}")
    assert marked(left[2:], left[4:]) == (f"{left[4:]}[{'a '}]", left[4:])


@given(LINES.map("".join), LINES.map("".join))
def test_pieces_join_to_the_lines_and_turn_round_with_them(left, right):
    pieces = words_beside(left, right)
    assert "".join(words for _sort, words in pieces.left) == left
    assert "".join(words for _sort, words in pieces.right) == right
    if left == right:
        assert {sort for side in pieces for sort, _words in side} <= {"same"}
    else:
        assert {sort for side in pieces for sort, _words in side} - {"same"}


@given(LINES, LINES)
def test_the_common_run_is_as_long_as_can_be(left, right):
    run = common_run(left, right)
    assert [left[at] for at, _other in run] == [right[other] for _at, other in run]
    assert run == sorted(set(run))
    assert len({at for at, _other in run}) == len({other for _at, other in run}) == len(run)
    lengths = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for at, one in enumerate(left, start=1):
        for other, two in enumerate(right, start=1):
            longer = lengths[at - 1][other - 1] + 1 if one == two else 0
            lengths[at][other] = max(longer, lengths[at - 1][other], lengths[at][other - 1])
    assert len(run) == lengths[-1][-1]
