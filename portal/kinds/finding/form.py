"""The form of a finding: common fields, and between them those of the chosen shape."""

import copy
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.fields import MonthField, TextField
from portal.kinds.finding.answers import CERTAINTIES, DESIGNS, TIES, TIME_UNITS
from portal.kinds.finding.shape import Shape
from portal.kinds.finding.shapes import SHAPES
from portal.kinds.form import DocumentForm
from portal.kinds.labels import LabelsField
from portal.kinds.numbers import DecimalField
from portal.kinds.slugs import SlugField
from portal.kinds.widgets import Pick

SHAPE_BUTTON = "_shape"
TIMING_NAMES = {"at": _("at that time"), "by": _("up to that time")}


class ShapePick(Pick):
    """The shapes, with a button that draws the form again with the fields of the one chosen."""

    template_name = "admin/widgets/shape.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["button"] = SHAPE_BUTTON
        return context


class FindingForm(DocumentForm):
    """One result as reported. Which figures it has depends on `shape`; from `switched` on all are alike again."""

    noun: Any = _("a finding")
    has_body = False

    label = LabelsField(
        _("Outcome"),
        _("What was looked at, in plain words. Example: “Leg pain after six weeks”."),
        longest=160,
        needed=True,
    )
    shape = ChoiceField(
        _("Shape"),
        _("How the result was reported. Choose one, then press the button to see its fields."),
        answers={slug: shape.name for slug, shape in SHAPES.items()},
        needed=True,
    )
    design = ChoiceField(_("Design"), _("What sort of study it was."), answers=DESIGNS, needed=True)
    population = LabelsField(
        _("People"), _("Who took part. Example: “283 people with sciatica for 6 to 12 weeks”."), longest=300
    )
    operation_tested = LabelsField(
        _("Operation tested"),
        _("As tested: open, microscope, tube or endoscope. Example: “surgery with a microscope”."),
        longest=300,
    )
    timing = ChoiceField(_("When"), _("Counted at one moment, or over all the time until then."), answers=TIMING_NAMES)
    time = DecimalField(_("Time"), _("How long after the treatment began. Example: 2."), low=0, such_as="2")
    time_unit = ChoiceField(_("Unit of time"), _("Hours to years."), answers=TIME_UNITS)
    switched = LabelsField(
        _("Changed groups"),
        _("How many had the other treatment after all. Example: “44 of 100 told to wait had surgery”."),
        longest=400,
    )
    lost = LabelsField(_("Lost"), _("How many could not be asked at the end. Example: “12 of 100”."), longest=400)
    industry_tie = ChoiceField(
        _("Tie to industry"), _("Whether those who sell the treatment paid."), answers=TIES, needed=True
    )
    certainty = ChoiceField(
        _("Certainty"), _("As the review itself rated it; otherwise “not rated”."), answers=CERTAINTIES, needed=True
    )
    note = LabelsField(
        _("Caveat"), _("What an honest doctor would add. Example: “Chance alone could explain this.”"), longest=800
    )
    source = SlugField(
        _("Source"),
        _("The source it comes from, by its short name. Example: “peul-2008”."),
        kind="source",
        how="includes",
        such_as="peul-2008",
        needed=True,
    )
    seen_at = TextField(_("Where it was seen"), _("Example: “abstract at the publisher”."), longest=200, needed=True)
    seen_on = MonthField(_("When it was seen"), _("The month. Example: “2026-11”."), needed=True)

    def arrange(self) -> None:
        """Put the fields of the chosen shape behind the time; without a shape, no file's figures are judged."""
        self.fields["shape"].widget = ShapePick(choices=self.fields["shape"].widget.choices)
        chosen = self._chosen()
        self.shape_chosen: Shape | None = chosen
        if chosen is None:
            self.tolerated = frozenset(name for shape in SHAPES.values() for name in shape.fields)
            return
        self.noun = _now("a finding of the shape %(shape)s") % {"shape": chosen.slug}
        fields = {}
        for name, field in self.fields.items():
            fields[name] = field
            if name == "time_unit":
                fields |= {own: copy.deepcopy(of_shape) for own, of_shape in chosen.fields.items()}
        self.fields = fields

    def wants_redraw(self) -> bool:
        return super().wants_redraw() or (self.is_bound and not self.is_file and SHAPE_BUTTON in self.data)

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        names = ("timing", "time", "time_unit")
        if all(name in self.cleaned_data for name in names):
            missing = [name for name in names if self.value(name) in (None, "")]
            if missing and len(missing) < len(names):
                words = _now("%(names)s belong together; fill in %(missing)s")
                given = next(name for name in names if name not in missing)
                yield Gap(words % {"names": self.called(*names), "missing": self.called(*missing)}, (given,))
        if self.shape_chosen:
            yield from self.shape_chosen.gaps(self)

    def _chosen(self) -> Shape | None:
        given = self.initial.get("shape")
        if self.is_file:
            given = self.parsed.fields.get("shape")
        elif self.is_bound:
            given = self.data.get(self.add_prefix("shape"))
        return SHAPES.get(given) if isinstance(given, str) else None
