"""A finding in parts that a sentence, a table or a picture can be made of, in one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.kinds.finding.answers import CERTAINTIES, DESIGNS, NOT_RATED, SMALL_NUMBERS, SPANS, TIES, TIMINGS
from portal.kinds.labels import in_language


@dataclass(frozen=True)
class ArmReading:
    """One group of a finding.

    `figure` is what to say first ("29 of 100", "4.2 points", or ""), `raw` the figure as the study reported it,
    `people` how many people of `Reading.denominator` a picture fills, None when there is nothing to count.
    """

    id: str
    name: str
    figure: str = ""
    raw: str = ""
    people: int | None = None


@dataclass(frozen=True)
class Reading:
    """A finding, ready to be shown. Every text is "" when there is nothing to say.

    `sentence` is the result in words; `has_people` allows a picture of people (counts only, never a ratio), filled out
    of `denominator` (100 or 1000; 0 without counts). `direction` says which way is better, `timing` "at one year".
    `design`, `certainty` and `industry_tie` are words, `certainty_slug` the value behind them.
    """

    shape: str
    label: str
    arms: tuple[ArmReading, ...] = ()
    sentence: str = ""
    raw: str = ""
    interval: str = ""
    direction: str = ""
    scale: str = ""
    noticed: str = ""
    who_looked: str = ""
    has_people: bool = False
    denominator: int = 0
    timing: str = ""
    population: str = ""
    operation_tested: str = ""
    switched: str = ""
    lost: str = ""
    note: str = ""
    design: str = ""
    certainty: str = ""
    certainty_slug: str = ""
    industry_tie: str = ""
    source: str = ""

    @property
    def is_rated(self) -> bool:
        """Whether its source has rated how certain it is (GRADE)."""
        return self.certainty_slug not in ("", NOT_RATED)


@dataclass(frozen=True)
class Facts:
    """A finding's front matter, read in one language. Figures may be Decimal, whole, or text (as JSON keeps them).

    `out_of` is the number that people are counted out of, at least, where a table holds several findings.
    """

    fields: Mapping[str, Any]
    language: str
    out_of: int = 0

    def label(self, name: str) -> str:
        """A text in the language, or in another that there is, or ""."""
        return in_language(self.fields.get(name), self.language)

    def word(self, name: str) -> str:
        """A value as it stands, or ""."""
        return str(self.fields.get(name) or "")

    def number(self, name: str) -> Decimal | None:
        """A figure, or None when there is none."""
        value = self.fields.get(name)
        return None if value is None or value == "" else Decimal(str(value))

    def arms(self) -> list["Facts"]:
        """The groups, each with fields of its own."""
        return [Facts(arm, self.language) for arm in self.fields.get("arms") or ()]


def shown_number(number: Decimal | int) -> str:
    """A figure as it was reported, with a real minus sign and its thousands apart: "6,840"."""
    return format(Decimal(number), ",f").replace("-", "\N{MINUS SIGN}")


def side_by_side(arms: Iterable[ArmReading]) -> str:
    """The figures of groups one after another: "29 of 100 (early surgery); 44 of 100 (told to wait)"."""
    words = _("%(figure)s (%(group)s)")
    return "; ".join(words % {"figure": arm.figure, "group": arm.name} for arm in arms if arm.figure)


def interval_words(facts: Facts) -> str:
    """The reported interval: "The true figure is likely to lie between −23.6 and −0.5 (95% confidence interval)"."""
    low, high = facts.number("interval_low"), facts.number("interval_high")
    if low is None or high is None:
        return ""
    words = _("The true figure is likely to lie between %(low)s and %(high)s (%(percent)s%% confidence interval)")
    percent = facts.word("interval_percent") or "95"
    return words % {"percent": percent, "low": shown_number(low), "high": shown_number(high)}


def timing_words(facts: Facts) -> str:
    """When it was measured: "at one year", "by two years", "at 1.5 years"; "" when the finding does not say."""
    time, timing, unit = facts.number("time"), facts.word("timing"), facts.word("time_unit")
    if time is None or timing not in TIMINGS or unit not in SPANS:
        return ""
    shown = str(int(time)) if time == int(time) else format(time, "f")
    span = str(SPANS[unit] % {"number": 1 if time == 1 else 2, "count": SMALL_NUMBERS.get(shown, shown)})
    return str(TIMINGS[timing]) % {"time": span}


def common_reading(facts: Facts) -> Reading:
    """What all shapes share; the shape adds its figures."""
    certainty = facts.word("certainty")
    return Reading(
        shape=facts.word("shape"),
        label=facts.label("label"),
        timing=timing_words(facts),
        population=facts.label("population"),
        operation_tested=facts.label("operation_tested"),
        switched=facts.label("switched"),
        lost=facts.label("lost"),
        note=facts.label("note"),
        design=str(DESIGNS.get(facts.word("design"), "")),
        certainty=str(CERTAINTIES.get(certainty, "")),
        certainty_slug=certainty,
        industry_tie=str(TIES.get(facts.word("industry_tie"), "")),
        source=facts.word("source"),
    )
