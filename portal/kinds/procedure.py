"""Treatments: operations, injections, and what is done instead of them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField, ChoicesField, YesField
from portal.kinds.fields import RangeField, TextField
from portal.kinds.lines import LinesField
from portal.kinds.page import PageForm, check_items_field, findings_field, related_field
from portal.kinds.rows import RowsField
from portal.kinds.slugs import SlugsField

ANAESTHETICS = {
    "general": _("general anaesthetic (asleep)"),
    "spinal": _("spinal anaesthetic (numb from the waist down)"),
    "local_sedation": _("local anaesthetic, with something to make you drowsy"),
    "local": _("local anaesthetic (awake)"),
    "none": _("no anaesthetic"),
}
UNITS = {"days": _("days"), "weeks": _("weeks"), "months": _("months")}


class ProcedureForm(PageForm):
    """A treatment. A figure for what it gains is never published without one for what it can cost."""

    noun = _("a treatment")
    needs_body = True
    parts = {
        "en": ("Is this for me?", "My choices", "What I gain, what can go wrong", "Afterwards", "Questions to ask"),
    }
    shows = {"summary": ("benefit_findings", "harm_findings"), "recovery": ("recovery",)}

    is_operation = YesField(_("Is an operation"), _("Tick when the skin is cut or an instrument goes in."))
    treats = SlugsField(
        _("Treats"),
        _("The conditions it is for, by their short names, one a line. Example: “slipped-disc”."),
        kind="condition",
        how="treats",
        such_as="slipped-disc",
        needed=True,
    )
    stay = RangeField(
        _("Nights in hospital"),
        _("How many nights people usually stay: fewest, a hyphen, most. Example: “0-1”."),
        what=_("a range of nights"),
        such_as="0-1",
    )
    duration = RangeField(
        _("Minutes it takes"),
        _("How many minutes the treatment usually takes: fewest, a hyphen, most. Example: “45-90”."),
        what=_("a range of minutes"),
        such_as="45-90",
    )
    anaesthetic = ChoicesField(_("Anaesthetic"), _("Every kind that is commonly used."), answers=ANAESTHETICS)
    recovery = RowsField(
        _("Recovery"),
        _("When people usually get back to each activity. Example: Driving, 2-4, weeks."),
        columns={
            "activity": TextField(_("Activity"), _("Example: “Driving”."), longest=100, needed=True),
            "range": RangeField(_("From-to"), _("Example: “4-6”."), what=_("a range"), such_as="4-6", needed=True),
            "unit": ChoiceField(_("Unit"), _("Days, weeks or months."), answers=UNITS, needed=True),
            "at_a_glance": YesField(
                _("At a glance"), _("Shown on top of the page, too, beside the nights in hospital.")
            ),
        },
    )
    may_not_suit = LinesField(
        _("May not suit you if"),
        _("Reasons to think of something else, one a line. Example: “you have back pain but no leg pain”."),
    )
    benefit_findings = findings_field(
        _("Findings about gains"),
        _("Findings that show what it gains, one short name a line. They need findings about harms beside them."),
    )
    harm_findings = findings_field(
        _("Findings about harms"),
        _(
            "Findings that show what it can cost, one short name a line. One of the shape “not counted” will do"
            " if nobody counted."
        ),
    )
    related = related_field()
    check_items = check_items_field()

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        has_figures = self.value("benefit_findings") or (self.rendered is not None and self.rendered.findings)
        if has_figures and not self.value("harm_findings") and "harm_findings" in self.cleaned_data:
            words = _now(
                "%(gains)s stands without %(harms)s; add what it can cost, or a finding of the shape not_counted"
                " that says who looked"
            )
            more = {"gains": self.called("benefit_findings"), "harms": self.called("harm_findings")}
            yield Gap(words % more, ("benefit_findings",))
