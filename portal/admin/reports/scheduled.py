"""What goes live by itself, when, and whether anything stands in its way."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.front import heaps
from portal.admin.reports.tables import Asked, Cell, Report, Table
from portal.desk.care.underway import REFUSED, UNAPPROVED, hindrance
from portal.desk.titles import titles_of
from portal.kinds.registry import KINDS


def table(asked: Asked) -> Table:
    """Every document with a scheduled revision, the next one first."""
    return Table(heaps.scheduled(), _drawn)


def _drawn(rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    titles = titles_of(rows)
    for document in rows:
        yield (
            Cell(titles[document.pk], screen(document, "publishing")),
            KINDS[document.kind].name,
            document.due_at,
            document.due_id,
            document.due_by.called,
            _standing(document),
        )


def _standing(document: Any) -> Cell:
    why = hindrance(document.due_at, document.due_decision)
    return Cell(HINDERED[why], tone="red") if why else Cell(_now("approved, goes live by itself"), tone="green")


HINDERED = {
    UNAPPROVED: _("will not go live: it is not approved, or was sent back"),
    REFUSED: _("was refused at its time: open it to see what stops it"),
}


REPORT = Report(
    "scheduled",
    _("Scheduled"),
    _("What goes live by itself, when, and what will not because its approval is missing."),
    (_("Text"), _("Kind"), _("Goes live"), _("Revision"), _("Scheduled by"), _("State")),
    table,
    lambda: _now("Nothing is scheduled."),
)
