"""Counts out of one number, as patients can picture them; one rounding rule (half up) for the whole site."""

from decimal import Decimal
from fractions import Fraction

USUAL = 100
FINE = 1000  # for a comparison in which something happens to fewer than 1 in 100


def half_up(number: Fraction) -> int:
    """The nearest whole number of a number not below 0; a half goes up."""
    return int(number + Fraction(1, 2))


def per(count: int, total: int, denominator: int = USUAL) -> int:
    """How many of `denominator` people a count is: per(9, 72) is 13. ValueError for impossible counts."""
    return half_up(share(count, total) * denominator)


def percent_of(count: int, total: int) -> Decimal:
    """A count out of a total as a percentage, not rounded to be shown. ValueError for impossible counts."""
    exact = share(count, total) * 100
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def share(count: int, total: int) -> Fraction:
    """The exact part of the total. ValueError when nobody was counted, or more than there were."""
    if total <= 0 or not 0 <= count <= total:
        raise ValueError(f"{count} out of {total} cannot be counted; correct the two numbers")
    return Fraction(count, total)


def out_of(percent: Decimal, denominator: int = USUAL) -> int | str:
    """How many of `denominator` people a percentage is. ValueError unless it is from 0 to 100.

    "<1" stands for a few who would round to nobody, ">99" (or ">999") for not quite all who would round to all.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent} is not a percentage; write a number from 0 to 100")
    people = half_up(Fraction(percent) * denominator / 100)
    if people == 0 and percent > 0:
        return "<1"
    if people == denominator and percent < 100:
        return f">{denominator - 1}"
    return people


def denominator(*percents: Decimal) -> int:
    """The one number to count out of in a comparison: 1000 when a figure in it is under 1 in 100, else 100."""
    return FINE if any(0 < percent < 1 for percent in percents) else USUAL
