"""Forms for the style page that ask every sort of question. They lead nowhere."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, ButtonHolder, Div, Field, Fieldset, Hidden, Layout, MultiField, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.days import DayField

SIDES = [("left", _("Left leg")), ("right", _("Right leg")), ("both", _("Both legs"))]
SIGNS = [
    (_("In the leg"), [("tingling", _("Tingling")), ("weak", _("Weakness"))]),
    (_("In the back"), [("stiff", _("Stiffness"))]),
]
WHEN = [("", _("Choose one")), ("morning", _("In the morning")), ("evening", _("In the evening"))]
FILLED = {
    "name": "Example, made up",
    "born": date(1961, 11, 22),
    "phone": "0123 456",
    "side": "left",
    "signs": ["weak", "stiff"],
    "worst": "morning",
    "walks": 250,
    "note": "Example, made up.",
    "agrees": True,
}
# A day that is none, no number, no choice, nothing agreed.
WRONG = {"name": "", "born_day": "31", "born_month": "2", "born_year": "1961", "walks": "far", "signs": ["weak"]}


class ExampleForm(forms.Form):
    """One question of each sort that a reader may be asked."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    born = DayField(label=_("Date of birth"), help_text=_("For example 22 11 1961"), autocomplete="bday")
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Only if we may call you"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    side = forms.ChoiceField(
        label=_("Where does it hurt?"),
        choices=SIDES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it hurts")},
    )
    signs = forms.MultipleChoiceField(
        label=_("What else do you feel?"),
        help_text=_("Tick all that you feel"),
        choices=SIGNS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    worst = forms.ChoiceField(label=_("When is it worst?"), choices=WHEN, required=False)
    walks = forms.IntegerField(
        label=_("How far can you walk?"),
        help_text=_("In metres, roughly"),
        error_messages={"required": _("Write how far you can walk"), "invalid": _("Write the metres as a number")},
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    note = forms.CharField(label=_("Anything else"), required=False, widget=forms.Textarea({"rows": 4}))
    agrees = forms.BooleanField(
        label=_("My team may read this"),
        help_text=_("You can change your mind at any time."),
        error_messages={"required": _("Tick the box if your team may read this")},
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        """Every layout object that the pack draws."""
        helper = waiting_helper()
        helper.layout = Layout(
            Hidden("step", "1", css_id=f"{self.prefix}-step"),
            "place",
            Fieldset(_("About you"), "name", "born", "phone"),
            Div("side", "signs", "worst"),
            MultiField(_("Your day"), Field("walks", css_class="short"), "note", help_text=_("As it is now")),
            "agrees",
            ButtonHolder(
                Submit("send", _("Show this example again"), css_id=f"{self.prefix}-send"),
                Button("keep", _("A quieter button"), css_id=f"{self.prefix}-keep"),
            ),
        )
        return helper


class ExampleEntry(forms.Form):
    """One of several entries of the same sort."""

    name = forms.CharField(label=_("Name of the medicine"), error_messages={"required": _("Write its name")})
    since = forms.DateField(label=_("Since"), required=False, widget=forms.SelectDateWidget(years=range(2020, 2030)))


def waiting_helper() -> FormHelper:
    """A form that only asks for the page again, and whose summary leaves the focus alone."""
    helper = FormHelper()
    helper.form_method = "get"
    helper.summary_waits = True
    return helper


def conditions() -> list[tuple[Any, forms.Form]]:
    """The same form empty, filled in, and with errors, each with the name of its condition."""
    wrong = ExampleForm({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong")
    wrong.add_error(None, _("We could not keep this. Nothing of it is lost: it still stands below."))
    return [
        (_("Empty"), ExampleForm(prefix="empty")),
        (_("Filled in"), ExampleForm(initial=FILLED, prefix="filled")),
        (_("With errors"), wrong),
    ]


def entries() -> dict[str, Any]:
    """Several forms of one sort, with their helper."""
    helper = waiting_helper()
    helper.part_name = _("Medicine")
    helper.add_input(Submit("more", _("Show these entries again"), css_id="entries-more"))
    counts = {"entries-TOTAL_FORMS": "2", "entries-INITIAL_FORMS": "1"}
    of_entries = forms.formset_factory(ExampleEntry, extra=2)
    return {"formset": of_entries(counts | {"entries-1-since_day": "1"}, prefix="entries"), "helper": helper}
