"""What the templates of readers' forms need: each field as a question, its controls, and what is wrong with them.

The templates are the crispy-forms pack `portal`, in templates/portal/. What it has no clear drawing for is refused
with `CannotBeAsked`, so that a builder of forms meets it in a test and no reader meets it bare.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms, template
from django.forms import widgets
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Looked up along a widget's ancestors, the nearest first.
DRAWN: dict[type[forms.Widget], str] = {
    widgets.Input: "portal/asked/one.html",
    forms.Textarea: "portal/asked/one.html",
    forms.Select: "portal/asked/one.html",
    forms.CheckboxInput: "portal/asked/tick.html",
    forms.RadioSelect: "portal/asked/choices.html",
    forms.MultiWidget: "portal/asked/parts.html",
    forms.SelectDateWidget: "portal/asked/parts.html",
}
REFUSED: dict[type[forms.Widget], str] = {
    forms.FileInput: "readers send no files; take the field out",
    forms.SelectMultiple: "people lose their choices in such a list; use CheckboxSelectMultiple",
}
QUIET = "button-quiet"
HIDDEN = "portal/asked/hidden.html"
PARTS_OF_A_DAY = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
PARTS_OF_A_MOMENT = (_("Date"), _("Time"))


class CannotBeAsked(Exception):
    """A form asks for something that the pack does not draw; the message says what to do instead."""


@dataclass(frozen=True)
class Control:
    """One input with the words beside it, and the id that ties them."""

    id: str
    label: Any
    markup: str


@dataclass(frozen=True)
class Group:
    """Choices under a name of their own; `name` is None where they have none."""

    name: Any
    choices: tuple[Control, ...]


@dataclass(frozen=True)
class Problem:
    """A line of the summary: the words of an error, and the id of what to go to ("" where there is nothing).

    `where` names the place for words that do not tell it by themselves.
    """

    words: Any
    target: str
    where: str = ""


@dataclass(frozen=True)
class Question:
    """A field of a form, as its template draws it. Ids are Django's own, so that what Django adds fits."""

    field: BoundField
    template: str

    @property
    def hint_id(self) -> str:
        return f"{self.field.auto_id}_helptext" if self.field.help_text else ""

    @property
    def error_id(self) -> str:
        return f"{self.field.auto_id}_error" if self.field.errors else ""

    @property
    def described_by(self) -> str:
        """Ids of the hint, of the error, and of whatever the builder named."""
        own = self.field.field.widget.attrs.get("aria-describedby", "")
        return " ".join(found for found in (self.hint_id, self.error_id, own) if found)

    @property
    def is_radio(self) -> bool:
        return getattr(self.field.field.widget, "input_type", "") == "radio"

    @property
    def control(self) -> str:
        """The one input, tied to hint and error. Django adds `aria-invalid`."""
        return str(self.field.as_widget(attrs={"aria-describedby": self.described_by} if self.described_by else {}))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The choices of radio buttons or tick boxes."""
        widget, attrs = self.field.field.widget, self._attrs()
        if self.is_radio:
            # It belongs to the group of radio buttons, not to each of them.
            attrs.pop("aria-invalid", None)
        found = widget.optgroups(self.field.html_name, widget.format_value(self.field.value()), attrs)
        return tuple(
            Group(name, tuple(self._control(option, option["label"]) for option in options))
            for name, options, _at in found
        )

    @cached_property
    def parts(self) -> tuple[Control, ...]:
        """The inputs of a value in parts, each with a label of its own."""
        context = self.field.field.widget.get_context(self.field.html_name, self.field.value(), self._attrs())
        parts = context["widget"]["subwidgets"]
        return tuple(map(self._control, parts, self._labels(parts)))

    @property
    def target(self) -> str:
        """The id of the first input, where a link of the summary leads."""
        if self.template == DRAWN[forms.RadioSelect]:
            first: Iterable[Control] = (choice for group in self.groups for choice in group.choices)
        elif self.template == DRAWN[forms.MultiWidget]:
            first = self.parts
        else:
            return str(self.field.id_for_label)
        return next((control.id for control in first), self.field.auto_id)

    def _attrs(self) -> dict[str, Any]:
        return self.field.build_widget_attrs({"id": self.field.auto_id})

    def _control(self, drawn_from: dict[str, Any], label: Any) -> Control:
        drawn = BoundWidget(self.field.field.widget, drawn_from, self.field.form.renderer)
        return Control(drawn.id_for_label, label, drawn.tag())

    def _labels(self, parts: list[dict[str, Any]]) -> list[Any]:
        widget, fields = self.field.field.widget, getattr(self.field.field, "fields", ())
        if isinstance(widget, forms.SelectDateWidget):
            return [PARTS_OF_A_DAY[part["name"].rpartition("_")[2]] for part in parts]
        if isinstance(widget, forms.SplitDateTimeWidget):
            return list(PARTS_OF_A_MOMENT)
        labels = [field.label for field in fields if field.label]
        if len(labels) != len(parts):
            raise CannotBeAsked(f"{self.field.name} has parts without a label: give a label to each of its fields")
        return labels


def question_of(field: BoundField) -> Question:
    """How a field is drawn. CannotBeAsked for what the pack has no clear drawing for."""
    widget = field.field.widget
    if not field.auto_id:
        raise CannotBeAsked(f"{field.name} has no id to tie its label to: leave the form's auto_id as it is")
    if widget.is_hidden:
        return Question(field, HIDDEN)
    if "placeholder" in widget.attrs:
        raise CannotBeAsked(f"{field.name} has a placeholder, which goes when one types: make it the help_text")
    for ancestor in type(widget).__mro__:
        if ancestor in REFUSED:
            raise CannotBeAsked(f"{field.name}: {REFUSED[ancestor]}")
        if ancestor in DRAWN:
            return Question(field, DRAWN[ancestor])
    raise CannotBeAsked(f"{field.name}: templates/portal/ has no drawing for {type(widget).__name__}")


@register.simple_tag
def question(field: BoundField) -> Question:
    """`{% question field as asked %}{% include asked.template %}`"""
    return question_of(field)


@register.simple_tag
def problems(asked: forms.BaseForm | BaseFormSet, part_name: Any = "") -> list[Problem]:
    """All that is wrong with a form or a formset, in the order of the page; what belongs to no field comes first.

    `part_name` is what one form of a formset is called. CannotBeAsked where the form could not be shown whole.
    """
    if isinstance(asked, BaseFormSet):
        return list(_of_formset(asked, str(part_name or _("Entry"))))
    return list(_of_form(asked))


def _of_formset(formset: BaseFormSet, part_name: str) -> Iterator[Problem]:
    yield from (Problem(words, "") for words in formset.non_form_errors())
    for number, form in enumerate(formset.forms, start=1):
        yield from _of_form(form, f"{part_name} {number}")


def _of_form(form: forms.BaseForm, where: str = "") -> Iterator[Problem]:
    _must_be_whole(form)
    yield from (Problem(words, "", where) for words in form.non_field_errors())
    for field in form:
        target = "" if field.is_hidden or not field.errors else question_of(field).target
        for words in field.errors:
            # Django's own words would not say what is missing.
            name = str(field.label) if words == forms.Field.default_error_messages["required"] else ""
            yield Problem(words, target, ", ".join(filter(None, (where, name))))


def _must_be_whole(form: forms.BaseForm) -> None:
    if form.media.render():
        raise CannotBeAsked("the form brings scripts or styles, but readers' forms must work without: leave them out")
    drawn = getattr(form, "rendered_fields", form.fields)
    if missing := [name for name in form.fields if name not in drawn]:
        raise CannotBeAsked(f"the form's layout leaves out {', '.join(missing)}: put it in, or take the field out")


@dataclass(frozen=True)
class Demand:
    """Whether a form has questions that need an answer, and questions that do not."""

    has_needed: bool
    has_optional: bool


@register.simple_tag
def demand(asked: forms.BaseForm | BaseFormSet) -> Demand:
    """What the sentence on top of a form has to say."""
    every = asked.forms if isinstance(asked, BaseFormSet) else [asked]
    needed = {field.field.required for form in every for field in form.visible_fields()}
    return Demand(True in needed, False in needed)


@register.filter
def button_class(button: Any) -> str:
    """A button's own classes, without those of Bootstrap that crispy-forms gives to all. CannotBeAsked for bad ones.

    What sends a form is the page's main action, unless the builder calls it quiet.
    """
    if button.input_type == "reset":
        raise CannotBeAsked("a reset button loses what a person has typed: take it out")
    if str(button.value).strip().casefold() == "submit":
        raise CannotBeAsked("a button says what happens: give it a verb and a thing, such as “Send the request”")
    own = [name for name in button.field_classes.split() if name != "btn" and not name.startswith("btn-")]
    is_main = button.input_type == "submit" and QUIET not in own
    return " ".join(["button", *["button-main"] * is_main, *own])
