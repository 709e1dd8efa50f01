"""Front matter under the words of its form."""

import pytest

from portal.kinds.index import Index
from portal.kinds.registry import KINDS
from portal.kinds.telling import field_passages
from portal.text.frontmatter import parse
from tests.library import DOCUMENTS


def said(kind, text, languages=("en",)):
    form = KINDS[kind].form.from_text(parse(text), index=Index(), languages=languages)
    return [(passage.sort, passage.name, passage.text) for passage in field_passages(form)]


def test_the_figures_of_a_finding_stand_under_their_labels():
    text = DOCUMENTS["all/findings/moojen-2013-another-operation.md"]
    assert said("finding", text)[:13] == [
        ("field", "Outcome", "Another operation"),
        ("field", "Shape", "Counts in two groups"),
        ("field", "Design", "randomised trial"),
        ("field", "People", "159 people with a narrowed canal"),
        ("field", "When", "up to that time"),
        ("field", "Time", "1"),
        ("field", "Unit of time", "years"),
        ("field", "Groups, spacer, Group", "a spacer"),
        ("field", "Groups, spacer, Percent", "29"),
        ("field", "Groups, decompression, Group", "decompression"),
        ("field", "Groups, decompression, Percent", "8"),
        ("field", "Tie to industry", "who paid could not be seen"),
        ("field", "Certainty", "certainty not rated"),
    ]


def test_lists_are_told_entry_by_entry_and_a_tick_is_a_yes():
    found = said("procedure", DOCUMENTS["en/procedures/interspinous-spacer.md"])
    assert ("entry", "Treats", "spinal-stenosis") in found
    assert ("field", "Is an operation", "yes") in found
    assert ("entry", "Anaesthetic", "general anaesthetic (asleep)") in found
    assert "format" not in {name for _sort, name, _text in found}


def test_every_language_is_named_where_there_are_several():
    text = "---\nformat: 1\nlabel:\n  en: Leg pain\n  es: Dolor\n---\n"
    assert said("finding", text, ("en", "es")) == [
        ("field", "Outcome, English", "Leg pain"),
        ("field", "Outcome, Spanish", "Dolor"),
    ]
    assert said("finding", text) == [("field", "Outcome", "Leg pain"), ("field", "Outcome, Spanish", "Dolor")]


def test_a_field_keeps_its_own_label_as_its_place():
    form = KINDS["finding"].form.from_text(
        parse(DOCUMENTS["all/findings/moojen-2013-another-operation.md"]), index=Index(), languages=("en",)
    )
    places = {passage.place for passage in field_passages(form) if passage.name.startswith("Groups")}
    assert places == {"Groups"}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("title:\n  - a\n  - b", [("entry", "Title", "a"), ("entry", "Title", "b")]),
        ("title:\n  en: a", [("field", "Title, en", "a")]),
        ("lay_names: one", [("entry", "Everyday names", "one")]),
        ("is_operation: maybe", [("field", "Is an operation", "maybe")]),
        ("anaesthetic: deep", [("entry", "Anaesthetic", "deep")]),
        ("recovery: soon", [("field", "Recovery", "soon")]),
        ("recovery:\n  - soon", [("field", "Recovery", "soon")]),
        (
            "recovery:\n  - id: walk\n    activity: Walk\n    mood: good",
            [("field", "Recovery, walk, Activity", "Walk"), ("field", "Recovery, walk, mood", "good")],
        ),
        ("colour:\n  - name: red", [("entry", "colour, name", "red")]),
        ("short_answer: |-\n  one\n\n  two", [("field", "Short answer", "one two")]),
        ("", []),
    ],
)
def test_what_is_wrong_or_strange_is_told_all_the_same(fields, found):
    assert said("procedure", f"---\nformat: 1\n{fields}\n---\n") == found
