"""What holds for any three documents: nothing is made up, nothing is lost, and neither side is favoured."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.text.frontmatter import emit, parse
from portal.text.merge import Conflict, Merged, merge

# Few values, so that the sides often meet in the same place.
SCALARS = st.sampled_from([0, 1, True, Decimal("1.0"), Decimal("1.00"), "k", "l", "m", "p\nq", "p\nr"])
TEXTS = st.dictionaries(st.sampled_from(["en", "es"]), SCALARS)
ITEMS = st.lists(SCALARS, max_size=4)
CELLS = {"name": TEXTS, "count": SCALARS, "choices": ITEMS}
ROWS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd")}, optional=CELLS), max_size=4, unique_by=lambda row: row["id"]
)
FIELDS = st.fixed_dictionaries(
    {}, optional={"title": SCALARS, "label": TEXTS, "arms": ROWS, "lay_names": ITEMS, "either": ROWS | ITEMS | TEXTS}
)
BODIES = st.lists(st.sampled_from(["", "A", "B", "C", "D", "  "]), max_size=8).map("\n".join)
ORDERS = st.permutations(["title", "label", "arms", "lay_names", "either"])


def document(fields: dict, order: list[str], body: str) -> str:
    return emit({"format": 1, **{name: fields[name] for name in order if name in fields}}, body)


DOCUMENTS = st.builds(document, FIELDS, ORDERS, BODIES)
PARAGRAPHS = st.lists(st.text("abc ", min_size=1).filter(str.strip), max_size=3).map("\n".join)
fairly_often = settings(max_examples=60, deadline=None)


def words_of(text: str) -> set[str]:
    """What the lines of a text say, without the marks and names of YAML."""
    lines = [line.strip().removeprefix("- ") for line in text.split("\n")]
    return {line.rpartition(": ")[2] for line in lines if not line.endswith((":", "|-"))}


@fairly_often
@given(DOCUMENTS, DOCUMENTS)
def test_where_one_side_stood_still_the_other_is_the_merge(base, other):
    assert merge(base, base, other) == Merged(other, ())
    assert merge(base, other, base) == Merged(other, ())
    assert merge(base, other, other) == Merged(other, ())
    assert merge(None, other, other) == Merged(other, ())


@fairly_often
@given(st.none() | DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_neither_side_is_favoured(base, ours, theirs):
    there, back = merge(base, ours, theirs), merge(base, theirs, ours)
    assert there.is_clean == back.is_clean
    assert {conflict[:4] for conflict in there.conflicts} == {
        (place, old, left, right) for place, old, right, left, _line in back.conflicts
    }


@fairly_often
@given(st.none() | DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_no_words_are_lost(base, ours, theirs):
    merged = merge(base, ours, theirs)
    shown = [merged.text, *(words for conflict in merged.conflicts for words in (conflict.ours, conflict.theirs))]
    for side in (ours, theirs):
        assert words_of(side) - words_of(base or "") <= set().union(*map(words_of, shown))


@fairly_often
@given(st.none() | DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_a_merge_is_canonical_and_says_where_it_conflicts(base, ours, theirs):
    merged = merge(base, ours, theirs)
    parsed = parse(merged.text)
    assert emit(parsed.fields, parsed.body) == merged.text
    lines = parsed.body.split("\n")
    for conflict in merged.conflicts:
        assert conflict.ours != conflict.theirs or conflict.place != ("body",)
        assert (conflict.line > 0) == (conflict.place == ("body",))
        if conflict.line and conflict.ours:
            found = lines[conflict.line - 1 : conflict.line + conflict.ours.count("\n")]
            assert "\n".join(found).rstrip() == conflict.ours.rstrip()


@fairly_often
@given(st.lists(PARAGRAPHS, max_size=3), st.lists(PARAGRAPHS, max_size=3), PARAGRAPHS, PARAGRAPHS)
def test_edits_of_paragraphs_with_another_between_never_conflict(before, between, first, last):
    untouched = [f"0 {number} {words}" for number, words in enumerate(between)]
    start = [f"1 {number} {words}" for number, words in enumerate(before)]

    def text(head: str, tail: str) -> str:
        return emit({"format": 1}, "\n\n".join([*start, head, "Untouched.", *untouched, tail, "The end."]))

    base, ours, theirs = text("Old head.", "Old tail."), text(f"2 {first}", "Old tail."), text("Old head.", f"3 {last}")
    assert merge(base, ours, theirs) == Merged(text(f"2 {first}", f"3 {last}"), ())


def test_a_text_that_is_told_apart_by_its_type_only_is_a_conflict_that_looks_alike():
    base, ours, theirs = ("---\nformat: 1\ntitle: " + title + "\n---\n" for title in ("A", "1", '"1"'))
    assert merge(base, ours, theirs) == Merged(ours, (Conflict(("title",), "A", "1", "1"),))
