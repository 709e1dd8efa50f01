"""Reports as CSV files for spreadsheets, in which no cell is a formula."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from portal.admin.reports.tables import Report, Table

# A cell that begins with one of these is calculated by some spreadsheet; the wide ones by those used in East Asia.
BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Tells spreadsheets that the file is UTF-8.
MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(report: Report, table: Table) -> Iterator[str]:
    """The lines of the file: the names of the columns, then every row, read a piece at a time."""
    writer: Any = csv.writer(_Echo())
    yield MARK + writer.writerow([harmless(str(name)) for name in report.columns])
    for piece in table.pieces():
        yield "".join(_written(writer, ([harmless(cell.plain) for cell in row] for row in piece)))


def _written(writer: Any, rows: Iterable[list[Any]]) -> Iterator[str]:
    return (writer.writerow(row) for row in rows)


def harmless(value: str | int | float) -> str | int | float:
    """The value, with an apostrophe before it if a spreadsheet might take it for a formula; numbers are numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(BEGIN_FORMULAS) else value
