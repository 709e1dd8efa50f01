"""Recovery as lines: how each range of days, weeks or months lies on the time to the end of the last of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()

DAYS = {"days": 1, "weeks": 7, "months": 30}
# A line is this long in drawing units, whatever time it stands for.
LENGTH = 1000
# The shortest mark that can still be seen, in the same units.
SEEN = 12


@dataclass(frozen=True)
class Stretch:
    """One row of a recovery table; `start` and `length` are drawing units of a line of 1,000."""

    row: Mapping[str, Any]
    start: int
    length: int


@dataclass(frozen=True)
class Timeline:
    """All rows on one line, which ends at `end` (a number of `unit`, such as "12" of "weeks"; "" without rows)."""

    stretches: tuple[Stretch, ...] = ()
    end: str = ""
    unit: str = ""


@register.simple_tag
def timeline(rows: Iterable[Mapping[str, Any]]) -> Timeline:
    """Lay the rows of a recovery table on one line of time, all to the same scale.

    Example: of 0-1 days, 2-4 weeks and 6-12 weeks, the second goes from 167 to 333 of 1,000.
    """
    ranges = [(row, *_days(row)) for row in rows]
    if not ranges:
        return Timeline()
    last, _low, days = max(ranges, key=lambda found: found[2])
    stretches = tuple(_stretch(row, low, high, days or 1) for row, low, high in ranges)
    return Timeline(stretches, str(last["range"]).rpartition("-")[2], last["unit"])


def _days(row: Mapping[str, Any]) -> tuple[int, int]:
    """The first and last day of a row; a single number is a moment."""
    low, _hyphen, high = str(row["range"]).partition("-")
    return int(low) * DAYS[row["unit"]], int(high or low) * DAYS[row["unit"]]


def _stretch(row: Mapping[str, Any], low: int, high: int, end: int) -> Stretch:
    start, stop = round(low * LENGTH / end), round(high * LENGTH / end)
    length = max(SEEN, stop - start)
    return Stretch(row, min(start, LENGTH - length), length)
