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


def reading_of(fields: Mapping[str, Any], language: str) -> Reading:
    """A finding's front matter as sentence-ready parts in one language. KeyError when its shape is unknown."""
    facts = Facts(fields, language)
    with translation.override(language):
        return SHAPES[facts.word("shape")].read(facts, common_reading(facts))
