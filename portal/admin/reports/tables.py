"""What a report is made of: columns, rows that are read a page at a time, and cells."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from portal.admin.moments import said, said_day

A_PAGE = 100
# So many rows are read at once while a file is sent.
A_PIECE = 500


@dataclass(frozen=True)
class Cell:
    """A value, where it leads to, and its tone: "" or "red", "amber", "green", which the words must say too."""

    value: Any
    address: str = ""
    tone: str = ""

    @property
    def words(self) -> str:
        """As people read it, in the clinic's time zone."""
        if isinstance(self.value, datetime):
            return said(self.value)
        if isinstance(self.value, date):
            return said_day(self.value)
        return "" if self.value is None else str(self.value)

    @property
    def plain(self) -> str | int | float:
        """As a spreadsheet takes it: numbers as they are, dates so that they sort."""
        if isinstance(self.value, datetime):
            return timezone.localtime(self.value).strftime("%Y-%m-%d %H:%M")
        return self.value if isinstance(self.value, int | float) else "" if self.value is None else str(self.value)

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float)


@dataclass(frozen=True)
class Table:
    """The rows of a report, read from the database only a slice at a time, so that a paginator can take it.

    `draw` turns a slice of what was found into rows of cells or bare values, in a fixed number of queries.
    """

    found: Any
    draw: Callable[[list[Any]], Iterable[Iterable[Any]]]

    def count(self) -> int:
        return int(self.found.count())

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[list[Cell]]:
        rows = self.draw(list(self.found[part]))
        return [[one if isinstance(one, Cell) else Cell(one) for one in row] for row in rows]

    def pieces(self) -> Iterator[list[list[Cell]]]:
        """All rows, a piece at a time."""
        start = 0
        while piece := self[start : start + A_PIECE]:
            yield piece
            start += A_PIECE


class Filter(forms.Form):
    """What a report can be narrowed to; the fields of each report's own. What cannot be understood narrows nothing."""

    template_name = "admin/reports/filter.html"

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, with "" or None for what was not."""
        self.full_clean()
        cleaned = getattr(self, "cleaned_data", {})
        return {name: cleaned.get(name) or self.fields[name].initial or "" for name in self.fields}


@dataclass(frozen=True)
class Asked:
    """Who asks for a report, and what it is narrowed to."""

    user: Any
    chosen: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """A report of the desk. `empty` says what it means that there are no rows; `picture` adds to the screen."""

    slug: str
    name: Any
    about: Any
    columns: tuple[Any, ...]
    table: Callable[[Asked], Table]
    empty: Callable[[], Any]
    form: type[Filter] = Filter
    permission: str = "view"
    picture: Callable[[Asked], Any] | None = None
