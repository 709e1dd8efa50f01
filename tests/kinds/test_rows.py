"""Rows in the admin: adding, removing and reordering with plain inputs; ids are kept, and made for new rows."""

import pytest

from tests.kinds.examples import EXAMPLES
from tests.kinds.filling import Inputs, changed, faults, first_view, from_browser, sent_by_browser

TWO_ROWS = EXAMPLES["procedure"].replace(
    "    unit: weeks\n", "    unit: weeks\n  - id: desk\n    activity: Desk work\n    range: 1-2\n    unit: weeks\n"
)


def rows_of(form):
    assert form.is_valid(), form.errors
    return [(row["id"], row["activity"], row["range"]) for row in form.as_fields().get("recovery", [])]


def sent(**values):
    """The drawn form of a procedure with two rows as a browser sends it, with some inputs changed."""
    pairs = dict(pair for pair in sent_by_browser(first_view("procedure", TWO_ROWS)) if pair[0].startswith("recovery-"))
    return pairs | {name.replace("_", "-"): value for name, value in values.items()}


def test_three_empty_rows_wait_at_the_end():
    drawn = Inputs(first_view("procedure", TWO_ROWS).as_div())
    ids = [dict(drawn.pairs)[f"recovery-{number}-id"] for number in range(5)]
    assert ids == ["driving", "desk", "", "", ""]
    assert "recovery-5-id" not in dict(drawn.pairs)


def test_rows_come_back_as_they_were_drawn():
    assert rows_of(from_browser("procedure", sent())) == [("driving", "Driving", "2-4"), ("desk", "Desk work", "1-2")]


def test_a_new_row_gets_an_id_from_its_first_column_and_old_rows_keep_theirs():
    form = from_browser(
        "procedure",
        sent(recovery_1_activity="Office", recovery_2_activity="Lifting, up to 5 kg", recovery_3_activity="Desk"),
    )
    ids = [row["id"] for row in form.as_fields()["recovery"]]
    assert ids == ["driving", "desk", "lifting-up-to-5-kg", "desk-2"]


@pytest.mark.parametrize(("words", "made"), [("Übung", "ubung"), ("走る", "row"), ("!!", "row"), ("x" * 100, "x" * 76)])
def test_an_id_is_made_from_any_words(words, made):
    form = from_browser("procedure", {"recovery-0-activity": words, "recovery-1-activity": words})
    assert [row["id"] for row in form.as_fields()["recovery"]] == [made, f"{made}-2"]


def test_a_row_without_a_name_gets_an_id_all_the_same():
    form = from_browser("procedure", {"recovery-0-range": "1-2"})
    assert rows_of_ids(form) == ["row"]


def rows_of_ids(form):
    assert form.is_valid()
    return [row["id"] for row in form.as_fields()["recovery"]]


def test_a_ticked_row_is_removed():
    assert rows_of(from_browser("procedure", sent(recovery_0_remove="1"))) == [("desk", "Desk work", "1-2")]


def test_rows_follow_their_positions():
    swapped = sent(recovery_0_position="2", recovery_1_position="1")
    assert [row[0] for row in rows_of(from_browser("procedure", swapped))] == ["desk", "driving"]
    between = sent(recovery_1_position="0.5")
    assert [row[0] for row in rows_of(from_browser("procedure", between))] == ["desk", "driving"]


@pytest.mark.parametrize("position", ["", "first", "NaN", "Infinity", "1" * 400])
def test_a_position_that_is_no_number_changes_nothing_or_puts_the_row_last(position):
    form = from_browser("procedure", sent(recovery_1_position=position))
    assert [row[0] for row in rows_of(form)] == ["driving", "desk"]


def test_untouched_rows_are_not_rows():
    blank = {f"recovery-{number}-{part}": "" for number in range(5) for part in ("id", "activity", "range", "unit")}
    form = from_browser("procedure", blank | {"recovery-0-position": "1"})
    assert form.is_valid()
    assert "recovery" not in form.as_fields()


def test_adding_rows_redraws_with_the_words_typed_and_no_complaint():
    form = from_browser(
        "procedure", sent(recovery_2_activity="Lifting", recovery_2_range="soon") | {"_rows-recovery": "1"}
    )
    assert form.wants_redraw()
    again = form.redrawn()
    assert not again.is_bound
    drawn = dict(sent_by_browser(again))
    assert [drawn[f"recovery-{number}-activity"] for number in range(6)] == [
        "Driving",
        "Desk work",
        "Lifting",
        "",
        "",
        "",
    ]
    assert drawn["recovery-2-range"] == "soon"
    assert drawn["recovery-0-id"] == "driving"


def test_a_redraw_takes_ticked_rows_out_and_puts_the_others_in_order():
    form = from_browser(
        "procedure", sent(recovery_0_remove="1", recovery_2_activity="Lifting", recovery_2_position="0")
    )
    drawn = dict(sent_by_browser(form.redrawn()))
    assert [drawn[f"recovery-{number}-activity"] for number in range(3)] == ["Lifting", "Desk work", ""]


def test_saving_is_no_redraw():
    assert not from_browser("procedure", sent()).wants_redraw()
    assert not changed("procedure", "title: Slipped disc", "title: Disc").wants_redraw()
    assert not first_view("procedure", TWO_ROWS).wants_redraw()


def test_an_id_that_was_tampered_with_is_refused():
    form = from_browser("procedure", sent(recovery_0_id="<b>"))
    mend = 'Recovery row 1 needs an id in small letters, figures and hyphens, such as "activity-1"'
    assert form.errors == {"recovery": [mend]}


def test_two_rows_never_share_an_id():
    form = changed("decision", "  - id: soon\n", "  - id: soon\n    statement: First\n  - id: soon\n")
    mend = 'what_matters row 2 has the id "soon" of a row above; give it another'
    assert [message for _line, message in faults(form)] == [mend]


def test_rows_in_a_file_are_a_list_of_named_values():
    form = changed("decision", "what_matters:\n  - id: soon\n    statement: I want the pain in my leg to go soon.\n",
                   "what_matters: soon\n")  # fmt: skip
    mend = 'what_matters must be a list of rows: start each with "- id: …" on a line of its own'
    assert [message for _line, message in faults(form)] == [mend]
    form = changed("decision", "  - id: soon\n    statement: I want the pain in my leg to go soon.\n", "  - soon\n")
    mend = 'what_matters row 1 must be a group of named values that starts with "id: …"'
    assert [message for _line, message in faults(form)] == [mend]


def test_there_is_an_end_to_rows():
    many = {f"recovery-{number}-activity": f"Activity {number}" for number in range(101)}
    assert from_browser("procedure", many).errors == {"recovery": ["Recovery has 101 rows; keep at most 100"]}
