"""The tags with which templates draw documents."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.shelf.reference import Finding
from portal.templatetags.blessing import bless
from portal.templatetags.counting import people
from portal.templatetags.showing import (
    Answer,
    dialled,
    drawn_in,
    ended,
    first_apart,
    host,
    results,
    row_named,
    spoken_range,
    whole_hours,
)
from portal.text.clean import clean
from portal.text.render import Outside, render

AROUND = Outside(terms={"disc": "disc"}, urls={}, finding_sources={})


def drawn(body: str, **context: object) -> str:
    rendered = render(body, AROUND)
    template: Template = engines["django"].from_string("{% load showing %}{% expand rendered.parts %}").template
    return template.render(Context({"rendered": rendered, "clinic": {}, "language": "en"} | context))


def test_clean_html_is_let_through() -> None:
    assert bless(clean("<p>Yes &amp; no</p>")) == "<p>Yes &amp; no</p>"


@pytest.mark.parametrize("words", ["<p>typed</p>", SafeString("<p>called safe</p>"), "", None, 7])
def test_nothing_else_is_let_through(words: object) -> None:
    with pytest.raises(TypeError, match="only cleaned HTML can be blessed"):
        bless(words)


def test_words_marks_and_settings_stand_in_the_sentence_without_extra_spaces() -> None:
    page = drawn("A (disc) hurts[@some-source]. Call {emergency_number}.")
    assert '<p>A (<a class="term" id="use-disc" href="#word-disc">disc</a>) hurts<sup class="cite">' in page
    assert "</sup>. Call your emergency number (112, 999 or 911).</p>" in page


def test_a_clinics_own_number_stands_in_the_sentence() -> None:
    assert drawn("Call {emergency_number}.", clinic={"emergency_number": "<999>"}) == "<p>Call &lt;999&gt;.</p>"


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("::: callout emergency\n**Call**\n:::", "Now"),
        ("::: callout today\n**See a doctor**\n:::", "Today"),
        ("::: callout routine\n**Ask**\n:::", "Please note"),
        ("::: do\n- Walk\n:::", "Do"),
        ("::: dont\n- Stop\n:::", "Do not"),
        ("::: keypoints\n- Wait\n:::", "In short"),
    ],
)
def test_what_a_block_means_is_said_in_words(block: str, words: str) -> None:
    assert f">{words}</" in drawn(block)


def test_a_check_question_in_the_text_leads_to_its_place_at_the_end() -> None:
    item = {
        "id": "wait",
        "question": "What if I wait?",
        "choices": ["A", "B"],
        "truth": "Most get better.",
        "passage": "x",
    }
    page = drawn("::: check wait\n:::", row={"check_items": [item]})
    assert '<a href="#check-wait">A question about this: What if I wait?</a>' in page
    assert drawn("::: check other\n:::", row={"check_items": [item]}) == ""


@pytest.mark.parametrize(
    ("count", "out_of", "full", "mixed", "empty"),
    [
        (29, 100, 2, "111111111 0", 7),
        (0, 100, 0, "", 10),
        (100, 100, 10, "", 0),
        (10, 100, 1, "", 9),
        (3, 1000, 0, "111 " + "0" * 37, 24),
    ],
)
def test_people_are_laid_out_in_rows(count: int, out_of: int, full: int, mixed: str, empty: int) -> None:
    drawing = people(count, out_of)
    assert len(drawing.full) == full
    assert "".join("1" if figure.has else "0" for figure in drawing.mixed) == mixed.replace(" ", "")
    assert len(drawing.empty) == empty
    assert drawing.width * drawing.height == out_of * 12 * 12


@pytest.mark.parametrize(("count", "out_of"), [(101, 100), (-1, 100), (1, 5), (0, 0)])
def test_other_counts_cannot_be_drawn(count: int, out_of: int) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        people(count, out_of)


def test_a_picture_speaks_the_pages_language_and_falls_back_to_another() -> None:
    fields = {
        "title": {"en": "Back", "es": "Espalda"},
        "labels": [{"id": "disc", "text": {"en": "Disc"}}],
        "credit": "drawn here",
    }
    words = drawn_in(SimpleNamespace(fields=fields, template="lumbar-spine"), "es")
    assert (words["title"], words["caption"], words["labels"]) == ("Espalda", "", {"disc": "Disc"})
    assert words["template"] == "pictures/lumbar-spine.html"


def test_small_words_are_shaped_for_reading() -> None:
    assert [spoken_range("45-90"), spoken_range("6"), spoken_range("")] == ["45 to 90", "6", ""]
    assert [ended("Peul WC, et al."), ended("Peul WC")] == ["Peul WC, et al.", "Peul WC."]
    assert host("https://www.nice.org.uk/guidance/ng59") == "nice.org.uk"
    assert row_named([{"id": "a"}], "b") is None


def counted(*percents: str) -> Finding:
    arms = [{"id": f"a{number}", "name": {"en": "x"}, "percent": text} for number, text in enumerate(percents)]
    return Finding(fields={"shape": "one_count", "label": {"en": "x"}, "arms": arms})


@pytest.mark.parametrize(
    ("rare", "figures"),
    [("2", ["29 of 100", "2 of 100"]), ("0.4", ["290 of 1,000", "4 of 1,000"])],
    ids=["a hundred does", "one row is rare"],
)
def test_rows_of_a_table_count_people_out_of_one_number(rare: str, figures: list[str]) -> None:
    rows = results({"often": counted("29"), "rarely": counted(rare)}, ["often", "rarely"], "en")
    assert [row.reading.arms[0].figure for row in rows] == figures


@pytest.mark.parametrize(
    ("minutes", "hours"), [("120-240", "2-4"), ("60", "1"), ("45-90", ""), ("60-90", ""), ("", "")]
)
def test_minutes_are_told_in_hours_where_both_ends_are_whole(minutes: str, hours: str) -> None:
    assert whole_hours(minutes) == hours


@pytest.mark.parametrize(
    ("length", "unit", "said"),
    [
        ("0", "nights", "home the same day"),
        ("0-1", "nights", "home the same day, or 1 night"),
        ("1", "nights", "1 night"),
        ("1-4", "nights", "1 to 4 nights"),
        ("0-1", "days", "the same day or the next"),
        ("4-6", "weeks", "4 to 6 weeks"),
        ("120-240", "minutes", "2 to 4 hours"),
        ("45-90", "minutes", "45 to 90 minutes"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(length: str, unit: str, said: str) -> None:
    assert render_to_string("parts/span.html", {"range": length, "unit": unit}).strip() == said


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("999", "999"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("020-7946.0000", "02079460000"),
        ("112, 999 or 911", ""),
        ("call the ward", ""),
        ("1", ""),
        ("", ""),
        (None, ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_telephone_number_can_be_dialled_and_nothing_else_can(typed: str | None, number: str) -> None:
    assert dialled(typed) == number


def test_a_number_of_the_clinic_is_a_link_that_dials() -> None:
    shown = render_to_string("parts/clinic_word.html", {"name": "clinic_phone", "value": "+44 20 7946 0000"})
    assert shown.strip() == '<a class="dial" href="tel:+442079460000">+44 20 7946 0000</a>'
    assert render_to_string("parts/clinic_word.html", {"name": "clinic_name", "value": "The <ward>"}).strip() == (
        "The &lt;ward&gt;"
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("We cannot be sure. It may help.", Answer("We cannot be sure.", "It may help.")),
        ("One sentence only", Answer("One sentence only", "")),
        ("First line.\n\nSecond.", Answer("First line.", "Second.")),
        ("Some people, e.g. you, gain. Others do not.", Answer("Some people, e.g. you, gain. Others do not.", "")),
        ("", Answer("", "")),
    ],
)
def test_the_first_sentence_stands_apart_and_no_word_is_lost(text: str, answer: Answer) -> None:
    assert first_apart(text) == answer
