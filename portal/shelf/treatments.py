"""Treatments as readers get them: how long, how many nights, and whether gains and harms are weighed evenly."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models

from portal.shelf.pages import Page, PageQuerySet
from portal.shelf.published import Columns, Row


def bounds(text: str | None) -> tuple[int | None, int | None]:
    """A range as its form has checked it, "45-90" or "1", in the field's unit, as two numbers."""
    if not text:
        return None, None
    low, _, high = text.partition("-")
    return int(low), int(high or low)


# Beyond this, gains and harms are no longer weighed evenly.
TWICE = 2


class ProcedureQuerySet(PageQuerySet[Row]):
    """Reading treatments."""

    def by_balance(self) -> Self:
        """Those that weigh more than twice as many findings on one side as on the other come first."""
        gains, harms = models.F("gains"), models.F("harms")
        is_tilted = models.Q(gains__gt=harms * TWICE) | models.Q(harms__gt=gains * TWICE) | models.Q(gains=0, harms=0)
        tilt = models.Case(models.When(is_tilted, then=0), default=1, output_field=models.IntegerField())
        return self.annotate(tilt=tilt).order_by("tilt", "title", "slug")


class Procedure(Page):
    """A treatment. Stay in nights, duration in minutes; recovery rows give ranges in days, weeks or months."""

    KIND = "procedure"
    GAINS = "benefit_findings"
    is_operation = models.BooleanField(default=False)
    stay_low = models.PositiveSmallIntegerField(null=True, blank=True)
    stay_high = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_low = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_high = models.PositiveSmallIntegerField(null=True, blank=True)
    anaesthetic = models.JSONField(default=list, blank=True)
    recovery = models.JSONField(default=list, blank=True)
    may_not_suit = models.JSONField(default=list, blank=True)

    objects = ProcedureQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stay_low__isnull=True) | models.Q(stay_high__gte=models.F("stay_low")),
                name="a_stay_runs_from_low_to_high",
            ),
            models.CheckConstraint(
                condition=models.Q(duration_low__isnull=True) | models.Q(duration_high__gte=models.F("duration_low")),
                name="a_duration_runs_from_low_to_high",
            ),
        ]

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        stay, duration = bounds(fields.get("stay")), bounds(fields.get("duration"))
        lists = ("anaesthetic", "recovery", "may_not_suit")
        return (
            super().columns(fields)
            | {"is_operation": bool(fields.get("is_operation")), "stay_low": stay[0], "stay_high": stay[1]}
            | {"duration_low": duration[0], "duration_high": duration[1]}
            | {name: fields.get(name) or [] for name in lists}
        )
