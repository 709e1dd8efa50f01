"""The shapes a finding can have. A new one is a small class and a row here."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from portal.kinds.finding.counts import OneCount, TwoCounts
from portal.kinds.finding.difference import Difference
from portal.kinds.finding.range import Range
from portal.kinds.finding.ratio import Ratio
from portal.kinds.finding.reading import Facts, Reading, common_reading
from portal.kinds.finding.shape import Shape
from portal.kinds.finding.words import NotCounted, Words

_SHAPES = (TwoCounts(), OneCount(), Difference(), Ratio(), Range(), Words(), NotCounted())
SHAPES: dict[str, Shape] = {shape.slug: shape for shape in _SHAPES}


def reading_of(fields: Mapping[str, Any], language: str, *, out_of: int = 0) -> Reading:
    """A finding's front matter as sentence-ready parts in one language. KeyError when its shape is unknown.

    Counts are given out of 100, or of 1,000 where a figure is under 1 in 100 or `out_of` asks for it.
    """
    facts = Facts(fields, language, out_of)
    with translation.override(language):
        return SHAPES[facts.word("shape")].read(facts, common_reading(facts))
