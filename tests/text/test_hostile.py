"""Whatever is typed, what comes out is harmless, or is refused with a mend."""

from decimal import Decimal

import pytest

from portal.text.characters import HIDDEN
from portal.text.clean import UNSEEN, clean
from portal.text.faults import BadText, Fault
from portal.text.frontmatter import Value, emit, parse, read
from portal.text.references import Ref
from portal.text.render import Outside, render
from tests.text.hostile import HOSTILE
from tests.text.judging import shown, troubles

OUTSIDE = Outside(
    terms={"script": "script", "alert": "alert", "your results": "results"},
    urls={Ref("condition", "slipped-disc"): "/conditions/slipped-disc/"},
    finding_sources={"x": "y"},
)
PLACES = {
    "body": "{}",
    "behind words": "Words before {} and after.",
    "heading": "## {}\n\nWords.",
    "list": "- one\n- {}",
    "quote": "> {}",
    "strong": "**{}**",
    "code": "`{}`",
    "link label": "[{}](https://a.example/)",
    "link target": "[x]({})",
    "link target in pointed brackets": "[x](<{}>)",
    "link title": '[x](https://a.example/ "{}")',
    "table cell": "| a | b |\n|:--|--:|\n| {} | x |",
    "citation": "Words [@{}].",
    "setting": "Call {{{}}} now.",
    "callout": "::: callout today\n{}\n:::",
    "steps": "::: steps\n1. {}\n:::",
    "behind a block's name": "::: figure {}\n:::",
    "block's name": "::: {}\n:::",
}
numbered = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


def drawn(body: str) -> tuple[str, tuple[Fault, ...]]:
    """The HTML of a body, or "" and the faults for which it is refused."""
    try:
        return shown(render(body, OUTSIDE).parts), ()
    except BadText as bad:
        return "", bad.faults


def test_the_table_holds_many_different_attacks():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 200


@numbered
def test_nothing_dangerous_survives_anywhere_in_a_body(text):
    for place, frame in PLACES.items():
        body = frame.format(text)
        html, faults = drawn(body)
        assert troubles(html) == [], place
        assert all(1 <= fault.line <= body.count("\n") + 1 for fault in faults), place
        assert not any(HIDDEN.search(fault.message) for fault in faults), place


def test_most_of_the_table_is_shown_as_typed_and_not_refused():
    assert sum(drawn(text)[1] == () for text in HOSTILE) > len(HOSTILE) / 2


@numbered
def test_nothing_dangerous_survives_the_cleaner_by_itself(text):
    assert troubles(clean(text)) == []
    assert troubles(clean(f"<p>{text}</p><ul><li>{text}")) == []
    assert troubles(clean(f"<table><tr><td>{text}</td></tr></table>")) == []


@numbered
def test_what_is_clean_stays_as_it_is(text):
    once = clean(text)
    assert clean(once) == UNSEEN.sub("", once)


@numbered
def test_what_is_clean_is_harmless_in_an_older_or_stranger_place(text):
    for outer in ("p", "td", "li", "h2", "a"):
        assert troubles(clean(text), outer) == []


def of_known_types(value: Value) -> bool:
    """Whether a value holds nothing but what front matter knows."""
    if isinstance(value, dict):
        return all(type(key) is str and of_known_types(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(of_known_types, value))
    return value is None or type(value) in (str, int, bool, Decimal)


@numbered
def test_front_matter_gives_plain_values_or_faults(text):
    for frame in ("title: {}", "rows:\n  - {}", "{}: x", "text: |\n  {}", 'title: "{}"', "title: '{}'", "{}"):
        try:
            fields = parse(f"---\nformat: 1\n{frame.format(text)}\n---\n").fields
        except BadText:
            continue
        assert of_known_types(fields)


@numbered
def test_text_in_a_field_is_kept_to_the_letter_or_refused(text):
    try:
        written = emit({"format": 1, "title": text, "rows": [{"id": "a", "name": {"en": text}}]}, text)
    except BadText:
        assert HIDDEN.search(text.replace("\r\n", "\n"))
    else:
        kept = text.replace("\r\n", "\n")
        parsed = parse(read(written.encode()))
        assert parsed.fields == {"format": 1, "title": kept, "rows": [{"id": "a", "name": {"en": kept}}]}
        assert emit(parsed.fields, parsed.body) == written
