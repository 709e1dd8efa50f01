"""Rows of a document: arms of a finding, steps of a recovery. Rows carry ids, so that merging works row by row."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.kinds.base import DocumentField, Gap, Wrong, is_blank
from portal.kinds.index import Found, Index
from portal.kinds.row_inputs import RowsInput
from portal.kinds.slugs import new_name
from portal.kinds.spelling import not_a_name
from portal.kinds.widgets import Written
from portal.text.references import is_slug

MOST_ROWS = 100

Row = dict[str, Any]


class RowsField(DocumentField):
    """A list of rows, each with an id and the same `columns`: [{"id": "driving", "activity": "Driving"}].

    In a file every row names its id; a row added in the admin gets one made from its first column.
    `least` and `most` rows are asked for at publishing. `block` is the block that shows a row in the text, by its id.
    """

    def __init__(
        self,
        *args: Any,
        columns: Mapping[str, DocumentField],
        least: int = 0,
        most: int = MOST_ROWS,
        block: str = "",
        **kwargs: Any,
    ) -> None:
        self.columns = dict(columns)
        super().__init__(*args, widget=RowsInput(self.columns), **kwargs)
        self.least, self.most = least, most
        self.widget.block = block

    def __deepcopy__(self, memo: dict[int, Any]) -> "RowsField":
        result = super().__deepcopy__(memo)
        result.columns = copy.deepcopy(self.columns, memo)
        result.widget.columns = result.columns
        return result

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        super().set_up(called=called, languages=languages, index=index)
        self.in_file_words = called != str(self.label)
        for name, column in self.columns.items():
            column.set_up(called=self._column_words(name), languages=languages, index=index)

    def typed(self, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(_('%(field)s must be a list of rows: start each with "- id: …" on a line of its own'))
        return [Written(row) for row in value]

    def shown(self, value: Any) -> list[Row]:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        return [
            {"id": str(row.get("id") or "")}
            | {name: column.shown(row.get(name)) for name, column in self.columns.items()}
            for row in rows
        ]

    def to_python(self, value: Any) -> list[Row]:
        given = value if isinstance(value, list) else []
        if len(given) > MOST_ROWS:
            words = _("%(field)s has %(count)s rows; keep at most %(most)s")
            raise self.wrong(words, count=len(given), most=MOST_ROWS)
        faults: list[Wrong] = []
        rows = [self._row(number, row, faults) for number, row in enumerate(given)]
        self._name_new(rows)
        self._refuse_twice(rows, faults)
        if faults:
            raise ValidationError(faults)
        return rows

    def stored(self, value: Any) -> list[Row]:
        """Rows in canonical order: the id, then the columns as declared, empty ones left out."""
        return [self._stored(row) for row in value or ()]

    def uses(self, value: Any) -> Iterator[Found]:
        for number, name, column, cell in self._cells(value):
            for found in column.uses(cell):
                yield Found((number, name, *found.path), found.use)

    def gaps(self, value: Any) -> Iterator[Gap]:
        yield from super().gaps(value)
        count = len(value or ())
        if value and not self.least <= count <= self.most:
            yield Gap(
                self._count_words() % {"field": self.called, "count": count, "most": self.most, "least": self.least}
            )
        for number, name, column, cell in self._cells(value):
            column.called = self._cell_words(number, name)
            for gap in column.gaps(cell):
                yield Gap(gap.message, (number, name, *gap.path))

    def _count_words(self) -> str:
        if self.least == self.most:
            return _("%(field)s: exactly %(most)s must be there, not %(count)s")
        return _("%(field)s: %(least)s to %(most)s may be there, not %(count)s")

    def _cells(self, rows: Any) -> Iterator[tuple[int, str, DocumentField, Any]]:
        for number, row in enumerate(rows or ()):
            for name, column in self.columns.items():
                yield number, name, column, row.get(name)

    def _stored(self, row: Row) -> Row:
        cells = {name: column.stored(row.get(name)) for name, column in self.columns.items()}
        return {"id": row["id"]} | {name: cell for name, cell in cells.items() if not is_blank(cell)}

    def _row(self, number: int, given: Any, faults: list[Wrong]) -> Row:
        is_file = isinstance(given, Written)
        cells = given.value if is_file else given
        if not isinstance(cells, dict):
            words = _('%(field)s row %(row)s must be a group of named values that starts with "id: …"')
            faults.append(self.wrong(words, (number,), row=number + 1))
            return {"id": ""}
        row: Row = {"id": self._id(number, cells.get("id"), is_file, faults)}
        for name in [name for name in cells if name != "id" and name not in self.columns] if is_file else ():
            place = _("column of %(field)s") % {"field": self.called}
            faults.append(Wrong(not_a_name(name, place, ["id", *self.columns]), (number, name)))
        for name, column in self.columns.items():
            column.called = self._cell_words(number, name)
            cell = cells.get(name)
            row[name] = self._clean(column, Written(cell) if is_file else cell, (number, name), faults)
        return row

    def _clean(self, column: DocumentField, cell: Any, path: tuple[int, str], faults: list[Wrong]) -> Any:
        try:
            return column.clean(cell)
        except ValidationError as error:
            faults += [Wrong(wrong.messages[0], path + getattr(wrong, "path", ())) for wrong in error.error_list]
            return None

    def _id(self, number: int, given: Any, is_file: bool, faults: list[Wrong]) -> str:
        text = given.strip() if isinstance(given, str) else given
        if isinstance(text, str) and is_slug(text):
            return text
        if text or is_file:
            words = _('%(field)s row %(row)s needs an id in small letters, figures and hyphens, such as "%(such_as)s"')
            first = next(iter(self.columns))
            faults.append(
                self.wrong(words, (number, "id"), row=number + 1, such_as=f"{first}-{number + 1}".replace("_", "-"))
            )
        return ""

    def _name_new(self, rows: list[Row]) -> None:
        taken = {row["id"] for row in rows}
        first = next(iter(self.columns))
        for row in rows:
            if not row["id"]:
                row["id"] = new_name(_first_words(row.get(first)), taken)
                taken.add(row["id"])

    def _refuse_twice(self, rows: list[Row], faults: list[Wrong]) -> None:
        seen: set[str] = set()
        for number, row in enumerate(rows):
            if row["id"] in seen:
                words = _('%(field)s row %(row)s has the id "%(id)s" of a row above; give it another')
                faults.append(self.wrong(words, (number, "id"), row=number + 1, id=row["id"]))
            seen.add(row["id"])

    def _column_words(self, name: str) -> str:
        """A column's name for messages: its key in files, its heading on the screen."""
        return name if self.in_file_words else str(self.columns[name].label)

    def _cell_words(self, number: int, name: str) -> str:
        words = _("%(field)s row %(row)s: %(column)s")
        return words % {"field": self.called, "row": number + 1, "column": self._column_words(name)}


def _first_words(cell: Any) -> str:
    return str(next(iter(cell.values()), "")) if isinstance(cell, dict) else str(cell or "")
