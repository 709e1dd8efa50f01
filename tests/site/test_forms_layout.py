"""Layouts of readers' forms: what a builder may use, and that the rest stops the page rather than look bare."""

import pytest
from crispy_forms import bootstrap, layout
from crispy_forms.layout import Button, ButtonHolder, Div, Field, Fieldset, Hidden, Layout, MultiField, Reset, Submit
from django import forms
from django.template import TemplateDoesNotExist

from portal.forms.days import DayField
from portal.templatetags.asking import CannotBeAsked
from tests.site.asked import draw, form_of, helper, words

SIDES = [("l", "Left"), ("r", "Right")]
SUPPLIED = {"Button", "ButtonHolder", "Div", "Field", "Fieldset", "Hidden", "MultiField", "MultiWidgetField", "Submit"}
NO_DRAWING = {"Row", "Column", "LayoutObject", "Layout", "HTML", "Reset", "BaseInput", "TemplateNameMixin", "Pointer"}


def test_every_layout_object_of_crispy_forms_is_drawn_or_has_no_template():
    own = {name for name, one in vars(layout).items() if getattr(one, "__module__", "") == layout.__name__}
    assert own == SUPPLIED | NO_DRAWING


@pytest.mark.parametrize(
    "bare",
    [
        layout.Row("leg"),
        layout.Column("leg"),
        bootstrap.FormActions("leg"),
        bootstrap.InlineRadios("leg"),
        bootstrap.InlineCheckboxes("leg"),
        bootstrap.AppendedText("leg", "kg"),
        bootstrap.PrependedText("leg", "kg"),
        bootstrap.FieldWithButtons("leg"),
        bootstrap.StrictButton("Go"),
        bootstrap.Accordion(bootstrap.AccordionGroup("x", "leg")),
        bootstrap.TabHolder(bootstrap.Tab("x", "leg")),
        bootstrap.Alert("x"),
        bootstrap.UneditableField("leg"),
        bootstrap.InlineField("leg"),
        bootstrap.Modal("leg"),
    ],
    ids=lambda bare: type(bare).__name__,
)
def test_a_layout_object_without_a_drawing_stops_the_page(bare):
    with pytest.raises(TemplateDoesNotExist):
        draw(form_of(leg=forms.ChoiceField(choices=SIDES)), helper(Layout(bare)))


def test_layouts_of_every_supplied_kind_are_drawn():
    form = form_of(
        leg=forms.CharField(),
        since=DayField(),
        times=forms.IntegerField(),
        at=forms.SplitDateTimeField(),
        note=forms.CharField(required=False),
    )
    by = helper(
        Layout(
            Hidden("step", 'a"b'),
            Fieldset("About {{ form.fields|length }} things", "leg", css_id="about", css_class="wide"),
            Div("since", css_id="box", css_class="tall", data_x="1"),
            MultiField("How often", "times", help_text="Roughly"),
            layout.MultiWidgetField("at", attrs=({"autocomplete": "off"}, {"class": "short"})),
            Field("note", wrapper_class="last"),
            ButtonHolder(
                Submit("send", "Send the request"),
                Submit("back", "Go back one step", css_class="button-quiet"),
                Button("later", "Keep it for later"),
                css_class="end",
            ),
        )
    )
    drawn = draw(form, by)
    assert drawn.one("input", name="step").get("value") == 'a"b'
    assert words(drawn.at("about").find("legend")) == "About 5 things"
    assert drawn.at("about").get("class") == "question-group wide"
    assert (drawn.at("box").get("class"), drawn.at("box").get("data-x")) == ("tall", "1")
    group = drawn.one("fieldset", aria_describedby="id_times_hint")
    assert (words(group.find("legend")), drawn.described_by(group)) == ("How often", ["Roughly"])
    assert [drawn.at(name).get("autocomplete") for name in ("id_at_0", "id_at_1")] == ["off", None]
    assert len(drawn.all("div", class_="last")) == 1
    assert [(words(one), one.get("type"), one.get("class")) for one in drawn.one("div", class_="end")] == [
        ("Send the request", "submit", "button button-main"),
        ("Go back one step", "submit", "button button-quiet"),
        ("Keep it for later", "button", "button"),
    ]


def test_a_layout_that_forgets_a_field_is_refused():
    with pytest.raises(CannotBeAsked, match="leaves out since"):
        draw(form_of(leg=forms.CharField(), since=forms.DateField()), helper(Layout("leg")))


def test_a_layout_that_misspells_a_field_is_refused():
    with pytest.raises(Exception, match="Could not resolve form field 'lge'"):
        draw(form_of(leg=forms.CharField()), helper(Layout("lge")))


@pytest.mark.parametrize(
    ("button", "mend"), [(Reset("x", "Start again"), "loses what"), (Submit("x", " submit "), "says what happens")]
)
def test_a_button_that_harms_or_says_nothing_is_refused(button, mend):
    by = helper()
    by.add_input(button)
    with pytest.raises(CannotBeAsked, match=mend):
        draw(form_of(leg=forms.CharField()), by)
