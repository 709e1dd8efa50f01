"""Findings that count people: two groups side by side, or one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import DocumentField, Gap
from portal.kinds.finding.reading import ArmReading, Facts, Reading, shown_number, side_by_side
from portal.kinds.finding.shape import Shape, arms_field
from portal.kinds.numbers import DecimalField, WholeField
from portal.text.figures import denominator, out_of, percent_of

if TYPE_CHECKING:
    from portal.kinds.form import DocumentForm

# Percentage points by which a reported percentage may miss its counts: studies round, and some adjust a little.
FARTHEST_APART = 1
# What is said of the people, by whether their count and the size of their group were reported.
REPORTED = {
    (True, True): _("%(count)s of %(total)s people"),
    (True, False): _("%(count)s people"),
    (False, True): _("of %(total)s people"),
    (False, False): "",
}


def _columns() -> Mapping[str, DocumentField]:
    return {
        "count": WholeField(_("How many"), _("People it happened to, as reported. Example: 41."), such_as="41"),
        "total": WholeField(_("Out of"), _("People in the group, as reported. Example: 141."), such_as="141"),
        "percent": DecimalField(
            _("Percent"), _("Only if reported, exactly as reported. Example: 29.1."), such_as="29.1"
        ),
    }


class Counts(Shape):
    """People counted in each group; the only shapes that a picture of people may show."""

    def gaps(self, form: "DocumentForm") -> Iterator[Gap]:
        for number, arm in enumerate(form.value("arms") or ()):
            for column, message in _arm_troubles(arm):
                words = _now("%(field)s row %(row)s: %(trouble)s") % {
                    "field": form.called("arms"),
                    "row": number + 1,
                    "trouble": message,
                }
                yield Gap(words, ("arms", number, column))

    def read(self, facts: Facts, reading: Reading) -> Reading:
        arms = facts.arms()
        whole = max(facts.out_of, denominator(*(share for arm in arms if (share := _percent(arm)) is not None)))
        drawn = tuple(_arm_reading(arm, whole) for arm in arms)
        has_people = bool(drawn) and all(arm.people is not None for arm in drawn)
        return replace(reading, arms=drawn, sentence=side_by_side(drawn), has_people=has_people, denominator=whole)


class TwoCounts(Counts):
    """How many people of two groups it happened to."""

    slug = "two_counts"
    name = _("Counts in two groups")
    fields = {"arms": arms_field(_columns(), least=2, most=2, needed=True)}


class OneCount(Counts):
    """How many people of one group it happened to."""

    slug = "one_count"
    name = _("Count in one group")
    fields = {"arms": arms_field(_columns(), least=1, most=1, needed=True)}


def people_words(percent: Decimal, whole: int) -> tuple[str, int | None]:
    """A percentage as people out of `whole`: ("29 of 100", 29), or ("fewer than 1 of 100", None)."""
    people = out_of(percent, whole)
    if isinstance(people, int):
        return _now("%(people)s of %(whole)s") % {"people": people, "whole": shown_number(whole)}, people
    words = _now("fewer than %(people)s of %(whole)s")
    if people.startswith(">"):
        words = _now("more than %(people)s of %(whole)s")
    return words % {"people": people[1:], "whole": shown_number(whole)}, None


def _percent(arm: Facts) -> Decimal | None:
    """The exact percentage of a group, from its counts where there are any; None when it cannot be known."""
    count, total, percent = arm.number("count"), arm.number("total"), arm.number("percent")
    if count is not None and total is not None:
        return percent_of(int(count), int(total)) if 0 < total >= count else None
    return percent if percent is not None and 0 <= percent <= 100 else None


def _arm_reading(arm: Facts, whole: int) -> ArmReading:
    percent = _percent(arm)
    figure, people = ("", None) if percent is None else people_words(percent, whole)
    return ArmReading(arm.word("id"), arm.label("name"), figure, _raw(arm), people)


def _raw(arm: Facts) -> str:
    """The figure as reported: "41 of 141 people (29.1%)"."""
    count, total, percent = arm.number("count"), arm.number("total"), arm.number("percent")
    shown = "" if percent is None else _now("%(percent)s%%") % {"percent": shown_number(percent)}
    words = REPORTED[(count is not None, total is not None)]
    shown_counts = {"count": shown_number(count or 0), "total": shown_number(total or 0)}
    people = str(words) % shown_counts
    if count is None:
        return f"{shown} {people}".strip()
    return f"{people} ({shown})" if shown else people


def _arm_troubles(arm: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    count, total, percent = arm.get("count"), arm.get("total"), arm.get("percent")
    if percent is None and (count is None or total is None):
        yield "name", _now("a figure is missing; give count and total, or percent")
    if total == 0:
        yield "total", _now("total must be 1 or more")
    elif count is not None and total is not None and count > total:
        yield "count", _now("count must not be above total; correct one of them")
    elif count is not None and total is not None and percent is not None and 0 <= percent <= 100:
        right = percent_of(int(count), int(total))
        if abs(right - percent) > FARTHEST_APART:
            words = _now("%(count)s of %(total)s is %(right)s percent, not %(percent)s; correct one of them")
            figures = {"count": count, "total": total, "right": round(right, 1), "percent": percent}
            yield "percent", words % figures
    if percent is not None and not 0 <= percent <= 100:
        yield "percent", _now("percent must be between 0 and 100")
