"""The colours of the site: which of them carry words, which draw lines that one must see, and how well each is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.text.colours import contrast, schemes

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css")
# WCAG 2.2, 1.4.6 (AAA) for words; 1.4.11 (AA) for lines of controls and drawings.
WORDS_AT_LEAST, LINES_AT_LEAST = 7.0, 3.0

# Each colour with every ground that it is seen on.
_PAPERS = ("paper", "raised", "sunk")
_WASHES = ("red-wash", "amber-wash", "green-wash")
WORDS = {
    "ink": (*_PAPERS, *_WASHES),
    "quiet": _PAPERS,
    "spruce": (*_PAPERS, *_WASHES),
    "clay": _PAPERS,
    "on-spruce": ("spruce",),
    "paper": ("ink",),
    "red": ("red-wash", "paper"),
    "amber": ("amber-wash",),
    "green": ("green-wash",),
}
LINES = {
    "edge": _PAPERS,
    "red-edge": ("red-wash", "paper"),
    "amber-edge": ("amber-wash", "paper"),
    "green-edge": ("green-wash", "paper"),
    "bone-line": ("paper",),
    "disc-line": ("paper",),
    "nerve-line": ("paper",),
    "slip-line": ("paper",),
    "muscle-line": ("paper",),
    # It goes around skin that stays as light in the dark.
    "skin-line": ("skin",),
    "metal-line": ("paper",),
    "tool": ("paper",),
    "cloth-line": ("paper",),
}
# They carry no meaning by themselves: grounds, hairlines, and the fills that one of the lines above goes around.
FILLS = (
    *("raised", "sunk", *_WASHES, "line"),
    *("bone", "disc", "core", "nerve", "sac", "ligament", "slip"),
    *("muscle", "skin", "fat", "metal", "graft", "cloth", "scan"),
)


@dataclass(frozen=True)
class Measure:
    """How well a colour is seen on one ground; `colour` and `ground` are values such as "#fbf8f2"."""

    name: str
    ground: str
    ratio: float


@dataclass(frozen=True)
class Swatch:
    """A colour to be shown, with its value and what was measured of it."""

    name: str
    value: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Purpose:
    """Colours of one use. `drawn` says how a swatch is drawn: "words", "lines" or "fills"."""

    drawn: str
    label: Any
    swatches: tuple[Swatch, ...]


@dataclass(frozen=True)
class Scheme:
    """All colours as they are where a reader asks for this scheme."""

    name: str
    paper: str
    purposes: tuple[Purpose, ...]


def palette(css: str) -> list[Scheme]:
    """The colours of a style sheet in each of its schemes, measured."""
    return [_scheme(name, values) for name, values in schemes(css).items()]


def _scheme(name: str, values: Mapping[str, str]) -> Scheme:
    purposes = (
        Purpose("words", _("Words and what is pressed: at least 7 to 1"), _swatches(WORDS, values)),
        Purpose("lines", _("Lines that one must see: at least 3 to 1"), _swatches(LINES, values)),
        Purpose("fills", _("Grounds and fills, which say nothing alone"), _swatches(dict.fromkeys(FILLS, ()), values)),
    )
    return Scheme(name, values["paper"], purposes)


def _swatches(colours: Mapping[str, tuple[str, ...]], values: Mapping[str, str]) -> tuple[Swatch, ...]:
    return tuple(
        Swatch(
            colour,
            values[colour],
            tuple(Measure(on, values[on], contrast(values[colour], values[on])) for on in grounds),
        )
        for colour, grounds in colours.items()
    )
