"""What cannot even be saved: wrong types, patterns and limits, each with its line and the mend."""

import pytest

from portal.kinds.registry import KINDS
from tests.kinds.examples import EXAMPLES
from tests.kinds.filling import changed, faults, from_browser, from_file

LIST_MEND = 'must be a list: put each entry on its own line, after "- "'

# kind, text of the example, text in its place, line of the fault (counted from where that begins), message
WRONG = [
    ("condition", "title: Slipped disc", "titel: x", 0, "'titel' is not a field of a condition; did you mean 'title'?"),
    ("article", "title: Slipped disc", "title: 2026", 0, 'title must be text; put it in quotes: "2026"'),
    ("article", "title: Slipped disc", "title: 1.10", 0, 'title must be text; put it in quotes: "1.10"'),
    ("article", "title: Slipped disc", "title: true", 0, 'title must be text; put it in quotes: "true"'),
    ("article", "title: Slipped disc", "title:\n  - x", 0, "title must be one text, not a list"),
    ("article", "title: Slipped disc", "title:\n  en: x", 0, "title must be one text, not a group of named values"),
    ("article", "title: Slipped disc", 'title: "a\\nb"', 0, "title must be on one line; take the line breaks out"),
    ("article", "title: Slipped disc", f"title: {'a' * 101}", 0, "title is 101 characters long; shorten it to 100"),
    ("article", "  - siatica", "  siatica", -1, f"misspellings {LIST_MEND}"),
    ("article", "  - siatica", "  - 7", 0, 'misspellings, entry 1 must be text; put it in quotes: "7"'),
    ("article", "  - siatica", "  - s\n  - s", 1, 'misspellings has "s" twice; take one out'),
    ("article", "  - guide:your", "  - guides:your", 0,
     'related, entry 1 must be the kind of a page, a colon and its short name, such as "condition:slipped-disc"'),
    ("condition", "  - M54\n", "  - m54\n", 0, 'icd10, entry 2 must be an ICD-10 code, such as "M51.1"'),
    ("condition", '"76107001"', "76107001", 0,
     'snomed, entry 1 must be a SNOMED CT code in quotes, such as "76107001"'),
    ("procedure", "is_operation: true", 'is_operation: "yes"', 0, "is_operation must be true or false, without quotes"),
    ("procedure", "stay: 0-1", "stay: one night", 0, 'stay must be a range of nights, such as "0-1"'),
    ("procedure", "stay: 0-1", "stay: 1", 0, 'stay must be a range of nights, such as "0-1"'),
    ("procedure", "stay: 0-1", "stay: 3-1", 0, "stay must start with the lower number: write 1-3"),
    ("procedure", '"45"', "45", 0, 'duration must be a range of minutes, such as "45-90"'),
    ("procedure", "  - general\n", "  - genral\n", 0,
     ('anaesthetic cannot be "genral"; did you mean "general"?'
     " The choices are: general, spinal, local_sedation, local, none")),
    ("procedure", "  - general\n", "  - 1\n", 0,
     'anaesthetic cannot be "1"; choose one of: general, spinal, local_sedation, local, none'),
    ("procedure", "treats:\n  - slipped-disc", "treats: slipped-disc", 0, f"treats {LIST_MEND}"),
    ("procedure", "treats:\n  - slipped-disc", "treats:\n  - Slipped Disc", 1,
     'treats, entry 1 must be a short name in small letters, figures and hyphens, such as "slipped-disc"'),
    ("procedure", "    range: 2-4", "    range: soon", 0, 'recovery row 1: range must be a range, such as "4-6"'),
    ("procedure", "    unit: weeks", "    unit: week", 0,
     'recovery row 1: unit cannot be "week"; did you mean "weeks"? The choices are: days, weeks, months'),
    ("procedure", "    unit: weeks", "    units: weeks", 0,
     "'units' is not a column of recovery; did you mean 'unit'?"),
    ("procedure", "  - id: driving\n    activity: D", "  - activity: D", 0,
     'recovery row 1 needs an id in small letters, figures and hyphens, such as "activity-1"'),
    ("procedure", "  - id: driving", "  - id: My Car", 0,
     'recovery row 1 needs an id in small letters, figures and hyphens, such as "activity-1"'),
    ("benefit", "verdict: partly", "verdict: great", 0,
     'verdict cannot be "great"; choose one of: well_supported, partly, uncertain, not_supported'),
    ("benefit", "verdict: partly", "verdict: 1", 0,
     'verdict cannot be "1"; choose one of: well_supported, partly, uncertain, not_supported'),
    ("guide", "position: 2", 'position: "2"', 0, "position must be a number without quotes, such as 3"),
    ("guide", "position: 2", "position: 2.5", 0, "position must be a whole number, such as 3"),
    ("guide", "position: 2", "position: true", 0, "position must be a number, such as 3, not true or false"),
    ("guide", "position: 2", "position: 10000", 0, "position must be between 0 and 9999"),
    ("guide", "country: GB", "country: uk", 0,
     'country must be the two capital letters of a country, such as "GB"'),
    ("source", "year: 2008", "year: 208", 0, "year must be between 1900 and 2100"),
    ("source", "doi: 10", "doi: https://doi.org/10", 0,
     'doi must be a DOI without its address, such as "10.1136/bmj.a143"'),
    ("source", '"18502911"', "18502911", 0, 'pmid must be a PubMed number in quotes, such as "18502911"'),
    ("picture", "title:\n  en: A slipped disc", "title: A slipped disc", 0,
     'title must hold a text for each language: write "en: …" on a line of its own below it'),
    ("picture", "  en: A slipped disc", "  fr: Une hernie", 0,
     'title has a text in "fr", which is not a language of this site (en)'),
    ("picture", "  en: A slipped disc", "  en: 3", 0, 'title (en) must be text; put it in quotes: "3"'),
    ("clinic", '"999"', "999", 0, 'emergency_number must be a telephone number in quotes, such as "+44 20 7946 0000"'),
    ("finding", "time: 1.50", "time: soon", 0, "time must be a number without quotes, such as 2"),
    ("finding", "time: 1.50", "time: -2", 0, "time must be 0 or more"),
    ("finding", "time: 1.50", "time: 1.1234567", 0,
     "time must be a number with a point for decimals, such as 2"),
    ("finding", "    count: 41", "    count: 41.5", 0, "arms row 1: count must be a whole number, such as 41"),
    ("finding", "seen_on: 2026-11", "seen_on: November", 0, 'seen_on must be a month, such as "2026-11"'),
    ("finding", "shape: two_counts", "shape: two_count", 0,
     ('shape cannot be "two_count"; did you mean "two_counts"? The choices are: two_counts, one_count, difference,'
     " ratio, range, words, not_counted")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "line", "message"), WRONG, ids=[row[4][:60] for row in WRONG])
def test_a_wrong_value_is_named_with_its_line_and_the_mend(kind, old, new, line, message):
    begins = EXAMPLES[kind][: EXAMPLES[kind].index(old)].count("\n") + 1
    assert faults(changed(kind, old, new)) == [(begins + line, message)]


def test_a_field_of_another_shape_is_not_a_field_of_this_one():
    text = (
        EXAMPLES["finding"]
        .replace("shape: two_counts", "shape: words")
        .replace("time: 1.50\n", "time: 1.50\nsays:\n  en: x\n")
    )
    ((line, message),) = faults(from_file("finding", text))
    assert line == 16
    assert message.startswith(
        "'arms' is not a field of a finding of the shape words; take it out, or use one of: format"
    )


def test_without_a_shape_figures_are_left_unjudged():
    form = from_file("finding", EXAMPLES["finding"].replace("shape: two_counts\n", ""))
    assert faults(form) == []
    assert [message for _line, message in map(tuple, form.obstacles())] == [
        "shape is needed: How the result was reported. Choose one, then press the button to see its fields."
    ]


def test_every_fault_of_a_text_is_found_in_the_order_of_the_lines():
    form = from_file("guide", "---\nformat: 1\ntitle: 1\nsummary:\n  - x\nstage: now\nposition: x\n---\n\n# Big\n")
    assert [line for line, _message in faults(form)] == [3, 4, 6, 7, 10]


@pytest.mark.parametrize("address", [
    "http://www.bmj.com/x", "javascript:alert(1)", "www.bmj.com", "https://", "ftp://bmj.com/x",
])  # fmt: skip
def test_an_address_is_https(address):
    form = changed("source", "https://www.bmj.com/content/336/7657/1355", f'"{address}"')
    assert [line for line, _message in faults(form)] == [11]


@pytest.mark.parametrize("address", [
    "https://104.18.7.1/a", "https://[::1]/a", "https://user@bmj.com/a", "https://bmj.com:8443/a", "https://bmj/a",
    "https://[oops/a",
])  # fmt: skip
def test_an_address_names_a_website(address):
    form = changed("source", "https://www.bmj.com/content/336/7657/1355", f'"{address}"')
    mend = "url must name a website, without user, port or bare number; give the publisher's page"
    assert faults(form) == [(11, mend)]


@pytest.mark.parametrize("host", [
    "proxy.lib.example.org", "www-bmj-com.ezproxy.example.edu", "mirror.example.org", "sci-hub.example", "r.jina.ai",
    "web.archive.org", "webcache.googleusercontent.com", "www-bmj-com.translate.goog", "pubmed-mirror1.example.com",
])  # fmt: skip
def test_an_address_is_never_a_copy(host):
    form = changed("source", "www.bmj.com", host)
    assert faults(form) == [(11, f"url leads to a copy at {host}; give the publisher's own page")]


def test_a_kind_without_a_body_says_so():
    form = from_file("source", EXAMPLES["source"] + "\nSome words.\n")
    assert faults(form) == [(16, "a source has no text below its fields; move it into a field")]


def test_a_body_that_cannot_be_drawn_is_told_by_the_lines_of_the_file():
    form = changed("term", "It often gets better by itself.", "Fine.\n\n# Too big\n")
    assert [line for line, _message in faults(form)] == [12]


def test_in_the_admin_the_line_of_the_body_is_in_the_message():
    form = from_browser("term", {"title": "disc", "body": "Fine.\r\n\r\n# Too big"})
    assert [message.startswith("line 3: ") for message in form.errors["body"]] == [True]


def test_the_format_belongs_to_the_text():
    assert faults(from_file("term", "---\nformat: 2\ntitle: x\n---\n")) == [(2, "format must be 1")]
    assert faults(from_file("term", "---\ntitle: x\n---\n")) == [(1, "format must be 1")]


def test_a_form_with_faults_gives_no_text():
    with pytest.raises(ValueError, match="a form with faults has no text"):
        changed("article", "title: Slipped disc", "title: 1").as_text()


def test_in_the_admin_messages_use_the_words_on_the_screen():
    form = from_browser("procedure", {"stay": "soon", "recovery-0-range": "x"})
    assert form.errors == {
        "stay": ['Nights in hospital must be a range of nights, such as "0-1"'],
        "recovery": ['Recovery row 1: From-to must be a range, such as "4-6"'],
    }


HOSTILE = [
    "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "{% load x %}", "%(field)s %s %", "a: b # c", "- x",
    "---", "'\"`", "&amp;", "\u00a0", "0x10", "null", "1e5", "yes", "é𝄞", "&anchor", "*alias", "!tag", "| block",
    "> fold", "[]", "{}",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_look_like_something_else_stay_words(words):
    form = from_browser("term", {"title": words, "definition": words, "also": words, "say": words})
    assert form.errors == {}
    again = from_file("term", form.as_text())
    assert faults(again) == []
    assert again.as_text() == form.as_text()
    assert again.as_fields().get("title", "") == words.strip()


@pytest.mark.parametrize("words", ["a\x00b", "a\x07b", "a\u202eb", "\ue000", "a\rb", "\ud800"])
def test_characters_that_cannot_be_seen_are_refused(words):
    form = from_browser("term", {"title": words, "body": words.replace("\r", "\x0b")})
    assert set(form.errors) == {"title", "body"}


def test_too_much_is_refused():
    many = "\r\n".join(f"name {number}" for number in range(201))
    form = from_browser("condition", {"lay_names": many, "short_answer": "x" * 2001, "body": "x " * 100_001})
    assert form.errors["lay_names"] == ["Everyday names has 201 entries; keep at most 200"]
    assert form.errors["short_answer"] == ["Short answer is 2001 characters long; shorten it to 2000"]
    assert form.errors["body"] == ["line 1: the body is larger than 200 kB; divide it into several pages"]


def test_many_rows_of_long_words_cannot_make_a_text_that_is_too_large_to_read():
    rows = {f"check_items-{n}-choices": "\r\n".join(f"{m:03}" + "x" * 290 for m in range(100)) for n in range(20)}
    form = from_browser("decision", rows)
    assert form.errors == {"__all__": ["the text is larger than 400 kB; divide it into several documents"]}


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_types_everywhere_are_faults_and_never_an_error(kind):
    names = [name for name in KINDS[kind].form.base_fields if name != "body"]
    for value in (
        "\n  - a\n  - b",
        "\n  en: x",
        ": 7".removeprefix(":"),
        " true",
        " 1.5",
        ' "x"',
        "\n  - id: a\n    b: c",
    ):
        text = "---\nformat: 1\n" + "".join(f"{name}:{value}\n" for name in names) + "---\n"
        form = from_file(kind, text)
        assert form.faults() != []
        assert isinstance(form.obstacles(), list)
        assert form.initial_of(form.parsed).keys() == {*form.document_fields(), "body"}
