"""The pack that draws readers' forms: labels, hints and errors tied to their inputs, whatever is asked."""

import inspect
from datetime import date, datetime

import pytest
from crispy_forms.layout import Field, Fieldset, Layout, MultiField, Submit
from django import forms
from django.forms import widgets

from portal.forms.days import DayField
from portal.templatetags.asking import CannotBeAsked
from tests.site.asked import HOSTILE, Drawn, draw, form_of, helper, words

SIDES = [("l", "Left"), ("r", "Right")]
GROUPED = [("n", "Nowhere"), ("Leg", SIDES)]
# Every widget of Django, in four groups; here a value that it takes.
ONE = dict.fromkeys(("TextInput", "PasswordInput", "SearchInput", "TelInput", "Textarea"), "x") | {
    "EmailInput": "a@b.example",
    "URLInput": "https://b.example",
    "NumberInput": 3,
    "ColorInput": "#0c524e",
    "DateInput": date(2026, 11, 22),
    "TimeInput": "10:30",
    "DateTimeInput": datetime(2026, 11, 22),  # noqa: DTZ001
    "Select": "l",
    "NullBooleanSelect": "true",
}
# Its value, the words that its inputs are labelled with, and what each of them then holds.
SEVERAL = {
    "RadioSelect": ("l", ["Left", "Right"], ["l"]),
    "CheckboxSelectMultiple": (["l", "r"], ["Left", "Right"], ["l", "r"]),
    "SelectDateWidget": (date(2026, 11, 22), ["Month", "Day", "Year"], ["11", "22", "2026"]),
    "SplitDateTimeWidget": (datetime(2026, 11, 22), ["Date", "Time"], ["2026-11-22", "00:00:00"]),  # noqa: DTZ001
}
HIDDEN = {"HiddenInput", "MultipleHiddenInput", "SplitHiddenDateTimeWidget"}
REFUSED = {
    "FileInput": "send no files",
    "ClearableFileInput": "send no files",
    "SelectMultiple": "CheckboxSelectMultiple",
}
# Not drawn by themselves.
ABSTRACT = {"Widget", "Input", "DateTimeBaseInput", "ChoiceWidget", "MultiWidget"}


def widget_of(name: str) -> widgets.Widget:
    made = getattr(widgets, name)()
    if hasattr(made, "choices") and name != "NullBooleanSelect":
        made.choices = SIDES
    if hasattr(made, "years"):
        made.years = [2026]
    return made


def field_with(widget: widgets.Widget, **settings) -> forms.Field:
    return forms.Field(**{"label": "Your leg", "help_text": "The one that hurts", "widget": widget} | settings)


def test_every_widget_of_django_is_drawn_or_refused():
    known = {name for name, one in vars(widgets).items() if inspect.isclass(one) and issubclass(one, widgets.Widget)}
    assert known == {*ONE, *SEVERAL, "CheckboxInput"} | HIDDEN | REFUSED.keys() | ABSTRACT


@pytest.mark.parametrize("name", ONE)
def test_one_input_stands_below_its_label_hint_and_error(name):
    form = form_of({}, leg=field_with(widget_of(name)))
    drawn = draw(form)
    label, hint, wrong, control = drawn.one("div", class_="question")
    assert (label.tag, label.get("for"), words(label)) == ("label", "id_leg", "Your leg")
    assert (hint.get("id"), words(hint)) == ("id_leg_helptext", "The one that hurts")
    assert (wrong.get("id"), words(wrong)) == ("id_leg_error", "Error: This field is required.")
    assert control.tag in {"input", "select", "textarea"}
    assert control.get("id") == "id_leg"
    assert control.get("aria-describedby") == "id_leg_helptext id_leg_error"
    assert control.get("aria-invalid") == "true"


def held(drawn: Drawn) -> list[str | None]:
    """What the controls hold, in order; boxes that are not ticked hold nothing."""
    typed = [
        box for box in drawn.all("input") if "checked" in box.attrib or box.get("type") not in {"radio", "checkbox"}
    ]
    chosen = [option for option in drawn.all("option") if "selected" in option.attrib]
    return [control.get("value") for control in typed + chosen] + [words(area) for area in drawn.all("textarea")]


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [(name, value, [None if name == "PasswordInput" else str(value)]) for name, value in ONE.items()]
    + [(name, value, kept) for name, (value, _labels, kept) in SEVERAL.items()],
)
def test_a_value_that_is_there_is_kept_and_nothing_is_called_wrong(name, value, kept):
    drawn = draw(form_of(leg=field_with(widget_of(name), initial=value, help_text="")))
    assert held(drawn) == kept
    assert not any(mark in drawn.markup for mark in ("aria-invalid", "aria-describedby", "Error:", "<section"))


@pytest.mark.parametrize("name", SEVERAL)
def test_several_inputs_have_a_legend_and_a_label_each(name):
    form = form_of({}, leg=field_with(widget_of(name), required=False))
    form.add_error("leg", "Say which")
    drawn = draw(form)
    group = drawn.one("fieldset", id="id_leg")
    assert (group[0].tag, words(group[0])) == ("legend", "Your leg (optional)")
    assert group.get("aria-describedby") == "id_leg_helptext id_leg_error"
    assert drawn.described_by(group) == ["The one that hurts", "Error: Say which"]
    labels = list(group.iter("label"))
    assert [words(label) for label in labels] == SEVERAL[name][1]
    controls = [drawn.at(label.get("for")) for label in labels]
    assert {control.tag for control in controls} <= {"input", "select"}
    assert all(control.get("aria-describedby") is None for control in controls)


def test_a_group_of_radio_buttons_is_wrong_as_a_whole_and_a_tick_box_by_itself():
    radio = draw(form_of({}, leg=field_with(widget_of("RadioSelect"))))
    assert (radio.at("id_leg").get("role"), radio.at("id_leg").get("aria-invalid")) == ("radiogroup", "true")
    assert [box.get("aria-invalid") for box in radio.all("input", type="radio")] == [None, None]
    ticks = draw(form_of({}, leg=field_with(widget_of("CheckboxSelectMultiple"))))
    assert (ticks.at("id_leg").get("role"), ticks.at("id_leg").get("aria-invalid")) == (None, None)
    assert [box.get("aria-invalid") for box in ticks.all("input", type="checkbox")] == ["true", "true"]


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_choices_in_groups_have_a_legend_a_group(widget):
    drawn = draw(form_of(leg=forms.ChoiceField(label="Where?", choices=GROUPED, widget=widget, initial="l")))
    inner = drawn.one("fieldset", class_="choice-group")
    assert words(inner.find("legend")) == "Leg"
    assert [words(label) for label in inner.iter("label")] == ["Left", "Right"]
    assert drawn.at("id_leg_1_0").get("checked") is not None
    assert [words(label) for label in drawn.all("label")] == ["Nowhere", "Left", "Right"]


def test_a_tick_box_stands_beside_its_words_with_its_error_above():
    field = forms.BooleanField(
        label="I agree", help_text="You can change your mind", error_messages={"required": "Agree"}
    )
    drawn = draw(form_of({}, yes=field))
    question = drawn.one("div", class_="question")
    assert [child.get("class") for child in question] == ["wrong", "choice"]
    assert [child.tag for child in question[1]] == ["input", "label", "div"]
    assert drawn.at("id_yes").get("aria-invalid") == "true"
    assert sorted(drawn.described_by(drawn.at("id_yes"))) == ["Error: Agree", "You can change your mind"]


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_what_is_hidden_has_no_words(name):
    drawn = draw(form_of(leg=field_with(widget_of(name), initial=["x"], required=False)))
    assert drawn.all("label") == drawn.all("div", class_="question") == []
    assert all(control.get("type") == "hidden" for control in drawn.all("input"))


@pytest.mark.parametrize(("name", "mend"), REFUSED.items())
def test_what_readers_could_not_use_is_refused_with_the_mend(name, mend):
    with pytest.raises(CannotBeAsked, match=mend):
        draw(form_of(leg=field_with(widget_of(name))))


def test_a_widget_nobody_has_drawn_is_refused():
    class Slider(widgets.Widget):
        template_name = "django/forms/widgets/text.html"

    with pytest.raises(CannotBeAsked, match="no drawing for Slider"):
        draw(form_of(leg=field_with(Slider())))


def test_our_own_widget_is_drawn_as_what_it_is_made_from():
    class Yes(forms.RadioSelect):
        pass

    drawn = draw(form_of(leg=field_with(Yes(choices=SIDES))))
    assert drawn.at("id_leg").tag == "fieldset"


def test_parts_without_labels_are_refused():
    class Pair(forms.MultiValueField):
        widget = forms.MultiWidget([forms.TextInput(), forms.TextInput()])

    Pair.widget.decompress = lambda value: [None, None]
    with pytest.raises(CannotBeAsked, match="a label to each"):
        draw(form_of(leg=Pair(fields=(forms.CharField(), forms.CharField(label="Inches")))))


def test_a_placeholder_is_refused():
    with pytest.raises(CannotBeAsked, match="make it the help_text"):
        draw(form_of(leg=forms.CharField(widget=forms.TextInput({"placeholder": "Leg"}))))


def test_a_form_without_ids_is_refused():
    form = form_of(leg=forms.CharField())
    form.auto_id = False
    with pytest.raises(CannotBeAsked, match="no id"):
        draw(form)


def test_a_form_that_brings_a_script_is_refused():
    form = form_of(leg=forms.CharField())
    form.fields["leg"].widget.__class__ = type("Scripted", (forms.TextInput,), {"media": forms.Media(js=["x.js"])})
    with pytest.raises(CannotBeAsked, match="must work without"):
        draw(form)


@pytest.mark.parametrize("shows", [True, False])
def test_labels_and_errors_cannot_be_switched_off(shows):
    by = helper(form_show_labels=shows, form_show_errors=shows)
    drawn = draw(form_of({}, leg=forms.CharField()), by)
    assert words(drawn.one("label")) == "Leg"
    assert "Error:" in words(drawn.at("id_leg_error"))


def test_what_the_builder_says_about_an_input_reaches_it():
    attrs = {"autocomplete": "tel", "inputmode": "tel", "aria-describedby": "why"}
    form = form_of(phone=forms.CharField(widget=forms.TextInput(attrs), help_text="With the code", max_length=20))
    control = draw(form, helper(Layout(Field("phone", css_class="short", spellcheck="false")))).at("id_phone")
    names = ("autocomplete", "inputmode", "maxlength", "class", "spellcheck", "aria-describedby")
    assert [control.get(name) for name in names] == ["tel", "tel", "20", "short", "false", "id_phone_helptext why"]


def test_hostile_words_stay_words():
    field = {"label": HOSTILE, "help_text": HOSTILE}
    form = form_of(
        {"one": "x"},
        one=forms.CharField(**field),
        many=forms.ChoiceField(**field, choices=[(HOSTILE, HOSTILE), (HOSTILE, SIDES)], widget=forms.RadioSelect),
        day=DayField(**field),
    )
    form.add_error("one", HOSTILE)
    form.add_error(None, HOSTILE)
    by = helper(
        Layout(
            Fieldset(HOSTILE.replace("{% load i18n %}", ""), "one"),
            MultiField(HOSTILE, "many", "day", help_text=HOSTILE),
            Submit("send", HOSTILE.replace("{% load i18n %}", "")),
        )
    )
    drawn = draw(form, by)
    assert drawn.all("script") == drawn.all("img") == []
    assert not [name for element in drawn.root.iter() for name in element.attrib if name.startswith("on")]
    read = " ".join(HOSTILE.split())
    assert drawn.described_by(drawn.at("id_one")) == [read, f"Error: {read}"]
    assert f"{read}" in drawn.summary()
    assert words(drawn.one("label", **{"for": "id_one"})) == read
    assert '"><script>' in words(drawn.one("button"))
