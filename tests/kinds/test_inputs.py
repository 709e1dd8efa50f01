"""The drawn forms: every input named for those who cannot see it, ids once, words escaped."""

import pytest

from portal.kinds.index import Index
from portal.kinds.registry import KINDS
from portal.text.frontmatter import parse
from tests.kinds.examples import EXAMPLES
from tests.kinds.filling import Inputs, first_view, from_browser, from_file, sent_by_browser
from tests.kinds.findings import FINDINGS, finding
from tests.kinds.known import KNOWN

FORMS = [*EXAMPLES.items(), *(("finding", finding(shape, fields)) for shape, fields in FINDINGS.items())]


@pytest.mark.parametrize(("kind", "text"), FORMS, ids=[*EXAMPLES, *FINDINGS])
def test_every_input_has_a_name_that_can_be_read_out(kind, text):
    drawn = Inputs(first_view(kind, text, languages=("en", "es")).as_div())
    unnamed = [
        given["name"]
        for given in drawn.inputs
        if given.get("type") != "hidden" and "aria-label" not in given and given.get("id") not in drawn.labelled
    ]
    assert unnamed == []


@pytest.mark.parametrize(("kind", "text"), FORMS, ids=[*EXAMPLES, *FINDINGS])
def test_every_id_is_on_the_page_once(kind, text):
    drawn = Inputs(first_view(kind, text, languages=("en", "es")).as_div())
    assert sorted(drawn.ids) == sorted(set(drawn.ids))


@pytest.mark.parametrize(("kind", "text"), FORMS, ids=[*EXAMPLES, *FINDINGS])
def test_a_form_made_from_a_file_can_be_drawn(kind, text):
    assert sent_by_browser(from_file(kind, text)) == sent_by_browser(first_view(kind, text))


def test_inputs_of_a_row_say_their_column_row_and_language():
    html = first_view("finding", EXAMPLES["finding"], languages=("en", "es")).as_div()
    names = {given["name"]: given.get("aria-label") for given in Inputs(html).inputs}
    assert names["arms-1-name-es"] == "Group, row 2, Spanish"
    assert names["arms-0-percent"] == "Percent, row 1"
    assert names["arms-0-position"] == "Position, row 1"
    assert names["arms-0-remove"] == "Remove row 1"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_explains_itself_with_plain_words(kind):
    form = first_view(kind, EXAMPLES[kind])
    for field in form.document_fields("body").values():
        assert str(field.label)
        assert str(field.help_text).endswith((".", "”"))
        for column in getattr(field, "columns", {}).values():
            assert str(column.label)
            assert str(column.help_text).endswith((".", "”"))


EVIL = "\"><script>alert(1)</script>'"


def test_typed_words_are_escaped_in_every_input():
    form = first_view("finding", EXAMPLES["finding"])
    sent = {name: EVIL for name, _value in sent_by_browser(form)} | {"shape": "two_counts"}
    html = from_browser("finding", sent).as_div()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") > 10


def test_known_documents_are_offered():
    html = first_view("finding", EXAMPLES["finding"]).as_div()
    assert '<datalist id="known-id_source"><option value="peul-2008"></option></datalist>' in html
    html = first_view("procedure", EXAMPLES["procedure"]).as_div()
    assert "<li><code>peul-2008-harm</code></li>" in html
    assert "<li><code>guide:your-medicines</code></li>" in html


@pytest.mark.parametrize(("many", "shown"), [(500, 500), (501, 500)])
def test_of_very_many_documents_the_first_are_offered_and_that_is_said(many, shown):
    slugs = [f"page-{number:03}" for number in range(many)]
    known = Index({"condition": frozenset(slugs)})
    form = KINDS["procedure"].form
    html = form(initial=form.initial_of(parse(EXAMPLES["procedure"])), index=known, languages=("en",)).as_div()
    assert html.count("<li><code>condition:") == shown
    assert html.count("<li><code>page-") == shown
    assert ("These are the first 500." in html) == (many > shown)


def test_a_file_with_wrong_types_still_gives_the_admin_words_to_mend():
    form = KINDS["procedure"].form
    text = "---\nformat: 1\ntitle: 7\nsummary:\n  - x\nlay_names: one\nstay: 1\nis_operation: 3\nrecovery: x\n---\n"
    shown = form.initial_of(from_file("procedure", text).parsed)
    assert (shown["title"], shown["summary"], shown["stay"]) == ("7", "", "1")
    assert (shown["lay_names"], shown["is_operation"], shown["recovery"]) == (["one"], False, [])


def sent_over(kind, text, **values):
    """The drawn form of a text sent back with some inputs changed, beside what was first shown."""
    drawn = first_view(kind, text)
    data = from_browser(kind, sent_by_browser(drawn)).data
    for name, value in values.items():
        data[name.replace("_0_", "-0-")] = value
    return KINDS[kind].form(data, initial=drawn.initial, index=KNOWN, languages=("en",))


@pytest.mark.parametrize(("kind", "text"), FORMS, ids=[*EXAMPLES, *FINDINGS])
def test_what_comes_back_as_it_was_shown_is_no_change(kind, text):
    assert sent_over(kind, text).changed_data == []


def test_a_change_names_its_field():
    form = sent_over("procedure", EXAMPLES["procedure"], title="Disc", lay_names="x", recovery_0_range="3", body="y")
    assert form.changed_data == ["title", "lay_names", "recovery", "body"]


def test_words_that_cannot_be_taken_count_as_changed():
    form = KINDS["guide"].form
    sent = form({"position": "first"}, initial={"position": "1"}, index=KNOWN, languages=("en",))
    assert sent.changed_data == ["position"]


def test_a_language_without_a_name_is_shown_by_its_code():
    html = first_view("picture", EXAMPLES["picture"], languages=("en", "xx")).as_div()
    assert '<label for="id_title-xx">xx</label>' in html
