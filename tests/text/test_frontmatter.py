"""Front matter: what is read, and that it is written the same each time."""

from decimal import Decimal

import pytest

from portal.text.faults import BadText, Fault
from portal.text.frontmatter import Parsed, digest, emit, parse, read

CANONICAL = """---
format: 1
title: Slipped disc
short_answer: |-
  Most people get better.

  An operation helps some.
lay_names:
  - slipped disc
  - "yes"
arms:
  - id: a
    name:
      en: Surgery
    percent: 1.10
    choices:
      - one
      - two
  - id: b
    count: 0
---

## Why

Words.
"""


def test_a_text_is_taken_apart_with_the_line_of_everything():
    assert parse(CANONICAL) == Parsed(
        fields={
            "format": 1,
            "title": "Slipped disc",
            "short_answer": "Most people get better.\n\nAn operation helps some.",
            "lay_names": ["slipped disc", "yes"],
            "arms": [
                {"id": "a", "name": {"en": "Surgery"}, "percent": Decimal("1.10"), "choices": ["one", "two"]},
                {"id": "b", "count": 0},
            ],
        },
        body="## Why\n\nWords.",
        lines={
            ("format",): 2, ("title",): 3, ("short_answer",): 4,
            ("lay_names",): 8, ("lay_names", 0): 9, ("lay_names", 1): 10,
            ("arms",): 11, ("arms", 0): 12, ("arms", 0, "id"): 12, ("arms", 0, "name"): 13,
            ("arms", 0, "name", "en"): 14, ("arms", 0, "percent"): 15, ("arms", 0, "choices"): 16,
            ("arms", 0, "choices", 0): 17, ("arms", 0, "choices", 1): 18,
            ("arms", 1): 19, ("arms", 1, "id"): 19, ("arms", 1, "count"): 20,
        },
        body_line=23,
    )  # fmt: skip


def test_canonical_text_survives_byte_for_byte():
    parsed = parse(CANONICAL)
    assert emit(parsed.fields, parsed.body) == CANONICAL


def test_the_line_of_something_absent_is_that_of_what_would_hold_it():
    parsed = parse(CANONICAL)
    assert [parsed.line_of(path) for path in [("arms", 1, "name", "en"), ("arms", 5), ("nothing",), ()]] == [
        19,
        11,
        1,
        1,
    ]


def test_front_matter_may_be_empty():
    assert parse("---\n---\n") == Parsed({}, "", {}, 3)


def test_text_in_rows_and_labels_keeps_its_lines():
    text = emit({"rows": [{"id": "a", "note": {"en": "one\n\ntwo"}}], "lines": ["one\ntwo"]}, "")
    assert text == (
        "---\nrows:\n  - id: a\n    note:\n      en: |-\n        one\n\n        two\n"
        "lines:\n  - |-\n    one\n    two\n---\n"
    )
    assert parse(text).fields == {"rows": [{"id": "a", "note": {"en": "one\n\ntwo"}}], "lines": ["one\ntwo"]}


def test_what_is_empty_is_left_out():
    fields = {
        "a": "", "b": " \n", "c": [], "d": None, "e": False, "f": {}, "g": {"en": ""}, "h": [{"id": ""}, ""],
        "rows": [{"id": "x", "is_big": False, "name": {"en": "", "es": "uno"}}, {}], "zero": 0,
    }  # fmt: skip
    assert emit(fields, " \n\n") == "---\nrows:\n  - id: x\n    name:\n      es: uno\nzero: 0\n---\n"


def test_a_body_stands_between_one_blank_line_and_one_line_end():
    assert emit({"a": 1}, "\n\n  \nWords.  \n\n\n") == "---\na: 1\n---\n\nWords.\n"
    assert emit({"a": 1}, "\r\nOne.\r\nTwo.\r\n") == "---\na: 1\n---\n\nOne.\nTwo.\n"


@pytest.mark.parametrize(
    ("rest", "body", "line"),
    [
        ("", "", 4),
        ("\n\n\n", "", 4),
        ("Words.", "Words.", 4),
        ("\n\n\nWords.\n\n", "Words.", 7),
        ("\n---\n\na", "---\n\na", 5),
    ],
)
def test_a_body_is_found_wherever_it_begins(rest, body, line):
    parsed = parse(f"---\na: 1\n---\n{rest}")
    assert (parsed.body, parsed.body_line) == (body, line)


def test_a_file_is_read_whatever_system_wrote_it():
    assert read("\ufeff---\r\na: é\r\n---\r\n".encode()) == "---\na: é\n---\n"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"---\na: \xe9\n---\n", Fault(2, "a letter here is not UTF-8; save the file again with UTF-8 encoding")),
        (
            "---\na: b\n".encode("utf-16"),
            Fault(1, "a letter here is not UTF-8; save the file again with UTF-8 encoding"),
        ),
        (b"x" * 400_001, Fault(1, "the text is larger than 400 kB; divide it into several documents")),
        (
            b"---\na: \x00\n---\n",
            Fault(
                2,
                "there is a character here that cannot be seen (U+0000);"
                " delete it, and type the words again if they were pasted",
            ),
        ),
    ],
)
def test_a_file_that_is_no_text_is_refused(data, fault):
    with pytest.raises(BadText) as caught:
        read(data)
    assert caught.value.faults == (fault,)


@pytest.mark.parametrize("text", ["a\ue000b", "a\x00b", "a\u202eb", "a\ud800b", "a\rb", "a\x85b", "a\u2028b"])
def test_hidden_characters_are_never_written(text):
    for fields, body in [
        ({"a": text}, ""),
        ({"a": f"{text}\nb"}, ""),
        ({"a": [f"- {text}"]}, ""),
        ({"a": 1}, f"b{text}b"),
    ]:
        with pytest.raises(BadText):
            emit(fields, body)


def test_a_digest_is_that_of_the_bytes():
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
