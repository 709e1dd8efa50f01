"""How the words on the screen read: the panel below the text, drawn with the screen or asked for alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.admin.document.lines import NOWHERE, Lines
from portal.admin.document.sheets import Sheet
from portal.desk.literacy import Reading, Remark, reading_of
from portal.kinds.form import DocumentForm
from portal.kinds.page import PageForm

CHECK = "_check"
# What a script sends with the button's name; a browser without one sends "1" and gets the whole screen.
ALONE = "alone"


@dataclass(frozen=True)
class Place:
    """Where a remark belongs: an address that works without a script, the line for one with it, the field's label."""

    remark: Remark
    address: str
    field: Any

    @property
    def line(self) -> int:
        return self.remark.line


def panel_of(sheet: Sheet, form: DocumentForm, lines: Lines) -> dict[str, Any]:
    """What the panel shows of the words in the judged form, or nothing for kinds that readers do not open as pages.

    Words that cannot be saved yet have faults and no reading.
    """
    if not isinstance(form, PageForm):
        return {"has_panel": False}
    reading = reading_of(form, language=sheet.language, document=sheet.document) if form.is_valid() else None
    panel: dict[str, Any] = {"has_panel": True, "reading": reading}
    return panel | (_placed(sheet, reading, lines) if reading else {})


def alone(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Only the panel, for the script that refreshes it while somebody types."""
    context = panel_of(sheet, sheet.judged(), NOWHERE) | {"faults": sheet.faults()}
    return TemplateResponse(request, "admin/document/reading.html", context)


def _placed(sheet: Sheet, reading: Reading, lines: Lines) -> dict[str, Any]:
    """The remarks and hard words with their places."""
    words = [(word, lines.way(word.line)) for word in reading.hard_words]
    fields = sheet.form.fields

    def placed(some: Iterable[Remark]) -> list[Place]:
        labels = ((remark, fields[remark.field].label if remark.field in fields else "") for remark in some)
        return [Place(remark, _way(remark, lines), label) for remark, label in labels]

    return {"unsourced": placed(reading.unsourced), "remarks": placed(reading.remarks), "hard_words": words}


def _way(remark: Remark, lines: Lines) -> str:
    return f"#field-{remark.field}" if remark.field else lines.way(remark.line)
