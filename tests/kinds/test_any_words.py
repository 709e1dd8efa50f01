"""Whatever anybody types is either refused with a message, or read back from its text as the very same words."""

from hypothesis import given, settings
from hypothesis import strategies as some

from portal.kinds.form import DocumentForm
from tests.kinds.filling import from_browser, from_file

WORDS = some.text(max_size=60) | some.text("-:#'\"|>&*!%@`[]{},?~ \n\t\r\\09aé.", max_size=40)


def survives(kind: str, form: DocumentForm) -> bool:
    if not form.is_valid():
        return all(str(message) for messages in form.errors.values() for message in messages)
    again = from_file(kind, form.as_text())
    return again.faults() == [] and again.as_text() == form.as_text() and again.as_fields() == form.as_fields()


@settings(max_examples=150, deadline=None)
@given(title=WORDS, also=WORDS, definition=WORDS, body=WORDS)
def test_typed_words_survive_or_are_refused(title, also, definition, body):
    form = from_browser("term", {"title": title, "also": also, "definition": definition, "body": body})
    assert survives("term", form)


@settings(max_examples=100, deadline=None)
@given(row_id=WORDS, name=WORDS, count=WORDS, percent=WORDS, position=WORDS, favours=WORDS)
def test_typed_rows_survive_or_are_refused(row_id, name, count, percent, position, favours):
    first = {"arms-0-id": row_id, "arms-0-name-en": name, "arms-0-count": count, "arms-0-percent": percent}
    second = {"arms-1-name-en": name, "arms-1-position": position, "source": favours, "time": percent}
    assert survives("finding", from_browser("finding", {"shape": "two_counts", **first, **second}))


@settings(max_examples=100, deadline=None)
@given(some.dictionaries(some.sampled_from(["title", "stay", "treats", "recovery", "is_operation"]), some.recursive(
    some.none() | some.booleans() | some.integers() | some.decimals(allow_nan=False) | WORDS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(WORDS, inner, max_size=3),
)))  # fmt: skip
def test_a_file_with_any_types_is_judged_without_an_error(fields):
    form = from_file("procedure", "---\nformat: 1\n---\n")
    parsed = type(form.parsed)({"format": 1} | fields, "", {}, 5)
    judged = type(form).from_text(parsed, index=form.index, languages=("en",))
    assert judged.is_valid() == (judged.faults() == [])
    assert judged.is_valid() is False or judged.as_text().startswith("---\nformat: 1\n")
    assert set(judged.initial_of(parsed)) == {*judged.document_fields(), "body"}
