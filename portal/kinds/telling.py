"""What the fields of a document say, under the words of their form: for people who compare two texts.

Values are taken as the text has them, however wrong, so that an old text can be read too.
"""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from portal.kinds.base import DocumentField, is_blank
from portal.kinds.choices import ChoiceField, ChoicesField, YesField
from portal.kinds.form import DocumentForm
from portal.kinds.labels import LabelsField, language_name
from portal.kinds.lines import LinesField
from portal.kinds.rows import RowsField
from portal.text.passages import ENTRY, FIELD, Passage

# The sort of a passage, the labels below the field's own that lead to it, and its words.
Told = tuple[str, tuple[str, ...], str]


def field_passages(form: DocumentForm) -> Iterator[Passage]:
    """Everything that a text's front matter says, in the order of its form; what the form does not know comes last."""
    fields = form.document_fields()
    named = [name for name in (*fields, *form.parsed.fields) if name in form.parsed.fields and name != "format"]
    for name in dict.fromkeys(named):
        field = fields.get(name)
        label = str(field.label) if field else name
        value = form.parsed.fields[name]
        for sort, inner, words in told(field, value) if field else _as_it_stands(value):
            yield Passage(sort, ", ".join([label, *inner]), words, label)


@singledispatch
def told(field: DocumentField, value: Any) -> Iterator[Told]:
    """What one field says, each sort of field in its own way."""
    return _as_it_stands(value)


@told.register
def _of_choice(field: ChoiceField, value: Any) -> Iterator[Told]:
    yield FIELD, (), _answer(field, value)


@told.register
def _of_choices(field: ChoicesField, value: Any) -> Iterator[Told]:
    for answer in value if isinstance(value, list) else [value]:
        yield ENTRY, (), _answer(field, answer)


@told.register
def _of_yes(field: YesField, value: Any) -> Iterator[Told]:
    yield FIELD, (), _("yes") if value is True else str(value)


@told.register
def _of_lines(field: LinesField, value: Any) -> Iterator[Told]:
    for line in value if isinstance(value, list) else [value]:
        yield ENTRY, (), str(line)


@told.register
def _of_labels(field: LabelsField, value: Any) -> Iterator[Told]:
    if not isinstance(value, dict):
        yield from _as_it_stands(value)
        return
    for code, words in value.items():
        is_only_one = len(field.languages) == 1 and code in field.languages
        yield FIELD, () if is_only_one else (language_name(str(code)),), str(words)


@told.register
def _of_rows(field: RowsField, value: Any) -> Iterator[Told]:
    """Each cell under its row and column; a row is known by its id, which stays when its words change."""
    for number, row in enumerate(value if isinstance(value, list) else [value], start=1):
        if not isinstance(row, dict):
            yield from _as_it_stands(row)
            continue
        called = str(row.get("id") or number)
        for name in dict.fromkeys([*field.columns, *row]):
            if name != "id" and not is_blank(row.get(name)):
                yield from _of_cell(field, called, name, row[name])


def _of_cell(field: RowsField, row: str, name: str, value: Any) -> Iterator[Told]:
    column = field.columns.get(name)
    for sort, inner, words in told(column, value) if column else _as_it_stands(value):
        yield sort, (row, str(column.label) if column else str(name), *inner), words


def _as_it_stands(value: Any) -> Iterator[Told]:
    """A value without a field of its own, or of the wrong type: as many words as it has, under its own names."""
    if isinstance(value, dict):
        for name, inner_value in value.items():
            for sort, inner, words in _as_it_stands(inner_value):
                yield sort, (str(name), *inner), words
    elif isinstance(value, list):
        for entry in value:
            yield from ((ENTRY, inner, words) for _sort, inner, words in _as_it_stands(entry))
    else:
        yield FIELD, (), " ".join(str(value).split())


def _answer(field: ChoiceField | ChoicesField, value: Any) -> str:
    return str(field.answers.get(value, value)) if isinstance(value, str) else str(value)
