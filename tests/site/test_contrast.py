"""What must be seen on the site is seen in every scheme of its style sheet."""

import re
from pathlib import Path

import pytest

from portal.text.colours import contrast, is_colour, schemes
from portal.views.palette import FILLS, LINES, LINES_AT_LEAST, TOKENS, WORDS, WORDS_AT_LEAST

CSS = TOKENS.read_text(encoding="utf-8")
SCHEMES = schemes(CSS)
SHEETS = sorted(TOKENS.parent.glob("*.css"))
PAIRS = [
    (scheme, colour, ground, least)
    for scheme in SCHEMES
    for colours, least in ((WORDS, WORDS_AT_LEAST), (LINES, LINES_AT_LEAST))
    for colour, grounds in colours.items()
    for ground in grounds
]


def test_there_is_a_light_and_a_dark_scheme():
    assert {"light", "dark"} <= SCHEMES.keys()


@pytest.mark.parametrize(("scheme", "colour", "ground", "least"), PAIRS)
def test_a_colour_stands_out_from_its_ground(scheme, colour, ground, least):
    values = SCHEMES[scheme]
    assert contrast(values[colour], values[ground]) >= least


def test_every_colour_is_measured_or_said_to_mean_nothing_alone():
    found = {name for values in SCHEMES.values() for name, value in values.items() if is_colour(value)}
    assert found == {*WORDS, *LINES, *FILLS}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_words_are_set_only_in_colours_that_are_measured_for_words(sheet: Path):
    used = set(re.findall(r"(?<![a-z-])color:\s*var\(--([a-z-]+)\)", sheet.read_text(encoding="utf-8")))
    # --word is one of them, chosen by a callout's degree.
    assert used - {"word"} <= WORDS.keys()
