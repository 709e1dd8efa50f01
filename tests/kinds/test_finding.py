"""Findings: the form shows the fields of one shape, and figures that cannot be true are not published."""

import pytest

from portal.kinds.finding import SHAPES
from portal.kinds.registry import KINDS
from tests.kinds.filling import Inputs, first_view, from_browser, from_file, obstacles, sent_by_browser
from tests.kinds.findings import FINDINGS, finding
from tests.kinds.known import KNOWN

FINDING = KINDS["finding"].form


def with_change(shape: str, old: str, new: str):
    assert FINDINGS[shape].count(old) == 1
    return from_file("finding", finding(shape, FINDINGS[shape].replace(old, new)))


IMPOSSIBLE = [
    ("two_counts", "    count: 0\n    total: 142\n", "",
     "arms row 2: a figure is missing; give count and total, or percent"),
    ("two_counts", "    count: 0\n", "", "arms row 2: a figure is missing; give count and total, or percent"),
    ("two_counts", "total: 141", "total: 40", "arms row 1: count must not be above total; correct one of them"),
    ("two_counts", "total: 142", "total: 0", "arms row 2: total must be 1 or more"),
    ("two_counts", "29.10", "100.5", "arms row 1: percent must be between 0 and 100"),
        ("two_counts", "29.10", "92.1", "arms row 1: 41 of 141 is 29.1 percent, not 92.1; correct one of them"),
    ("one_count", "percent: 8", "percent: -1", "arms row 1: percent must be between 0 and 100"),
    ("one_count", "    percent: 8\n", "    percent: 8\n  - id: b\n    name:\n      en: B\n    percent: 9\n",
     "arms: exactly 1 must be there, not 2"),
    ("difference", "    value: 10.2\n", "", "arms need a value each, or none; fill in the missing one"),
    ("difference", "scale_low: 0\n", "", "scale_low and scale_high belong together; fill in both or none"),
    ("difference", "scale_high: 100", "scale_high: -1",
     "scale_low must not be above scale_high; swap them or correct one"),
    ("difference", "interval_low: -23.6", "interval_low: 1",
     "interval_low must not be above interval_high; swap them or correct one"),
    ("ratio", "interval_high: 0.77\n", "", "interval_low and interval_high belong together; fill in both or none"),
    ("ratio", "ratio: 0.42", "ratio: 0", "ratio must be above 0"),
    ("range", "range_high: 8", "range_high: 2", "range_low must not be above range_high; swap them or correct one"),
    ("range", "range_high: 8", "range_high: 108", "range_high must be between 0 and 100 percent"),
    ("range", "      en: Everybody\n",
     "      en: A\n" + "".join(f"  - id: {n}\n    name:\n      en: B\n" for n in "bc"),
     "arms: 0 to 2 may be there, not 3"),
    ("words", "says:\n  en: No difference was seen.\n", "",
     "says is needed: The result in a sentence of your own. Example: “No difference was seen.”"),
    ("not_counted", "who_looked:\n  en: a review of 14 trials\n", "",
     "who_looked is needed: Who searched for a count. Example: “a review of 14 trials”."),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "old", "new", "message"), IMPOSSIBLE)
def test_a_figure_that_cannot_be_true_stops_publishing(shape, old, new, message):
    assert [words for _line, words in obstacles(with_change(shape, old, new))] == [message]


def test_a_difference_needs_a_figure_of_some_sort():
    fields = FINDINGS["difference"].replace("difference: -12.1\n", "")
    assert obstacles(from_file("finding", finding("difference", fields))) == []
    bare = fields.replace("    value: 10.2\n", "").replace("    value: 22.30\n", "")
    mend = "a figure is missing; give the difference, or a value for each of the two groups"
    assert obstacles(from_file("finding", finding("difference", bare))) == [(5, mend)]


def test_a_share_without_its_count_is_a_figure():
    assert obstacles(with_change("two_counts", "    count: 41\n", "")) == []


@pytest.mark.parametrize(("gone", "message"), [
    ("timing: by\n", "timing, time, time_unit belong together; fill in timing"),
    ("time: 1.50\ntime_unit: years\n", "timing, time, time_unit belong together; fill in time, time_unit"),
    ("timing: by\ntime: 1.50\ntime_unit: years\n", None),
])  # fmt: skip
def test_a_time_is_whole_or_absent(gone, message):
    text = finding("words", FINDINGS["words"])
    assert gone in text
    found = [words for _line, words in obstacles(from_file("finding", text.replace(gone, "")))]
    assert found == ([] if message is None else [message])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_form_shows_the_fields_of_the_shape_asked_for(shape):
    form = FINDING(initial={"shape": shape}, index=KNOWN, languages=("en",))
    own = list(SHAPES[shape].fields)
    names = list(form.document_fields())
    after = names.index("time_unit") + 1
    assert names[after : after + len(own)] == own
    assert set(names) - set(own) == set(FINDING.base_fields) - {"body"} - set(own)


@pytest.mark.parametrize("shape", [None, "", "pie", 7, ["words"]])
def test_without_a_known_shape_only_the_common_fields_are_shown(shape):
    form = FINDING(initial={"shape": shape}, index=KNOWN, languages=("en",))
    assert set(form.document_fields()) == set(FINDING.base_fields) - {"body"}


def test_changing_the_shape_redraws_and_keeps_what_both_shapes_have():
    sent = dict(sent_by_browser(first_view("finding", finding("two_counts", FINDINGS["two_counts"]))))
    form = from_browser("finding", sent | {"shape": "ratio", "_shape": "1"})
    assert form.wants_redraw()
    drawn = dict(sent_by_browser(form.redrawn()))
    assert drawn["shape"] == "ratio"
    assert drawn["arms-1-name-en"] == "Told to wait"
    assert drawn["ratio"] == ""
    assert "arms-0-count" not in drawn


def test_the_shape_has_a_button_that_works_without_javascript():
    html = first_view("finding", finding("words", FINDINGS["words"])).as_div()
    assert '<button type="submit" name="_shape" value="1" formnovalidate>' in html
    assert "says-en" in dict(Inputs(html).pairs)


def test_forms_of_different_shapes_do_not_share_fields():
    first = first_view("finding", finding("two_counts", FINDINGS["two_counts"]))
    second = first_view("finding", finding("two_counts", FINDINGS["two_counts"]), languages=("en", "es"))
    assert first.fields["arms"].columns["name"].languages == ("en",)
    assert second.fields["arms"].columns["name"].languages == ("en", "es")
    assert first.fields["arms"].widget.columns is first.fields["arms"].columns


def test_the_better_group_may_be_typed_as_people_say_it():
    sent = dict(sent_by_browser(first_view("finding", finding("difference", FINDINGS["difference"]))))
    form = from_browser("finding", sent | {"favours": "Early surgery"})
    assert form.as_fields()["favours"] == "early-surgery"


def test_a_real_minus_sign_is_a_minus_sign():
    sent = dict(sent_by_browser(first_view("finding", finding("difference", FINDINGS["difference"]))))
    form = from_browser("finding", sent | {"difference": "\N{MINUS SIGN}12.10"})
    assert str(form.as_fields()["difference"]) == "-12.10"
