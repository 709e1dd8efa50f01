"""Findings that were reported as a range: different studies, different figures."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.finding.reading import ArmReading, Facts, Reading, shown_number
from portal.kinds.finding.shape import Shape, arms_field, order_gaps
from portal.kinds.numbers import DecimalField
from portal.text.figures import denominator, out_of

if TYPE_CHECKING:
    from portal.kinds.form import DocumentForm


def _in_unit(low: Decimal, high: Decimal, words: Any, _at_least: int = 0) -> tuple[str, int]:
    return _between(shown_number(low), shown_number(high), words), 0


def _of_people(low: Decimal, high: Decimal, words: Any, at_least: int) -> tuple[str, int]:
    """A range of percentages as people out of one number, under the one rounding rule."""
    if low < 0 or high > 100:
        return _in_unit(low, high, words)
    whole = max(at_least, denominator(low, high))
    ends = (str(out_of(low, whole)), str(out_of(high, whole)))
    return _between(*ends, _("of %(whole)s") % {"whole": shown_number(whole)}), whole


def _between(low: str, high: str, words: Any) -> str:
    if low == high:
        return _now("%(low)s %(unit)s") % {"low": low, "unit": words}
    return _now("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": words}


class Unit(NamedTuple):
    """A unit of a range: its words, and how its ends are said (with the number counted out of, or 0)."""

    words: Any
    said: Callable[[Decimal, Decimal, Any, int], tuple[str, int]]


UNITS = {
    "percent": Unit(_("percent"), _of_people),
    "nights": Unit(_("nights"), _in_unit),
    "days": Unit(_("days"), _in_unit),
    "weeks": Unit(_("weeks"), _in_unit),
    "months": Unit(_("months"), _in_unit),
    "points": Unit(_("points"), _in_unit),
    "millilitres": Unit(_("millilitres"), _in_unit),
    "minutes": Unit(_("minutes"), _in_unit),
}


class Range(Shape):
    """The lowest and the highest figure that were reported."""

    slug = "range"
    name = _("Range")
    fields = {
        "range_low": DecimalField(
            _("From"), _("The lowest figure, as reported. Example: 2.1."), such_as="2.1", needed=True
        ),
        "range_high": DecimalField(
            _("To"), _("The highest figure, as reported. Example: 8."), such_as="8", needed=True
        ),
        "range_unit": ChoiceField(
            _("Unit"),
            _("What the figures count."),
            answers={slug: unit.words for slug, unit in UNITS.items()},
            needed=True,
        ),
        "arms": arms_field({}, least=0, most=2, needed=False),
    }

    def gaps(self, form: "DocumentForm") -> Iterator[Gap]:
        yield from order_gaps(form, "range_low", "range_high")
        for name in ("range_low", "range_high"):
            number = form.value(name)
            if form.value("range_unit") == "percent" and number is not None and not 0 <= number <= 100:
                yield Gap(_now("%(field)s must be between 0 and 100 percent") % {"field": form.called(name)}, (name,))

    def read(self, facts: Facts, reading: Reading) -> Reading:
        arms = tuple(ArmReading(arm.word("id"), arm.label("name")) for arm in facts.arms())
        low, high, unit = facts.number("range_low"), facts.number("range_high"), UNITS.get(facts.word("range_unit"))
        if low is None or high is None or unit is None:
            return replace(reading, arms=arms)
        sentence, whole = unit.said(low, high, unit.words, facts.out_of)
        return replace(reading, arms=arms, sentence=sentence, raw=_in_unit(low, high, unit.words)[0], denominator=whole)
