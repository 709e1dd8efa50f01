"""Whole forms of readers: the summary of what is wrong, what must be answered, formsets, and a day in three parts."""

from datetime import date

import pytest
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.middleware.csrf import get_token
from django.template import engines

from portal.forms.days import DayField
from portal.templatetags.asking import CannotBeAsked
from tests.site.asked import draw, form_of, helper, words

SIDES = [("l", "Left"), ("r", "Right")]
ALL, SOME = "Please answer everything.", "Please answer everything that is not marked “(optional)”."


class Medicine(forms.Form):
    name = forms.CharField(error_messages={"required": "Write its name"})
    dose = forms.IntegerField(required=False)


class Medicines(forms.BaseFormSet):
    def clean(self):
        if self.data.get("bad"):
            raise ValidationError("These two do not go together")


def medicines(**values):
    made = forms.formset_factory(Medicine, formset=Medicines, extra=2, can_delete=True)
    if not values:
        return made(prefix="med")
    counts = {"med-TOTAL_FORMS": "2", "med-INITIAL_FORMS": "2"}
    return made(counts | {name.replace("__", "-"): value for name, value in values.items()}, prefix="med")


def test_an_empty_form_is_still_a_form():
    drawn = draw(form_of())
    form = drawn.one("form")
    assert (form.get("method"), form.get("novalidate"), words(form)) == ("post", "", "")


def test_a_form_that_is_right_has_no_summary():
    assert draw(form_of({"leg": "x"}, leg=forms.CharField())).all("section") == []


def test_the_summary_comes_first_takes_the_focus_and_leads_to_each_input():
    form = form_of(
        {"t_0": "x", "when_day": "99", "when_month": "1", "when_year": "2026"},
        name=forms.CharField(label="Your name"),
        side=forms.ChoiceField(choices=SIDES, widget=forms.RadioSelect, error_messages={"required": "Choose a side"}),
        signs=forms.MultipleChoiceField(
            choices=[("Leg", SIDES)], widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick one"}
        ),
        t=forms.SplitDateTimeField(error_messages={"required": "Say when"}),
        when=DayField(),
        seen=forms.DateField(widget=forms.SelectDateWidget, error_messages={"required": "Say the day"}),
        yes=forms.BooleanField(error_messages={"required": "Agree first"}),
    )
    drawn = draw(form)
    summary = drawn.one("section", class_="summary")
    attributes = {name: summary.get(name) for name in ("role", "tabindex", "autofocus", "aria-labelledby")}
    assert attributes == {"role": "alert", "tabindex": "-1", "autofocus": "", "aria-labelledby": "form-problem"}
    assert words(drawn.at("form-problem")) == "There is a problem"
    assert drawn.one("div", class_="form")[0] is summary
    assert drawn.summary() == {
        "Your name: This field is required.": "#id_name",
        "Choose a side": "#id_side_0",
        "Tick one": "#id_signs_0_0",
        "Say when": "#id_t_0",
        "There is no such day. Check the day, the month and the year.": "#id_when_0",
        "Say the day": "#id_seen_month",
        "Agree first": "#id_yes",
    }
    for target in drawn.summary().values():
        assert drawn.at(target.removeprefix("#")).tag in {"input", "select"}


def test_a_link_leads_to_the_question_where_there_is_nothing_to_choose():
    field = forms.ChoiceField(choices=[], widget=forms.RadioSelect, error_messages={"required": "Choose"})
    drawn = draw(form_of({}, side=field))
    assert drawn.summary() == {"Choose": "#id_side"}
    assert drawn.at("id_side").tag == "fieldset"


def test_errors_of_no_field_and_of_hidden_fields_are_said_without_a_link():
    form = form_of({}, leg=forms.CharField(required=False), token=forms.CharField(widget=forms.HiddenInput))
    form.add_error(None, "We could not send it")
    drawn = draw(form)
    assert drawn.summary() == {"We could not send it": "", "Token: This field is required.": ""}


def test_every_error_of_a_field_is_said_above_it_and_on_top():
    form = form_of({"leg": "x"}, leg=forms.CharField(required=False))
    form.add_error("leg", "Too short")
    form.add_error("leg", "No number in it")
    drawn = draw(form)
    assert [words(line) for line in drawn.at("id_leg_error")] == ["Error: Too short", "Error: No number in it"]
    assert drawn.summary() == {"Too short": "#id_leg", "No number in it": "#id_leg"}
    assert [line[0].get("aria-hidden") for line in drawn.at("id_leg_error")] == ["true", "true"]


@pytest.mark.parametrize(
    ("required", "sentence", "label"),
    [((True, True), ALL, "B"), ((True, False), SOME, "B (optional)"), ((False, False), None, "B (optional)")],
)
def test_what_must_be_answered_is_said_in_words(required, sentence, label):
    form = form_of(a=forms.CharField(required=required[0]), b=forms.CharField(required=required[1]))
    drawn = draw(form)
    assert [words(line) for line in drawn.all("p", class_="demand")] == ([sentence] if sentence else [])
    assert words(drawn.one("label", **{"for": "id_b"})) == label
    assert [drawn.at(f"id_{name}").get("required") is not None for name in "ab"] == list(required)
    assert "*" not in drawn.markup


def test_a_hidden_field_asks_for_no_answer():
    drawn = draw(form_of(a=forms.CharField(required=False), b=forms.CharField(widget=forms.HiddenInput)))
    assert drawn.all("p", class_="demand") == []


def test_a_summary_that_waits_leaves_the_focus_alone():
    drawn = draw(form_of({}, leg=forms.CharField()), helper(summary_waits=True))
    assert (drawn.one("section").get("tabindex"), drawn.one("section").get("autofocus")) == ("-1", None)


def test_forms_on_one_page_keep_their_ids_apart():
    form = type("Asked", (forms.Form,), {"leg": forms.CharField()})({}, prefix="second")
    drawn = draw(form)
    assert drawn.one("section").get("aria-labelledby") == "second-problem"
    assert list(drawn.summary().values()) == ["#id_second-leg"]


def test_the_builder_says_where_a_form_goes_and_what_it_is_called():
    by = helper(form_action="/ask/", form_id="ask", form_class="wide", attrs={"autocomplete": "off"}, form_method="get")
    by.add_input(Submit("send", "Send the request", css_class="main", data_x="1"))
    drawn = draw(form_of(leg=forms.CharField()), by)
    names = ("action", "id", "class", "autocomplete", "method", "novalidate")
    assert [drawn.one("form").get(name) for name in names] == ["/ask/", "ask", "wide", "off", "get", ""]
    button = drawn.one("button")
    assert (words(button), button.get("class"), button.get("data-x")) == (
        "Send the request",
        "button button-main main",
        "1",
    )


def test_a_form_inside_another_has_no_tag_of_its_own():
    assert draw(form_of(leg=forms.CharField()), helper(form_tag=False)).all("form") == []


@pytest.mark.parametrize(("method", "disabled", "count"), [("post", False, 1), ("post", True, 0), ("get", False, 0)])
def test_only_a_form_that_is_posted_carries_the_token(rf, method, disabled, count):
    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form by %}")
    request = rf.get("/")
    get_token(request)
    by = helper(form_method=method, disable_csrf=disabled)
    for whole in (form_of(leg=forms.CharField()), medicines()):
        assert template.render({"form": whole, "by": by}, request).count("csrfmiddlewaretoken") == count


def test_the_filters_of_crispy_forms_draw_the_same():
    source = "{% load crispy_forms_tags %}{{ form|crispy }}{{ form|as_crispy_errors }}{{ form.leg|as_crispy_field }}"
    html = engines["django"].from_string(source).render({"form": form_of({}, leg=forms.CharField())})
    assert html.count("There is a problem") == 2
    assert html.count('<label for="id_leg">') == 2
    source = "{% load crispy_forms_tags %}{{ form|crispy }}{{ form|as_crispy_errors }}"
    html = engines["django"].from_string(source).render({"form": medicines(bad="1")})
    assert html.count("These two do not go together") == 2


def test_a_formset_groups_each_form_and_keeps_the_counts():
    drawn = draw(medicines(), helper(part_name="Medicine"))
    groups = drawn.all("fieldset", class_="question-group")
    assert [words(group.find("legend")) for group in groups] == ["Medicine 1", "Medicine 2"]
    assert drawn.one("input", name="med-TOTAL_FORMS").get("value") == "2"
    assert drawn.at("id_med-1-DELETE").get("type") == "checkbox"
    assert [words(line) for line in drawn.all("p", class_="demand")] == [SOME]


def test_a_formset_has_one_summary_that_says_which_form():
    drawn = draw(medicines(bad="1", **{"med-0-dose": "x", "med-1-name": "y"}))
    assert drawn.summary() == {
        "These two do not go together": "",
        "Entry 1: Write its name": "#id_med-0-name",
        "Entry 1: Enter a whole number.": "#id_med-0-dose",
    }
    assert drawn.one("section").get("aria-labelledby") == "med-problem"
    assert drawn.at("id_med-0-dose").get("aria-invalid") == "true"


def test_a_formset_takes_a_layout():
    layout = Layout(Fieldset("Medicine {{ forloop.counter }}", "name", "dose", "DELETE"))
    drawn = draw(medicines(), helper(layout))
    assert [words(legend) for legend in drawn.all("legend")] == ["Entry 1", "Medicine 1", "Entry 2", "Medicine 2"]
    with pytest.raises(CannotBeAsked, match="leaves out DELETE"):
        draw(medicines(), helper(Layout("name", "dose")))


def test_a_formset_without_forms_still_counts_them():
    empty = forms.formset_factory(Medicine, extra=0)()
    drawn = draw(empty)
    assert drawn.one("input", name="form-TOTAL_FORMS").get("value") == "0"
    assert drawn.all("p", class_="demand") == []


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (("22", "11", "2026"), date(2026, 11, 22)),
        ((" 1", "02 ", "1950"), date(1950, 2, 1)),
        (("29", "2", "2024"), date(2024, 2, 29)),
    ],
)
def test_a_day_is_typed_in_three_parts(typed, value):
    form = form_of(dict(zip(("born_day", "born_month", "born_year"), typed, strict=True)), born=DayField())
    assert form.is_valid()
    assert form.cleaned_data["born"] == value


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("", "", ""), "Enter the day, the month and the year."),
        (("22", "", "2026"), "Enter the day, the month and the year."),
        (("29", "2", "2026"), "There is no such day. Check the day, the month and the year."),
        (("1", "1", "0"), "There is no such day. Check the day, the month and the year."),
        (("1", "1", "9" * 40), "There is no such day. Check the day, the month and the year."),
        (("-1", "1", "2026"), "There is no such day. Check the day, the month and the year."),
        (("1", "x", "<b>"), "Write the day, the month and the year in numbers."),
        (("1", "1", "9" * 9999), "Write the day, the month and the year in numbers."),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_a_day_that_is_none_is_told_once(typed, fault, required):
    data = dict(zip(("born_day", "born_month", "born_year"), typed, strict=True))
    form = form_of(data, born=DayField(required=required))
    assert form.errors.get("born", []) == ([fault] if required or any(typed) else [])


def test_a_day_that_is_kept_comes_back_in_its_parts_and_a_browser_can_fill_it_in():
    drawn = draw(form_of(born=DayField(initial=date(2026, 11, 22), autocomplete="bday")))
    parts = [drawn.at(f"id_born_{number}") for number in range(3)]
    assert [(part.get("value"), part.get("autocomplete"), part.get("inputmode")) for part in parts] == [
        ("22", "bday-day", "numeric"),
        ("11", "bday-month", "numeric"),
        ("2026", "bday-year", "numeric"),
    ]
    assert [words(label) for label in drawn.all("label")] == ["Day", "Month", "Year"]
