"""Front matter that is refused: at which line, with which mend, and how fast."""

from time import perf_counter

import pytest

from portal.text.faults import BadText, Fault
from portal.text.frontmatter import parse


def faults_of(text: str) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    with pytest.raises(BadText) as caught:
        parse(text)
    return caught.value.faults


def lines_of(fields: str) -> list[int]:
    """The lines of a front matter's faults, where 2 is its first line."""
    return [fault.line for fault in faults_of(f"---\n{fields}\n---\n")]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "must begin with a line of three hyphens"),
        ("title: A\n", 1, "must begin with a line of three hyphens"),
        (" ---\na: 1\n---\n", 1, "must begin with a line of three hyphens"),
        ("---\na: 1\n", 3, "add a line of three hyphens"),
        ("---\n- a\n---\n", 2, "front matter is a list of fields"),
        ("---\njust words\n---\n", 2, "front matter is a list of fields"),
        ("---\na: 1\nb: c: d\n---\n", 3, "put the whole text in double quotes"),
        ("---\na:\n\t- b\n---\n", 3, "spaces and no tabs"),
        ("---\na: 1\n b: 2\n---\n", 3, "double quotes"),
        ("---\na: 'b\n---\n", 3, "cannot be read"),
        ("---\na: @b\n---\n", 2, "cannot be read"),
        ("---\na: 1\nb: 2\na: 3\n---\n", 4, "“a” is here twice; keep one of them"),
        ("---\nr:\n  - id: a\n    id: b\n---\n", 4, "“id” is here twice; keep one of them"),
        ("---\na: &x 1\n---\n", 2, "write the text out"),
        ("---\na: b\nc: *a\n---\n", 3, "write the text out"),
        ("---\na: !!str 1\n---\n", 2, "leave the mark out"),
        ("---\na: !x\n  b: 1\n---\n", 2, "leave the mark out"),
        ("---\n!x a: 1\n---\n", 2, "correct the name"),
        ("---\n# note\na: 1\n---\n", 2, "delete the note"),
        ("---\na: 1 # note\n---\n", 2, "delete the note"),
        ("---\na: |\n  b # kept\n# note\n---\n", 4, "delete the note"),
        ("---\na: | # note\n  b\n---\n", 2, "start the text on the next line"),
        ("---\na: |2\n  b\n---\n", 2, "start the text on the next line"),
        ("---\na: [b, c]\n---\n", 2, "write each item on a line of its own"),
        ("---\na: {b: c}\n---\n", 2, "write each item on a line of its own"),
        ("---\na:\n  - - b\n---\n", 3, "cannot be an item of a list"),
        ("---\nTitle: x\n---\n", 2, "correct the name"),
        ("---\na b: x\n---\n", 2, "correct the name"),
        ("---\n<<: x\n---\n", 2, "correct the name"),
        ("---\n? [a]\n: b\n---\n", 2, "correct the name"),
        ("---\na: 1\n...\nb: 2\n---\n", 3, "one list of fields only"),
        ('---\na: "\\u0007"\n---\n', 2, "cannot be seen"),
        ('---\na: "\\uE000"\n---\n', 2, "cannot be seen"),
        ("---\na: \x07\n---\n", 2, "(U+0007)"),
        ("---\na: 1\n---\n\nx\n\ue000\n", 6, "(U+E000)"),
        ("---\r\na: 1\r\n---\r\n", 1, "(U+000D)"),
    ],
)
def test_a_text_that_could_mislead_is_refused_at_its_line_with_the_mend(text, line, words):
    fault = next(fault for fault in faults_of(text) if words in fault.message)
    assert fault.line == line


def test_all_faults_are_told_at_once():
    assert lines_of("a: &x 1\nb: !!int 2\na: 3 # note\nB: 4\nc: 5") == [2, 3, 4, 4, 5]


def test_nesting_ends_where_no_field_could_be():
    deep = "a:\n" + "".join("  " * level + "b:\n" for level in range(1, 30))
    assert lines_of(deep) == [8]


def bomb() -> str:
    """The text that grows a thousand million times when its names are followed."""
    rows = ["a0: &a0 lol"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "---\n" + "\n".join(rows) + "\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        bomb(),
        "---\na: " + "[" * 20_000 + "\n---\n",
        "---\na: " + "{" * 20_000 + "\n---\n",
        "---\n" + "- " * 20_000 + "\n---\n",
        "---\n" + "? " * 20_000 + "\n---\n",
        "---\n" + "&" * 20_000 + "\n---\n",
        "---\na: " + "x" * 20_000_000,
        "---\n" * 5_000_000,
        "\ue000" * 300_000,
    ],
    ids=["yaml bomb", "brackets", "braces", "hyphens", "question marks", "ampersands", "20 MB", "fences", "hidden"],
)
def test_what_is_made_to_exhaust_is_refused_at_once(text):
    start = perf_counter()
    faults_of(text)
    assert perf_counter() - start < 0.5
