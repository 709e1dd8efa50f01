"""Two bodies that were written from one, line by line; and that no words of anybody are lost."""

import pytest

from portal.text.edits import Edit, edits
from portal.text.merge import merge
from portal.text.merge_lines import Clash, merge_lines

HEAD = "---\nformat: 1\n---\n"


def document(body: str) -> str:
    return f"{HEAD}\n{body}\n" if body else HEAD


def merged(base: str | None, ours: str, theirs: str) -> tuple[str, list[tuple]]:
    result = merge(None if base is None else document(base), document(ours), document(theirs))
    assert {conflict.place for conflict in result.conflicts} <= {("body",)}
    body = result.text.removeprefix(HEAD).strip("\n")
    return body, [(conflict.line, conflict.base, conflict.ours, conflict.theirs) for conflict in result.conflicts]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "body"),
    [
        ("", "", "", ""),
        ("", "A", "", "A"),
        ("", "", "A", "A"),
        ("", "A", "A", "A"),
        ("A", "", "A", ""),
        ("A", "A", "", ""),
        ("A", "", "", ""),
        ("A\n\nB\n\nC", "X\n\nB\n\nC", "A\n\nB\n\nY", "X\n\nB\n\nY"),
        ("A\n\nB", "X\n\nB", "A\n\nY", "X\n\nY"),
        ("A\n\nB\n\nC", "X\n\nB\n\nC", "X\n\nB\n\nY", "X\n\nB\n\nY"),
        ("A\nB\nC", "B\nC", "A\nB", "B"),
        ("A\n\nB\n\nC", "B\n\nC", "A\n\nB\n\nC\n\nD", "B\n\nC\n\nD"),
        ("A\n\nB\n\nC\n\nD", "A\n\nC\n\nD", "A\n\nB\n\nC\n\nY", "A\n\nC\n\nY"),
        ("A\nB\nC", "X\nA\nB\nC", "A\nB\nC\nY", "X\nA\nB\nC\nY"),
        ("A\n\nB", "X\n\nB", "A\n\nY\n\nZ", "X\n\nY\n\nZ"),
        ("A  \nB\nC", "A  \nB\nX", "A\nB\nC", "A\nB\nX"),
    ],
)
def test_edits_with_an_unchanged_line_between_are_both_taken(base, ours, theirs, body):
    assert merged(base, ours, theirs) == (body, [])
    assert merged(base, theirs, ours) == (body, [])


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "conflict"),
    [
        ("A", "X", "Y", (1, "A", "X", "Y")),
        ("A", "", "Y", (1, "A", "", "Y")),
        ("A", "X", "", (1, "A", "X", "")),
        ("", "X", "Y", (1, "", "X", "Y")),
        ("A\nB", "X\nB", "A\nY", (1, "A\nB", "X\nB", "A\nY")),
        ("A\nB", "A\nX\nB", "A\nY", (2, "B", "X\nB", "Y")),
        ("A\nB", "A\nB\nX", "A\nB\nY", (3, "", "X", "Y")),
        ("A\nB\nC\nD\nE", "1\n2\n3\n4\nE", "A\nX\nC\nY\nE", (1, "A\nB\nC\nD", "1\n2\n3\n4", "A\nX\nC\nY")),
        ("A\n\nB\n\nC", "A\n\nX\n\nC", "A\n\nC", (3, "B\n", "X\n", "")),
        ("A\n\nB", "A\n\nN\n\nB", "Z\n\nN\n\nB", (1, "A\n", "A\n\nN\n", "Z\n\nN\n")),
    ],
    ids=repr,
)
def test_edits_that_touch_conflict_and_stay_as_ours(base, ours, theirs, conflict):
    assert merged(base, ours, theirs) == (ours, [conflict])
    line, old, left, right = conflict
    assert merged(base, theirs, ours) == (theirs, [(line, old, right, left)])


def test_the_line_of_a_conflict_counts_in_the_merged_body():
    base, ours, theirs = "A\nB\nC\nD\nE", "1\n2\nA\nB\nC\nX\nE", "A\nC\nY\nE"
    assert merged(base, ours, theirs) == ("1\n2\nA\nC\nX\nE", [(5, "D", "X", "Y")])


def test_a_conflict_about_what_ours_removed_at_the_end_is_on_the_last_line():
    assert merged("A\nB\nC\nD", "A\nB", "A\nB\nC\nX") == ("A\nB", [(2, "C\nD", "", "C\nX")])


@pytest.mark.parametrize(
    ("ours", "theirs", "body", "conflicts"),
    [
        ("A", "A", "A", []),
        ("A", "", "A", []),
        ("", "A", "A", []),
        ("A\nB", "A\nC", "A\nB", [(1, "", "A\nB", "A\nC")]),
    ],
)
def test_without_a_base_bodies_conflict_unless_alike_or_empty(ours, theirs, body, conflicts):
    assert merged(None, ours, theirs) == (body, conflicts)


def test_lines_may_be_merged_without_a_document():
    assert merge_lines(["a", "b", "c"], ["x", "b", "c"], ["a", "b", "y"]) == (["x", "b", "y"], [])
    assert merge_lines(["a"], ["b"], ["c"]) == (["b"], [Clash(1, ["a"], ["b"], ["c"])])
    assert merge_lines([], [], []) == ([], [])


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a b c", "a b c", []),
        ("a b c", "a x c", [Edit(1, 2, ["x"])]),
        ("a b c", "a b c d", [Edit(3, 3, ["d"])]),
        ("a - b", "x - y", [Edit(0, 3, ["x", "", "y"])]),
        ("a - b - c", "x - b - y", [Edit(0, 1, ["x"]), Edit(4, 5, ["y"])]),
    ],
)
def test_blank_lines_alone_are_no_common_ground(before, after, found):
    left, right = (text.replace("-", "").split(" ") for text in (before, after))
    assert edits(left, right) == found


def test_long_lists_are_divided_at_lines_that_stand_once_in_each():
    many = ["x"] * 100
    before = ["a", *many, "middle", *many, "next", "p", "last", "b"]
    after = ["c", *many, "middle", *many, "last", "q", "next", "d"]
    assert edits(before, after) == [
        Edit(0, 1, ["c"]),
        Edit(202, 204, []),
        Edit(205, 206, ["q", "next", "d"]),
    ]


def test_long_lists_without_such_lines_are_one_edit():
    before, after = ["a", *["x"] * 80, "b"], ["c", *["x"] * 80, "d"]
    assert edits(before, after) == [Edit(0, 82, after)]
    assert merge_lines(before, after, before) == (after, [])
    assert merge_lines(before, after, ["e", *before[1:]]) == (after, [Clash(1, before, after, ["e", *before[1:]])])


def test_a_blank_line_that_stands_once_divides_nothing():
    before, after = (["a", *["x"] * 80, "", "b"], ["c", "", *["x"] * 80, "d"])
    assert edits(before, after) == [Edit(0, 83, after)]
