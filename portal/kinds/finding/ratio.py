"""Findings reported as a ratio only. It says nothing about how many people, so it never becomes people."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.finding.reading import ArmReading, Facts, Reading, interval_words, shown_number
from portal.kinds.finding.shape import Shape, arms_field, interval_fields, order_gaps
from portal.kinds.numbers import DecimalField

if TYPE_CHECKING:
    from portal.kinds.form import DocumentForm

RATIO_KINDS = {"odds_ratio": _("odds ratio"), "risk_ratio": _("risk ratio"), "hazard_ratio": _("hazard ratio")}
SENTENCES = {
    "odds_ratio": _("the odds were %(ratio)s times as high: %(first)s, set against %(second)s"),
    "risk_ratio": _("the risk was %(ratio)s times as high: %(first)s, set against %(second)s"),
    "hazard_ratio": _("at any time, the risk was %(ratio)s times as high: %(first)s, set against %(second)s"),
}


class Ratio(Shape):
    """An odds, risk or hazard ratio of a first group to a second."""

    slug = "ratio"
    name = _("Ratio of two groups")
    fields = {
        "ratio_kind": ChoiceField(_("Kind of ratio"), _("As reported."), answers=RATIO_KINDS, needed=True),
        "ratio": DecimalField(
            _("Ratio"), _("First group to second, as reported. Example: 0.42."), such_as="0.42", needed=True
        ),
        **interval_fields(with_percent=False),
        "arms": arms_field({}, least=2, most=2, needed=True),
    }

    def gaps(self, form: "DocumentForm") -> Iterator[Gap]:
        ratio = form.value("ratio")
        if ratio is not None and ratio <= 0:
            yield Gap(_now("%(field)s must be above 0") % {"field": form.called("ratio")}, ("ratio",))
        yield from order_gaps(form, "interval_low", "interval_high")

    def read(self, facts: Facts, reading: Reading) -> Reading:
        arms = tuple(ArmReading(arm.word("id"), arm.label("name")) for arm in facts.arms())
        kind, ratio = facts.word("ratio_kind"), facts.number("ratio")
        if ratio is None or kind not in SENTENCES or len(arms) < 2:
            return replace(reading, arms=arms, interval=interval_words(facts))
        more = {"ratio": shown_number(ratio), "first": arms[0].name, "second": arms[1].name}
        raw = _now("%(kind)s %(ratio)s") % {"kind": RATIO_KINDS[kind], "ratio": more["ratio"]}
        return replace(
            reading, arms=arms, sentence=str(SENTENCES[kind]) % more, raw=raw, interval=interval_words(facts)
        )
