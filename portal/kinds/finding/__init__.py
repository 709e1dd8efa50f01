"""Findings: one result of one study or review, kept as reported, in one of a few shapes."""

from portal.kinds.finding.reading import ArmReading, Reading
from portal.kinds.finding.shapes import SHAPES, reading_of

__all__ = ["SHAPES", "ArmReading", "Reading", "reading_of"]
