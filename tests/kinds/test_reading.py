"""Findings in words: counts as people, differences with their direction, ratios never as people."""

import json
from decimal import Decimal

import pytest

from portal.kinds.finding import reading_of
from portal.kinds.labels import in_language
from tests.kinds.filling import from_file
from tests.kinds.findings import FINDINGS, finding


def reading(shape, **fields):
    kept = from_file("finding", finding(shape, FINDINGS[shape])).as_fields()
    return reading_of(kept | fields, "en")


def arm(name, **figures):
    return {"id": name, "name": {"en": name}} | figures


def figures(*arms):
    return [(one.figure, one.raw, one.people) for one in reading("two_counts", arms=list(arms)).arms]


def test_counts_are_people_out_of_one_number_and_stay_as_reported():
    read = reading("two_counts")
    assert read.sentence == "29 of 100 (Early surgery); 0 of 100 (Told to wait)"
    assert [one.raw for one in read.arms] == ["41 of 141 people (29.10%)", "0 of 142 people"]
    assert [one.people for one in read.arms] == [29, 0]
    assert (read.has_people, read.denominator) == (True, 100)


@pytest.mark.parametrize(("figure", "shown"), [
    ({"percent": Decimal("12.5")}, ("13 of 100", "12.5%", 13)),
    ({"percent": 8}, ("8 of 100", "8%", 8)),
    ({"percent": "8.0"}, ("8 of 100", "8.0%", 8)),
    ({"percent": 0}, ("0 of 100", "0%", 0)),
    ({"percent": 100}, ("100 of 100", "100%", 100)),
    ({"percent": Decimal("99.9")}, ("more than 99 of 100", "99.9%", None)),
    ({"percent": 13, "total": 298}, ("13 of 100", "13% of 298 people", 13)),
    ({"percent": 13, "count": 39}, ("13 of 100", "39 people (13%)", 13)),
    ({"count": 9, "total": 72}, ("13 of 100", "9 of 72 people", 13)),
    ({}, ("", "", None)),
    ({"count": 9, "total": 0}, ("", "9 of 0 people", None)),
    ({"count": 9, "total": 8}, ("", "9 of 8 people", None)),
])  # fmt: skip
def test_one_figure_is_worded(figure, shown):
    assert figures(arm("a", **figure)) == [shown]


def test_a_whole_comparison_is_per_thousand_when_one_figure_is_under_one_in_a_hundred():
    read = reading("two_counts", arms=[arm("a", count=3, total=1000), arm("b", percent=Decimal("1.5"))])
    assert read.sentence == "3 of 1,000 (a); 15 of 1,000 (b)"
    assert read.denominator == 1000


def test_a_picture_of_people_needs_every_figure():
    assert not reading("two_counts", arms=[arm("a", percent=3), arm("b")]).has_people
    rare = reading("two_counts", arms=[arm("a", percent=Decimal("0.01"))])
    assert (rare.sentence, rare.has_people) == ("fewer than 1 of 1,000 (a)", False)


def test_a_difference_says_which_way_is_better():
    read = reading("difference")
    assert read.sentence == "12.1 points lower with Early surgery"
    assert read.raw == "mean difference: −12.1 points"
    assert read.interval == "The true figure is likely to lie between −23.6 and −0.5 (99% confidence interval)"
    assert read.direction == "lower is better"
    assert read.scale == "leg pain, from 0 to 100"
    assert read.noticed == "people notice a difference of about 10 points"
    assert [one.figure for one in read.arms] == ["10.2 points", "22.30 points"]
    assert (read.has_people, read.denominator) == (False, 0)


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"better": "higher"}, "12.1 points higher with Early surgery"),
    ({"favours": "waiting"}, "12.1 points lower with Told to wait"),
    ({"favours": "keyhole-surgery"}, "12.1 points lower with keyhole surgery"),
    ({"favours": "neither"}, "a difference of 12.1 points"),
    ({"favours": None}, "a difference of 12.1 points"),
    ({"difference": 0}, "a difference of 0 points"),
    ({"difference": None}, "10.2 points (Early surgery); 22.30 points (Told to wait)"),
    ({"unit": None}, "12.1 lower with Early surgery"),
])  # fmt: skip
def test_a_difference_is_worded(fields, sentence):
    assert reading("difference", **fields).sentence == sentence


def test_the_usual_interval_is_named_too():
    assert (
        reading("difference", interval_percent=None).interval
        == "The true figure is likely to lie between −23.6 and −0.5 (95% confidence interval)"
    )
    assert reading("difference", interval_low=None).interval == ""


@pytest.mark.parametrize(("kind", "sentence"), [
    ("odds_ratio", "the odds were 0.42 times as high: Early surgery, set against Told to wait"),
    ("risk_ratio", "the risk was 0.42 times as high: Early surgery, set against Told to wait"),
    ("hazard_ratio", "at any time, the risk was 0.42 times as high: Early surgery, set against Told to wait"),
])  # fmt: skip
def test_a_ratio_never_becomes_people(kind, sentence):
    read = reading("ratio", ratio_kind=kind)
    assert read.sentence == sentence
    assert read.raw == f"{kind.replace('_', ' ')} 0.42"
    assert (read.has_people, read.denominator, [one.people for one in read.arms]) == (False, 0, [None, None])


@pytest.mark.parametrize(("fields", "sentence", "raw"), [
    ({}, "2 to 8 of 100", "2.1 to 8 percent"),
    ({"range_low": "0.2", "range_high": "1.25"}, "2 to 13 of 1,000", "0.2 to 1.25 percent"),
    ({"range_low": 2, "range_high": 2}, "2 of 100", "2 percent"),
    ({"range_unit": "nights"}, "2.1 to 8 nights", "2.1 to 8 nights"),
    ({"range_low": -4, "range_unit": "points"}, "−4 to 8 points", "−4 to 8 points"),
    ({"range_low": None}, "", ""),
    ({"range_high": 140}, "2.1 to 140 percent", "2.1 to 140 percent"),
])  # fmt: skip
def test_a_range_is_worded(fields, sentence, raw):
    read = reading("range", **fields)
    assert (read.sentence, read.raw, read.has_people) == (sentence, raw, False)


def test_words_stand_as_they_are_and_those_who_looked_are_named():
    assert reading("words").sentence == "No difference was seen."
    read = reading("not_counted")
    assert (read.sentence, read.who_looked) == ("Nobody counted it.", "a review of 14 trials")


@pytest.mark.parametrize(("timing", "time", "unit", "words"), [
    ("at", 1, "years", "at one year"),
    ("by", 2, "years", "by two years"),
    ("by", 10, "days", "by ten days"),
    ("at", 12, "weeks", "at 12 weeks"),
    ("at", Decimal("1.5"), "years", "at 1.5 years"),
    ("at", "1.0", "months", "at one month"),
    ("by", 24, "hours", "by 24 hours"),
    ("", 1, "years", ""),
    ("at", None, "years", ""),
    ("at", 1, "", ""),
])  # fmt: skip
def test_time_is_said_in_words(timing, time, unit, words):
    assert reading("words", timing=timing, time=time, time_unit=unit).timing == words


def test_answers_are_said_in_words():
    read = reading("words")
    assert (read.label, read.population) == ("Leg pain after two years", "283 people with sciatica")
    assert (read.design, read.certainty, read.certainty_slug) == ("randomised trial", "very low certainty", "very_low")
    assert (read.industry_tie, read.source) == ("no tie to industry was seen", "peul-2008")
    assert (read.switched, read.lost) == ("44 of 100 told to wait had surgery", "12 of 100")


def test_labels_fall_back_to_the_language_there_is():
    kept = from_file("finding", finding("words", FINDINGS["words"])).as_fields()
    both = kept | {"says": {"en": "None.", "es": "Ninguna."}}
    assert reading_of(both, "es").sentence == "Ninguna."
    assert reading_of(both, "es").label == "Leg pain after two years"
    assert reading_of(both, "fr").sentence == "None."


@pytest.mark.parametrize("shape", FINDINGS)
def test_figures_kept_as_json_read_the_same(shape):
    kept = from_file("finding", finding(shape, FINDINGS[shape])).as_fields()
    assert reading_of(json.loads(json.dumps(kept, default=str)), "en") == reading_of(kept, "en")


@pytest.mark.parametrize("shape", FINDINGS)
def test_a_draft_without_figures_can_be_read(shape):
    assert reading_of({"shape": shape}, "en").sentence == ""


def test_an_unknown_shape_is_an_error():
    with pytest.raises(KeyError):
        reading_of({"shape": "pie"}, "en")


def test_a_label_falls_back_to_the_first_language_of_the_site_whatever_the_order_of_its_texts():
    assert in_language({"de": "Bein", "en": "leg"}, "es") == "leg"
    assert in_language({"de": "Bein", "en": "leg"}, "de") == "Bein"
    assert in_language({"de": "Bein"}, "es") == "Bein"
    assert in_language(None, "en") == ""


def test_a_range_in_a_table_counts_out_of_the_tables_number() -> None:
    fields = {"label": {"en": "x"}, "shape": "range", "range_low": "2", "range_high": "6", "range_unit": "percent"}
    assert reading_of(fields, "en").sentence == "2 to 6 of 100"
    assert reading_of(fields, "en", out_of=1000).sentence == "20 to 60 of 1,000"
    assert reading_of(fields | {"range_unit": "days"}, "en", out_of=1000).sentence == "2 to 6 days"


@pytest.mark.parametrize(("certainty", "is_rated"), [("high", True), ("very_low", True), ("not_rated", False)])
def test_only_a_rating_counts_as_one(certainty, is_rated):
    assert reading("words", certainty=certainty).is_rated == is_rated
