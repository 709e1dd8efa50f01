"""Single values of front matter: how they are read and written."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.text.faults import BadText
from portal.text.frontmatter import emit, parse


def value_of(written: str):
    """What is read for a value."""
    return parse(f"---\na: {written}\n---\n").fields["a"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("True", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("1.10", Decimal("1.10")),
        ("-0.5", Decimal("-0.5")),
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("007", "007"),
        ("+44 20", "+44 20"),
        ("+44", "+44"),
        ("1e5", "1e5"),
        (".5", ".5"),
        ("1.", "1."),
        ("0x1F", "0x1F"),
        ("0o7", "0o7"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-11", "2026-11"),
        ("2026-11-20", "2026-11-20"),
        ("9" * 19, "9" * 19),
        ("M51.1", "M51.1"),
        ("0-1", "0-1"),
        ("<<", "<<"),
        ("=", "="),
        ('"12"', "12"),
        ("'true'", "true"),
        ('"a: b # c"', "a: b # c"),
        ("a#b", "a#b"),
        ("a:b", "a:b"),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_a_value_is_what_it_looks_like_and_nothing_cleverer(written, value):
    assert value_of(written) == value
    assert type(value_of(written)) is type(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words", "plain words"),
        ("(both legs)", "(both legs)"),
        ("a, b; c!", "a, b; c!"),
        ("isn't “so”", "isn't “so”"),
        ("café", "café"),
        ("12 nights", "12 nights"),
        ("2026-11", "2026-11"),
        ("0-1", "0-1"),
        ("condition:slipped-disc", "condition:slipped-disc"),
        ("https://a.example/?b=c#d", "https://a.example/?b=c#d"),
        ("yes", '"yes"'),
        ("No", '"No"'),
        ("true", '"true"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("12", '"12"'),
        ("1.10", '"1.10"'),
        ("007", '"007"'),
        ("1e5", '"1e5"'),
        (".nan", '".nan"'),
        ("0x1f", '"0x1f"'),
        ("1,000", '"1,000"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a:", '"a:"'),
        ("- a", '"- a"'),
        ("-5", '"-5"'),
        ("#a", '"#a"'),
        ("[a]", '"[a]"'),
        ("{a}", '"{a}"'),
        ("@a", '"@a"'),
        ("`a`", '"`a`"'),
        ("!a", '"!a"'),
        ("&a", '"&a"'),
        ("*a*", '"*a*"'),
        ("%a", '"%a"'),
        ("|", '"|"'),
        (">a", '">a"'),
        ("?", '"?"'),
        ("'a'", "\"'a'\""),
        ('"a"', '"\\"a\\""'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("a\tb", '"a\\tb"'),
        ("...", '"..."'),
        ("---", '"---"'),
        ("a\\b", "a\\b"),
        ("a\\: b", '"a\\\\: b"'),
        ("a\nb", "|-\n  a\n  b"),
        ("a\n\nb\n", "|\n  a\n\n  b"),
        ("a\n  b", "|-\n  a\n    b"),
        ("a\r\nb", "|-\n  a\n  b"),
        ("a\n", '"a\\n"'),
        ("a\nb\n\n", '"a\\nb\\n\\n"'),
        (" a\nb", '" a\\nb"'),
        ("a\n \nb", '"a\\n \\nb"'),
        ("\na\nb", '"\\na\\nb"'),
        (0, "0"),
        (-3, "-3"),
        (True, "true"),
        (Decimal("1.10"), "1.10"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_a_value_is_written_without_quotes_where_nobody_could_misread_it(value, written):
    assert emit({"a": value}, "") == f"---\na: {written}\n---\n"


TRICKY = st.text(st.sampled_from("ab :#-|>\n\t\"'0179.eE,[]{}&*!%@`~\\yesnotrufal=é“—\xa0"), max_size=20)
SCALARS = (
    TRICKY
    | st.text(max_size=12)
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.booleans()
    | st.decimals(min_value=-1000, max_value=1000, places=2)
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
ROWS = st.lists(st.dictionaries(NAMES, SCALARS | st.dictionaries(NAMES, TRICKY, max_size=2), max_size=3), max_size=3)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(NAMES, SCALARS, max_size=2) | ROWS


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4), TRICKY)
def test_whatever_is_written_is_read_and_written_the_same(fields, body):
    try:
        text = emit(fields, body)
    except BadText:
        return
    parsed = parse(text)
    assert emit(parsed.fields, parsed.body) == text


@settings(max_examples=200, deadline=None)
@given(TRICKY)
def test_text_comes_back_to_the_letter(text):
    assert parse(emit({"a": text}, "")).fields == ({"a": text} if text.strip() else {})
