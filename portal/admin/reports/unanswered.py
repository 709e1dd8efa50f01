"""Words by which readers have found nothing, so that a writer can add them to a page or write a new one."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.reports.tables import Asked, Report, Table
from portal.search.unanswered import Unanswered


def table(_asked: Asked) -> Table:
    """Questions with their words, the most wanted first; those of fewer than five days have none and are not here."""
    return Table(Unanswered.objects.shown(), _drawn)


def _drawn(rows: list[Unanswered]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield row.words, row.language, row.days, row.asked_on


def _empty() -> str:
    return _now("None. Words stand here once they have found nothing on five different days.")


REPORT = Report(
    "unanswered",
    _("Asked and not found"),
    _(
        "What readers looked for and this site did not have. Words are shown only after they were asked on five"
        " different days, and nobody’s question can be traced: who asked, and at what time, is not kept. What nobody"
        " asks for 180 days is forgotten."
    ),
    (_("Words"), _("Language"), _("Days on which it was asked"), _("Last asked")),
    table,
    _empty,
)
