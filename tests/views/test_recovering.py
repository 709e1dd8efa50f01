"""Recovery on lines of time."""

import pytest

from portal.templatetags.recovering import Stretch, Timeline, timeline


def rows(*ranges: tuple[str, str]) -> list[dict[str, str]]:
    return [{"id": f"r{number}", "range": span, "unit": unit} for number, (span, unit) in enumerate(ranges)]


@pytest.mark.parametrize(
    ("ranges", "stretches", "end"),
    [
        ([("0-1", "days"), ("2-4", "weeks"), ("6-12", "weeks")], [(0, 12), (167, 166), (500, 500)], ("12", "weeks")),
        ([("6", "weeks"), ("3-6", "months")], [(233, 12), (500, 500)], ("6", "months")),
        # A moment at the very end still lies on the line.
        ([("12", "weeks")], [(988, 12)], ("12", "weeks")),
        ([("0", "days")], [(0, 12)], ("0", "days")),
        ([], [], ("", "")),
    ],
)
def test_each_range_lies_where_its_days_are(
    ranges: list[tuple[str, str]], stretches: list[tuple[int, int]], end: tuple[str, str]
) -> None:
    given = rows(*ranges)
    placed = tuple(Stretch(row, *place) for row, place in zip(given, stretches, strict=True))
    assert timeline(given) == Timeline(placed, *end)
