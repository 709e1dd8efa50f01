"""Limits of a body, checked before anything slow sees it."""

from time import process_time

import pytest

from portal.text.faults import BadText, Fault
from portal.text.limits import check, depth
from portal.text.render import Outside, render

NOTHING = Outside({}, {}, {})
LONG = "this line is longer than 2000 characters; start a new paragraph somewhere in it"
DEEP = "lists or quotes are more than 12 deep here; write them flatter"
BRACKETS = "more than 50 “[” are in this paragraph; divide it"
COLUMNS = "a table has at most 12 columns; make two tables of it"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x" * 2000,
        "[" * 50,
        "> " * 12 + "x",
        "- " * 12 + "x",
        "    " * 11 + "- x",
        "|" * 13,
        "\n".join(["- [a] [b]"] * 100),
        "\n".join(["1. [a] [b]"] * 100),
        "\n".join(["| [a] | [b] |"] * 100),
        "\n\n".join(["[" * 50] * 40),
        "\n" * 3999,
        "tab\tand\nline",
    ],
)
def test_what_pages_need_is_within_the_limits(body):
    assert check(body) == []


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("a\n" + "x" * 2001, [Fault(2, LONG)]),
        ("a\n\nb\n" + "[" * 51, [Fault(3, BRACKETS)]),
        ("[" * 30 + "\n" + "[" * 30, [Fault(1, BRACKETS)]),
        ("words\n" + "\n".join(["- [a] [b]"] * 30), [Fault(1, BRACKETS)]),
        ("- a\n- " + "[" * 51, [Fault(2, BRACKETS)]),
        ("a\n\n" + "> " * 13 + "x", [Fault(3, DEEP)]),
        ("- " * 13 + "x", [Fault(1, DEEP)]),
        ("1. " * 13 + "x", [Fault(1, DEEP)]),
        ("> - " * 7 + "x", [Fault(1, DEEP)]),
        ("    " * 12 + "- x", [Fault(1, DEEP)]),
        ("\t" * 13 + "x", [Fault(1, DEEP)]),
        ("|" * 14, [Fault(1, COLUMNS)]),
        ("\n" * 4000, [Fault(4000, "there are more than 4000 lines; divide the text into several pages")]),
        ("é" * 100_001, [Fault(1, "the body is larger than 200 kB; divide it into several pages")]),
        (
            "x\n\ue000",
            [
                Fault(
                    2,
                    "there is a character here that cannot be seen (U+E000);"
                    " delete it, and type the words again if they were pasted",
                )
            ],
        ),
    ],
)
def test_too_much_is_told_at_its_line(body, faults):
    assert check(body) == faults


def test_several_troubles_are_told_at_once():
    assert check("x" * 2001 + "\n\n" + "[" * 51 + "\n\n" + "> " * 13) == [
        Fault(1, LONG),
        Fault(5, DEEP),
        Fault(3, BRACKETS),
    ]


@pytest.mark.parametrize(
    ("line", "levels"),
    [("", 0), ("x", 0), ("- x", 1), ("> - x", 2), ("    - x", 2), ("1. 2. x", 2), ("-x", 0), ("---", 0)],
)
def test_depth_counts_marks_and_indents(line, levels):
    assert depth(line) == levels


HUGE = {
    "brackets": "[" * 20_000,
    "brackets in lines": "\n".join(["[" * 1900] * 10),
    "brackets in paragraphs": "\n\n".join(["[" * 50] * 3800),
    "links": "\n\n".join(["[x](" * 50] * 900),
    "quotes": ">" * 300 + " x",
    "lists": "- " * 300 + "x",
    "lists by indent": "\n".join("    " * level + "- x" for level in range(300)),
    "quotes by line": "\n".join("> " * level + "x" for level in range(300)),
    "20 MB": "word " * 4_000_000,
    "20 MB of lines": "\n" * 20_000_000,
    "stars": "*" * 20_000,
    "stars in lines": "\n".join(["*a_" * 600] * 100),
    "ticks": "\n\n".join(["`" * 400] * 400),
    "columns": "\n".join(["|" * 1000] * 100),
    "hidden": "\ue000" * 190_000,
    "blocks": "::: do\n" * 20_000,
}


@pytest.mark.parametrize("body", HUGE.values(), ids=HUGE.keys())
def test_what_is_made_to_exhaust_is_refused_at_once(body):
    start = process_time()
    with pytest.raises(BadText):
        render(body, NOTHING)
    assert process_time() - start < 0.5


def test_many_faults_are_found_without_a_long_search():
    start = process_time()
    with pytest.raises(BadText) as caught:
        render("\n\n".join(f"[a](x{number})" for number in range(1900)), NOTHING)
    assert process_time() - start < 2
    assert len(caught.value.faults) == 50
