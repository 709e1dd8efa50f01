"""Findings that compare a score, a time or an amount: the difference between two groups."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.finding.reading import ArmReading, Facts, Reading, interval_words, shown_number, side_by_side
from portal.kinds.finding.shape import Shape, arms_field, interval_fields, order_gaps
from portal.kinds.labels import LabelsField
from portal.kinds.numbers import DecimalField
from portal.kinds.slugs import NameField

if TYPE_CHECKING:
    from portal.kinds.form import DocumentForm

MEASURES = {"mean": _("mean"), "median": _("median")}
BETTER = {"lower": _("lower is better"), "higher": _("higher is better")}
# The group that is favoured did better, so its figure lies on the better side.
RESULTS = {"lower": _("%(amount)s lower with %(group)s"), "higher": _("%(amount)s higher with %(group)s")}


class Difference(Shape):
    """A difference in means or medians, on a scale with ends and a better side."""

    slug = "difference"
    name = _("Difference between two groups")
    fields = {
        "measure": ChoiceField(_("Measure"), _("What was compared: means or medians."), answers=MEASURES, needed=True),
        "scale": LabelsField(_("Scale"), _("What was measured. Example: “leg pain”."), longest=120, needed=True),
        "unit": LabelsField(_("Unit"), _("What it is counted in. Example: “points” or “millilitres”."), longest=40),
        "scale_low": DecimalField(_("Scale from"), _("The lowest value there can be. Example: 0."), such_as="0"),
        "scale_high": DecimalField(_("Scale to"), _("The highest value there can be. Example: 100."), such_as="100"),
        "better": ChoiceField(_("Better"), _("Which way is better for the patient."), answers=BETTER, needed=True),
        "arms": arms_field(
            {"value": DecimalField(_("Value"), _("As reported. Example: 12.5."))}, least=2, most=2, needed=False
        ),
        "difference": DecimalField(_("Difference"), _("As reported, with its sign. Example: −12.1."), such_as="-12.1"),
        "favours": NameField(
            _("Better group"),
            _("The group that did better, by its name. Example: “early surgery”; “neither” when none did."),
            such_as="early-surgery",
        ),
        **interval_fields(with_percent=True),
        "smallest_noticed": DecimalField(
            _("Smallest difference people notice"), _("On the same scale, if it is known. Example: 10."), such_as="10"
        ),
    }

    def gaps(self, form: "DocumentForm") -> Iterator[Gap]:
        arms = form.value("arms") or ()
        values = [arm.get("value") for arm in arms]
        has_values = bool(arms) and all(one is not None for one in values)
        if form.value("difference") is None and not has_values:
            yield Gap(
                _now("a figure is missing; give the difference, or a value for each of the two groups"), ("shape",)
            )
        if any(one is not None for one in values) and not has_values:
            yield Gap(
                _now("%(field)s need a value each, or none; fill in the missing one") % {"field": form.called("arms")},
                ("arms",),
            )
        yield from order_gaps(form, "scale_low", "scale_high")
        yield from order_gaps(form, "interval_low", "interval_high")

    def read(self, facts: Facts, reading: Reading) -> Reading:
        arms = tuple(self._arm(arm, facts) for arm in facts.arms())
        difference, noticed = facts.number("difference"), facts.number("smallest_noticed")
        words = _now("people notice a difference of about %(amount)s")
        return replace(
            reading,
            arms=arms,
            sentence=self._sentence(facts, arms, difference),
            raw="" if difference is None else self._raw(facts, difference),
            interval=interval_words(facts),
            direction=str(BETTER.get(facts.word("better"), "")),
            scale=self._scale(facts),
            noticed="" if noticed is None else words % {"amount": _amount(noticed, facts)},
        )

    def _arm(self, arm: Facts, facts: Facts) -> ArmReading:
        value = arm.number("value")
        figure = "" if value is None else _amount(value, facts)
        return ArmReading(arm.word("id"), arm.label("name"), figure, figure)

    def _sentence(self, facts: Facts, arms: tuple[ArmReading, ...], difference: Decimal | None) -> str:
        if difference is None:
            return side_by_side(arms)
        amount = _amount(abs(difference), facts)
        names = {arm.id: arm.name for arm in arms}
        favoured, better = facts.word("favours"), facts.word("better")
        if favoured in ("", "neither") or better not in RESULTS or not difference:
            return _now("a difference of %(amount)s") % {"amount": amount}
        return str(RESULTS[better]) % {"amount": amount, "group": names.get(favoured, favoured.replace("-", " "))}

    def _raw(self, facts: Facts, difference: Decimal) -> str:
        words = _now("%(measure)s difference: %(amount)s")
        measure = str(MEASURES.get(facts.word("measure"), ""))
        return (words % {"measure": measure, "amount": _amount(difference, facts)}).strip()

    def _scale(self, facts: Facts) -> str:
        low, high = facts.number("scale_low"), facts.number("scale_high")
        if low is None or high is None:
            return facts.label("scale")
        words = _now("%(scale)s, from %(low)s to %(high)s")
        return words % {"scale": facts.label("scale"), "low": shown_number(low), "high": shown_number(high)}


def _amount(number: Decimal, facts: Facts) -> str:
    return f"{shown_number(number)} {facts.label('unit')}".strip()
