"""What a form lets pass, the shelf can hold: SQLite takes any length, PostgreSQL refuses."""

import pytest
from django.db import models

from portal.kinds.base import DocumentField
from portal.kinds.fields import PatternField, TextField
from portal.kinds.labels import LabelsField
from portal.kinds.registry import KINDS
from portal.shelf.rows import ROWS

# Fields that fill a column of another name.
COLUMNS = {("finding", "label"): "title", ("clinic", "name"): "title", ("decision", "condition"): "condition_slug"}


def _lengths(kind: str) -> dict[str, int]:
    """The longest text of each field, by the column that it fills; a pattern sets the length of others by itself."""
    fields: dict[str, DocumentField] = KINDS[kind].form.base_fields
    return {
        COLUMNS.get((kind, name), name): field.longest
        for name, field in fields.items()
        if isinstance(field, TextField | LabelsField) and not isinstance(field, PatternField)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_holds_the_longest_text_of_its_field(kind: str) -> None:
    columns = {field.name: field for field in ROWS[kind]._meta.get_fields() if isinstance(field, models.CharField)}
    lengths = _lengths(kind)
    assert "title" in lengths
    short = {name: length for name, length in lengths.items() if name in columns and columns[name].max_length < length}
    assert short == {}
