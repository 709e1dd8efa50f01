"""Texts of other formats."""

import pytest

from portal.text import upgrade
from portal.text.faults import BadText, Fault
from portal.text.frontmatter import Parsed, parse


def test_a_text_of_todays_format_is_left_alone():
    parsed = parse("---\nformat: 1\ntitle: A\n---\n")
    assert upgrade.lift(parsed) is parsed


@pytest.mark.parametrize(
    "line", ["title: A", "format: one", "format: true", 'format: "1"', "format: 0", "format: -1", "format: 1.0"]
)
def test_a_text_without_a_format_says_what_to_write(line):
    with pytest.raises(BadText) as caught:
        upgrade.lift(parse(f"---\n{line}\n---\n"))
    (fault,) = caught.value.faults
    assert fault.message == "the format is missing; write “format: 1” as the first field"


def test_a_text_of_the_future_waits_for_the_portal():
    with pytest.raises(BadText) as caught:
        upgrade.lift(parse("---\ntitle: A\nformat: 2\n---\n"))
    assert caught.value.faults == (Fault(3, "this text is of format 2; update the portal first"),)


def test_an_old_text_goes_through_each_step_once(monkeypatch):
    def step(to: int):
        def lifted(parsed: Parsed) -> Parsed:
            fields = {**parsed.fields, "format": to, "steps": [*parsed.fields.get("steps", []), to]}
            return Parsed(fields, parsed.body, parsed.lines, parsed.body_line)

        return lifted

    monkeypatch.setattr(upgrade, "FORMAT", 3)
    monkeypatch.setattr(upgrade, "STEPS", {1: step(2), 2: step(3)})
    assert upgrade.lift(parse("---\nformat: 1\n---\n")).fields == {"format": 3, "steps": [2, 3]}
    assert upgrade.lift(parse("---\nformat: 2\n---\n")).fields == {"format": 3, "steps": [3]}
