"""The lists of the visit kit: sentences and questions that a reader may tick."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models

from portal.kinds.kit import QUESTION
from portal.shelf.published import Columns, PublishedQuerySet, Row, rules
from portal.shelf.reference import Reference


class KitListQuerySet(PublishedQuerySet[Row]):
    """Reading the lists of the visit kit."""

    def in_order(self) -> Self:
        return self.order_by("position", "slug")


class KitList(Reference):
    """One list: `part` says where it stands, `stage` for whom its questions are.

    `lines` are `{"id", "words", "why"}`; `why` may be left out.
    """

    KIND = "kit"
    part = models.CharField(max_length=20)
    stage = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    lines = models.JSONField(default=list)

    objects = KitListQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta(Reference.Meta):
        constraints = [
            *rules(),
            models.CheckConstraint(
                condition=models.Q(part=QUESTION, stage__gt="") | (~models.Q(part=QUESTION) & models.Q(stage="")),
                name="only_questions_of_the_kit_have_a_stage_and_all_do",
            ),
        ]

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {
            "part": fields["part"],
            "stage": fields.get("stage") or "",
            "position": fields.get("position") or 0,
            "lines": fields["lines"],
        }
