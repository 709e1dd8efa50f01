"""Decision aids as readers get them: which options, and what was found about each."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from portal.kinds.decision import GAIN, HARM
from portal.shelf.addresses import comparison_address_of
from portal.shelf.pages import Page
from portal.shelf.published import Columns


class Decision(Page):
    """A decision aid: the options for one condition, what was found about them, and what may matter to the reader.

    A row of `comparisons` names a finding and which of its two groups had which option; one of `in_words` a finding
    about a single option.
    """

    KIND = "decision"
    condition_slug = models.CharField(max_length=80)
    options = models.JSONField(default=list, blank=True)
    at_first = models.JSONField(default=list, blank=True)
    comparisons = models.JSONField(default=list, blank=True)
    in_words = models.JSONField(default=list, blank=True)
    what_matters = models.JSONField(default=list, blank=True)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        lists = ("options", "at_first", "comparisons", "in_words", "what_matters")
        columns = super().columns(fields) | {"condition_slug": fields["condition"]}
        weighed = {"gains": cls._weighed(fields, GAIN), "harms": cls._weighed(fields, HARM)}
        return columns | weighed | {name: fields.get(name) or [] for name in lists}

    @property
    def comparison_address(self) -> str:
        return comparison_address_of(self.language, self.ref)

    @staticmethod
    def _weighed(fields: Mapping[str, Any], about: str) -> int:
        rows = (*(fields.get("comparisons") or ()), *(fields.get("in_words") or ()))
        return len({row["finding"] for row in rows if row["about"] == about})
