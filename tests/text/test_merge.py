"""Two documents that were written from one: what is taken, and what a person must decide."""

from decimal import Decimal

import pytest

from portal.text.faults import BadText, Fault
from portal.text.frontmatter import emit, parse
from portal.text.merge import Conflict, Merged, merge
from portal.text.merge_fields import is_same


def document(fields: dict, body: str = "") -> str:
    return emit({"format": 1, **fields}, body)


def merged_fields(base: dict | None, ours: dict, theirs: dict) -> tuple[dict, list[Conflict]]:
    merged = merge(None if base is None else document(base), document(ours), document(theirs))
    fields = parse(merged.text).fields
    del fields["format"]
    return fields, list(merged.conflicts)


def row(name: str, /, **columns: object) -> dict:
    return {"id": name, **columns}


def rows(names: str) -> dict:
    return {"arms": [row(name) for name in names.split()]}


CLEAN = {
    "nothing anywhere": ({}, {}, {}, {}),
    "only ours changed": ({"a": "x"}, {"a": "y"}, {"a": "x"}, {"a": "y"}),
    "only theirs changed": ({"a": "x"}, {"a": "x"}, {"a": "y"}, {"a": "y"}),
    "both changed alike": ({"a": "x"}, {"a": "y"}, {"a": "y"}, {"a": "y"}),
    "different keys changed": ({"a": 1, "b": 2}, {"a": 3, "b": 2}, {"a": 1, "b": 4}, {"a": 3, "b": 4}),
    "ours removed": ({"a": "x", "b": 1}, {"b": 1}, {"a": "x", "b": 1}, {"b": 1}),
    "theirs removed": ({"a": "x", "b": 1}, {"a": "x", "b": 1}, {"b": 1}, {"b": 1}),
    "theirs emptied": ({"a": {"en": "x"}}, {"a": {"en": "x"}}, {"a": {"en": ""}}, {}),
    "both added": ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
    "a language each": (
        {"label": {"en": "x"}},
        {"label": {"en": "y"}},
        {"label": {"en": "x", "es": "z"}},
        {"label": {"en": "y", "es": "z"}},
    ),
    "a new mapping, a language each": ({}, {"a": {"en": "x"}}, {"a": {"es": "y"}}, {"a": {"en": "x", "es": "y"}}),
    "all of a mapping removed, a key each": ({"a": {"en": "x", "es": "y"}}, {"a": {"en": "x"}}, {"a": {"es": "y"}}, {}),
    "a mapping reordered and removed": ({"a": {"b": 1, "c": 2}}, {}, {"a": {"c": 2, "b": 1}}, {}),
    "a row each": (rows("a"), rows("a b"), rows("a c"), rows("a b c")),
    "a row each, at the top": (rows("a"), rows("b a"), rows("c a"), rows("b c a")),
    "a row removed, another added": (rows("a b"), rows("b"), rows("a x b"), rows("x b")),
    "a row added behind one that is removed": (rows("a b c"), rows("a c"), rows("a b x c"), rows("a x c")),
    "all rows removed, one each": (rows("a b"), rows("a"), rows("b"), {}),
    "rows reordered by ours": (rows("a b c"), rows("c b a"), rows("a b c d"), rows("c d b a")),
    "rows reordered by theirs": (rows("a b c"), rows("a x b c"), rows("c b a"), rows("c b a x")),
    "rows reordered alike": (rows("a b c"), rows("c a b"), rows("c a b"), rows("c a b")),
    "a row moved and another removed": (rows("a b c"), rows("b c"), rows("a c b"), rows("c b")),
    "different columns of a row": (
        {"arms": [row("a", count=1, total=9)]},
        {"arms": [row("a", count=2, total=9)]},
        {"arms": [row("a", count=1, total=8)]},
        {"arms": [row("a", count=2, total=8)]},
    ),
    "a row moved by ours and changed by theirs": (
        rows("a b"),
        rows("b a"),
        {"arms": [row("a", count=1), row("b")]},
        {"arms": [row("b"), row("a", count=1)]},
    ),
    "the same new row, other columns": (
        {},
        {"arms": [row("a", count=1)]},
        {"arms": [row("a", total=2)]},
        {"arms": [row("a", count=1, total=2)]},
    ),
    "items at both ends": ({"l": ["b"]}, {"l": ["a", "b"]}, {"l": ["b", "c"]}, {"l": ["a", "b", "c"]}),
    "an item removed, another added": ({"l": ["a", "b", "c"]}, {"l": ["b", "c"]}, {"l": ["a", "b", "c", "d"]},
                                       {"l": ["b", "c", "d"]}),
    "the same item removed": ({"l": ["a", "b"]}, {"l": ["b"]}, {"l": ["b"]}, {"l": ["b"]}),
    "one item moved to different places": (
        {"l": ["a", "b", "c", "d", "e"]},
        {"l": ["b", "c", "a", "d", "e"]},
        {"l": ["b", "c", "d", "e", "a"]},
        {"l": ["b", "c", "a", "d", "e"]},
    ),
    "an item that one side has twice": ({"l": ["a"]}, {"l": ["a", "b", "a"]}, {"l": ["a"]}, {"l": ["a", "b", "a"]}),
    "items of each type": ({"l": [1]}, {"l": [True, 1]}, {"l": [1, Decimal("1.0")]}, {"l": [True, 1, Decimal("1.0")]}),
}  # fmt: skip


@pytest.mark.parametrize(("base", "ours", "theirs", "merged"), CLEAN.values(), ids=CLEAN.keys())
def test_what_one_side_changed_is_taken(base, ours, theirs, merged):
    assert merged_fields(base, ours, theirs) == (merged, [])


TWICE = {"arms": [row("a", n=1), row("a", n=2)]}

CONFLICTS = {
    "a text": ({"a": "x"}, {"a": "y"}, {"a": "z"}, [(("a",), "x", "y", "z")]),
    "a text of lines": ({"a": "k\nl"}, {"a": "k\nm"}, {"a": "n\nl"}, [(("a",), "k\nl", "k\nm", "n\nl")]),
    "a number's digits": ({"a": 1}, {"a": Decimal("1.0")}, {"a": Decimal("1.00")}, [(("a",), "1", "1.0", "1.00")]),
    "a number and a text": ({}, {"a": 1}, {"a": "1"}, [(("a",), "", "1", "1")]),
    "a number and a switch": ({}, {"a": 1}, {"a": True}, [(("a",), "", "1", "true")]),
    "removed and changed": ({"a": "x"}, {}, {"a": "y"}, [(("a",), "x", "", "y")]),
    "changed and removed": ({"a": 0}, {"a": 1}, {}, [(("a",), "0", "1", "")]),
    "a language": ({"a": {"en": "x"}}, {"a": {"en": "y"}}, {"a": {"en": "z"}}, [(("a", "en"), "x", "y", "z")]),
    "a mapping removed and changed": (
        {"a": {"en": "x"}},
        {},
        {"a": {"en": "x", "es": "z"}},
        [(("a",), "en: x", "", "en: x\nes: z")],
    ),
    "a text that became mappings": (
        {"a": "x"},
        {"a": {"en": "x"}},
        {"a": {"es": "x"}},
        [(("a",), "x", "en: x", "es: x")],
    ),
    "a text that became lists": (
        {"a": "x"},
        {"a": ["x", "k"]},
        {"a": ["m", "x"]},
        [(("a",), "x", "- x\n- k", "- m\n- x")],
    ),
    "a list and a mapping": ({}, {"a": ["v", "w"]}, {"a": {"en": "z"}}, [(("a",), "", "- v\n- w", "en: z")]),
    "a column": (
        {"arms": [row("b", n=1)]},
        {"arms": [row("b", n=2)]},
        {"arms": [row("b", n=3)]},
        [(("arms", "b", "n"), "1", "2", "3")],
    ),
    "a row removed and changed": (
        rows("a b"),
        rows("b"),
        {"arms": [row("a", name={"en": "x"}), row("b")]},
        [(("arms", "a"), "id: a", "", "id: a\nname:\n  en: x")],
    ),
    "a row changed and removed": (
        rows("a b"),
        {"arms": [row("a", n=1), row("b")]},
        rows("b"),
        [(("arms", "a"), "id: a", "id: a\nn: 1", "")],
    ),
    "the same new row": (
        {},
        {"arms": [row("a", n=1, m=1)]},
        {"arms": [row("a", n=2, m=1)]},
        [(("arms", "a", "n"), "", "1", "2")],
    ),
    "rows reordered by both": (
        rows("a b c"),
        rows("b a c"),
        rows("a c b"),
        [(("arms",), "- id: a\n- id: b\n- id: c", "- id: b\n- id: a\n- id: c", "- id: a\n- id: c\n- id: b")],
    ),
    "a new row in different places": (
        rows("a"),
        rows("x a"),
        rows("a x"),
        [(("arms",), "- id: a", "- id: x\n- id: a", "- id: a\n- id: x")],
    ),
    "rows without ids of their own": (
        TWICE,
        {"arms": [row("a", n=1), row("a", n=3)]},
        {"arms": [row("a", n=1), row("a", n=4)]},
        [(("arms",), *(f"- id: a\n  n: 1\n- id: a\n  n: {n}" for n in (2, 3, 4)))],
    ),
    "items added in one place": (
        {"l": ["a"]},
        {"l": ["a", "b"]},
        {"l": ["a", "c"]},
        [(("l",), "- a", "- a\n- b", "- a\n- c")],
    ),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "conflicts"), CONFLICTS.values(), ids=CONFLICTS.keys())
def test_what_both_changed_differently_is_a_conflict_and_stays_as_ours(base, ours, theirs, conflicts):
    assert merged_fields(base, ours, theirs) == (ours, [Conflict(*parts) for parts in conflicts])
    swapped = [Conflict(place, old, right, left) for place, old, left, right in conflicts]
    assert merged_fields(base, theirs, ours) == (theirs, swapped)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "order"),
    [
        ("a b", "a b", "a x b", "a x b"),
        ("a b", "a b y", "x a b", "x a b y"),
        ("a b", "a y b", "a x z b", "a y x z b"),
        ("a b c", "c b a", "a b c", "c b a"),
        ("a b c", "a b c", "c b a", "c b a"),
        ("a b c", "b a c", "a c x b", "b a c x"),
        ("a b", "b", "a x b", "x b"),
    ],
)
def test_keys_stand_as_ours_unless_only_theirs_moved_them(base, ours, theirs, order):
    fields, conflicts = merged_fields(*(dict.fromkeys(names.split(), 1) for names in (base, ours, theirs)))
    assert (" ".join(fields), conflicts) == (order, [])


def test_without_a_base_what_differs_is_a_conflict():
    ours = {"title": "A", "only": 1, "label": {"en": "x", "es": "y"}, "arms": [row("a", n=1), row("b")], "l": ["p"]}
    theirs = {"title": "B", "more": 2, "label": {"en": "x", "es": "z"}, "arms": [row("a", n=2)], "l": ["p", "q"]}
    fields, conflicts = merged_fields(None, ours, theirs)
    assert fields == {**ours, "more": 2}
    assert list(fields) == ["title", "only", "more", "label", "arms", "l"]
    assert conflicts == [
        Conflict(("title",), "", "A", "B"),
        Conflict(("label", "es"), "", "y", "z"),
        Conflict(("arms", "a", "n"), "", "1", "2"),
        Conflict(("l",), "", "- p", "- p\n- q"),
    ]


def test_a_merge_is_in_canonical_form():
    loose = "---\nformat: 1\ntitle: 'A'\nnote: ''\nl: []\n---\n\n\nWords.  \n\n"
    assert merge(loose, loose, loose) == Merged("---\nformat: 1\ntitle: A\n---\n\nWords.\n", ())


def test_what_says_nothing_is_not_there():
    base = "---\nformat: 1\nnote: ''\nhow: false\narms:\n  - id: a\n    n: ''\n---\n"
    ours, theirs = document(rows("a")), document({"note": "x", "arms": [row("a", n=1)]})
    assert merge(base, ours, theirs) == Merged(theirs, ())


def test_a_text_that_cannot_be_read_is_told():
    good, bad = document({}), "---\ntitle: A\n---\n"
    fault = Fault(1, "the format is missing; write “format: 1” as the first field")
    for texts in ((bad, good, good), (good, bad, good), (good, good, bad), (None, good, bad)):
        with pytest.raises(BadText) as caught:
            merge(*texts)
        assert caught.value.faults == (fault,)


def test_values_are_told_apart_by_type_and_digits():
    values = [1, True, "1", Decimal("1"), Decimal("1.0"), Decimal("1.00"), "true", [1], {"a": 1}, None, "", 0, False]
    for number, left in enumerate(values):
        assert [is_same(left, right) for right in values] == [other == number for other in range(len(values))]
    assert is_same({"a": 1, "b": [{"c": 2}]}, {"b": [{"c": 2}], "a": 1})
    assert not is_same({"a": 1}, {"a": 1, "b": 2})
    assert not is_same([1], [1, 1])
