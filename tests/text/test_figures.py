"""Counts out of one number."""

from decimal import Decimal

import pytest

from portal.text.figures import denominator, out_of, per, percent_of


@pytest.mark.parametrize(
    ("count", "total", "out", "expected"),
    [
        (0, 10, 100, 0),
        (10, 10, 100, 100),
        (9, 72, 100, 13),
        (1, 8, 100, 13),
        (1, 200, 100, 1),
        (1, 201, 100, 0),
        (1, 2000, 1000, 1),
        (3, 8, 1000, 375),
        (1, 3, 100, 33),
        (2, 3, 100, 67),
        (5, 40, 8, 1),
        (12345, 100000, 1000, 123),
    ],
)
def test_a_half_person_is_rounded_up(count, total, out, expected):
    assert per(count, total, out) == expected


@pytest.mark.parametrize(("count", "total"), [(1, 0), (0, 0), (-1, 5), (6, 5), (1, -5)])
def test_impossible_counts_are_refused(count, total):
    with pytest.raises(ValueError, match="correct the two numbers"):
        per(count, total)
    with pytest.raises(ValueError, match="correct the two numbers"):
        percent_of(count, total)


@pytest.mark.parametrize(
    ("percent", "out", "expected"),
    [
        ("0", 100, 0),
        ("100", 100, 100),
        ("12.5", 100, 13),
        ("12.4", 100, 12),
        ("0.5", 100, 1),
        ("0.49", 100, "<1"),
        ("99.5", 100, ">99"),
        ("99.4", 100, 99),
        ("0.49", 1000, 5),
        ("0.04", 1000, "<1"),
        ("99.96", 1000, ">999"),
        ("2.25", 1000, 23),
    ],
)
def test_a_percentage_becomes_people_and_few_never_becomes_nobody(percent, out, expected):
    assert out_of(Decimal(percent), out) == expected


@pytest.mark.parametrize("percent", ["-0.1", "100.1", "1000"])
def test_an_impossible_percentage_is_refused(percent):
    with pytest.raises(ValueError, match="from 0 to 100"):
        out_of(Decimal(percent))


@pytest.mark.parametrize(
    ("percents", "expected"),
    [([], 100), (["12", "3"], 100), (["12", "0.9"], 1000), (["0", "5"], 100), (["1"], 100), (["0.001"], 1000)],
)
def test_a_comparison_is_finer_when_a_figure_is_under_one_in_a_hundred(percents, expected):
    assert denominator(*map(Decimal, percents)) == expected


def test_a_count_and_its_percentage_give_the_same_people():
    for count in range(81):
        assert out_of(percent_of(count, 80), 100) in (per(count, 80), "<1", ">99")
