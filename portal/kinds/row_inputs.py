"""The table of rows in the admin: add, remove and reorder with plain inputs and a button that redraws."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.kinds.widgets import FileValues, TextArea, Written

EMPTY_ROWS = 3
ADD_ROWS = "_rows-"


class RowsInput(forms.Widget):
    """Rows of inputs named `field-0-column`, each with a hidden id, its position and a box that removes it."""

    template_name = "admin/widgets/rows.html"
    use_fieldset = True

    def __init__(self, columns: Mapping[str, Any]) -> None:
        super().__init__()
        self.columns = columns
        self.block = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The rows as typed, in the order of their positions, without removed and untouched ones."""
        if isinstance(data, FileValues):
            return Written(data.get(name))
        kept = [number for number in _numbers(data, name) if not data.get(f"{name}-{number}-remove")]
        kept.sort(key=lambda number: (_position(data.get(f"{name}-{number}-position"), number), number))
        rows = [self._row(data, files, f"{name}-{number}") for number in kept]
        return [row for row in rows if any(_is_typed(cell) for cell in row.values())]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        stem = context["widget"]["attrs"].get("id", f"id_{name}")
        rows = value if isinstance(value, list) else []
        # The empty ones come last: what there is to read stands together.
        drawn = [self._drawn(name, stem, number, row) for number, row in enumerate([*rows, *({},) * EMPTY_ROWS])]
        headings = [column.label for column in self.columns.values()]
        context["widget"] |= {
            "rows": drawn[: len(rows)],
            "empty_rows": drawn[len(rows) :],
            "headings": headings,
            "add_rows": f"{ADD_ROWS}{name}",
            "block": self.block,
            # Several lines do not fit side by side: each row is then drawn as a card.
            "is_tall": any(isinstance(column.widget, TextArea) for column in self.columns.values()),
        }
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def _row(self, data: Mapping[str, Any], files: Any, stem: str) -> dict[str, Any]:
        cells = {
            key: column.widget.value_from_datadict(data, files, f"{stem}-{key}") for key, column in self.columns.items()
        }
        return {"id": data.get(f"{stem}-id", "")} | cells

    def _drawn(self, name: str, stem: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
        cells = []
        for key, column in self.columns.items():
            words = _("%(column)s, row %(row)s") % {"column": column.label, "row": number + 1}
            more = {"id": f"{stem}-{number}-{key}", "aria-label": words}
            drawn = column.widget.get_context(f"{name}-{number}-{key}", row.get(key), more)["widget"]
            cells.append(drawn | {"heading": column.label})
        return {
            "number": number + 1,
            "name": f"{name}-{number}",
            "stem": f"{stem}-{number}",
            "id": row.get("id", ""),
            "cells": cells,
        }


def asks_for_rows(sent: Mapping[str, Any]) -> bool:
    """Whether the browser sent the form with an "Add rows" button."""
    return any(key.startswith(ADD_ROWS) for key in sent)


def _numbers(data: Mapping[str, Any], name: str) -> list[int]:
    key = re.compile(re.escape(name) + r"-([0-9]{1,4})-")
    return sorted({int(found[1]) for sent in data if (found := key.match(sent))})


def _position(text: Any, number: int) -> Decimal:
    """The position that was typed, or the one the row was drawn at."""
    try:
        position = Decimal(str(text or "").strip())
    except InvalidOperation:
        return Decimal(number + 1)
    return position if position.is_finite() else Decimal(number + 1)


def _is_typed(cell: Any) -> bool:
    texts = cell.values() if isinstance(cell, dict) else cell if isinstance(cell, list) else [cell]
    return any(str(text or "").strip() for text in texts)
