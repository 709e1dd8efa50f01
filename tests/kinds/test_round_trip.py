"""A canonical text survives file, form and browser byte for byte; nothing stops the examples from being published."""

import pytest

from portal.kinds.registry import KINDS
from tests.kinds.examples import EXAMPLES
from tests.kinds.filling import faults, first_view, from_browser, from_file, obstacles, sent_by_browser
from tests.kinds.findings import FINDINGS, finding

TEXTS = [
    *((kind, text) for kind, text in EXAMPLES.items()),
    *(("finding", finding(shape, fields)) for shape, fields in FINDINGS.items()),
]
NAMES = [*EXAMPLES, *FINDINGS]


def test_there_is_an_example_of_every_kind():
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=NAMES)
def test_a_file_comes_out_of_its_form_unchanged(kind, text):
    form = from_file(kind, text)
    assert faults(form) == []
    assert form.as_text() == text


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=NAMES)
def test_the_examples_could_be_published(kind, text):
    assert obstacles(from_file(kind, text)) == []


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=NAMES)
def test_the_drawn_form_sent_back_unchanged_gives_the_same_text(kind, text):
    form = from_browser(kind, sent_by_browser(first_view(kind, text)))
    assert form.errors == {}
    assert form.as_text() == text
    assert form.obstacles() == []


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=NAMES)
def test_a_form_redrawn_keeps_every_word(kind, text):
    form = from_browser(kind, sent_by_browser(first_view(kind, text)))
    again = from_browser(kind, sent_by_browser(form.redrawn()))
    assert again.is_valid()
    assert again.as_text() == text


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_document_is_a_draft_of_its_format_only(kind):
    form = from_file(kind, "---\nformat: 1\n---\n")
    assert faults(form) == []
    assert form.as_text() == "---\nformat: 1\n---\n"


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_from_a_browser_is_the_same_draft(kind):
    form = from_browser(kind, sent_by_browser(first_view(kind, "---\nformat: 1\n---\n")))
    assert form.errors == {}
    assert form.as_text() == "---\nformat: 1\n---\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_nothing_was_sent_to_is_the_same_draft(kind):
    form = from_browser(kind, {})
    assert form.errors == {}
    assert form.as_text() == "---\nformat: 1\n---\n"


def test_texts_that_are_not_canonical_come_out_canonical():
    text = '---\ntitle: "sciatica"\nformat: 1\nsay: ""\nalso: []\n---\n\n\n\nIt passes.\n\n\n'
    form = from_file("term", text)
    assert faults(form) == []
    assert form.as_text() == "---\nformat: 1\ntitle: sciatica\n---\n\nIt passes.\n"


def test_zeros_are_kept_and_the_usual_interval_goes_without_saying():
    text = finding("difference", FINDINGS["difference"])
    usual = from_file("finding", text.replace("interval_percent: 99", "interval_percent: 95"))
    assert usual.as_text() == text.replace("interval_percent: 99\n", "")
    assert "scale_low: 0\n" in usual.as_text()


def test_choices_are_kept_in_the_order_in_which_they_are_offered():
    text = EXAMPLES["procedure"]
    form = from_file("procedure", text.replace("  - general\n  - local\n", "  - local\n  - general\n"))
    assert form.as_text() == text


def test_languages_come_in_the_order_of_the_site():
    text = EXAMPLES["picture"].replace("  en: A slipped disc\n", "  es: Una hernia\n  en: A slipped disc\n")
    form = from_file("picture", text, languages=("en", "es"))
    assert form.as_fields()["title"] == {"en": "A slipped disc", "es": "Una hernia"}
    assert list(form.as_fields()["title"]) == ["en", "es"]


def test_two_languages_survive_the_browser():
    text = EXAMPLES["picture"].replace("  en: A slipped disc\n", "  en: A slipped disc\n  es: Una hernia\n")
    sent = sent_by_browser(first_view("picture", text, languages=("en", "es")))
    form = from_browser("picture", sent, languages=("en", "es"))
    assert form.is_valid()
    assert form.as_text() == text
