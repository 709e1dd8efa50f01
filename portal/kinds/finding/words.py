"""Findings without a figure: said in words, or not counted by those who looked."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from portal.kinds.finding.reading import Facts, Reading
from portal.kinds.finding.shape import Shape
from portal.kinds.labels import LabelsField


def _says() -> LabelsField:
    return LabelsField(
        _("What it says"),
        _("The result in a sentence of your own. Example: “No difference was seen.”"),
        longest=600,
        needed=True,
    )


class Words(Shape):
    """A result that was reported in words."""

    slug = "words"
    name = _("In words")
    fields = {"says": _says()}

    def read(self, facts: Facts, reading: Reading) -> Reading:
        return replace(reading, sentence=facts.label("says"))


class NotCounted(Shape):
    """Nobody gave a reliable count; who looked for one is said."""

    slug = "not_counted"
    name = _("Not counted")
    fields = {
        "who_looked": LabelsField(
            _("Who looked"), _("Who searched for a count. Example: “a review of 14 trials”."), longest=300, needed=True
        ),
        "says": _says(),
    }

    def read(self, facts: Facts, reading: Reading) -> Reading:
        return replace(reading, sentence=facts.label("says"), who_looked=facts.label("who_looked"))
