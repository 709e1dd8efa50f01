"""Treatments whose pages weigh gains and harms unevenly."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.reports.tables import Asked, Cell, Report, Table
from portal.desk.documents import Document
from portal.shelf.treatments import TWICE, Procedure


def table(asked: Asked) -> Table:
    """Every published treatment, those out of balance first."""
    return Table(Procedure.objects.by_balance().values("language", "kind", "slug", "title", "gains", "harms"), _drawn)


def _drawn(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    documents = Document.objects.by_address((row["language"], row["kind"], row["slug"]) for row in rows)
    for row in rows:
        document = documents.get((row["language"], row["kind"], row["slug"]))
        address = screen(document, "change") if document else ""
        yield (
            Cell(row["title"], address),
            row["language"],
            row["gains"],
            row["harms"],
            verdict(row["gains"], row["harms"]),
        )


def verdict(gains: int, harms: int) -> Cell:
    """What the two numbers say beside each other."""
    if not gains and not harms:
        return Cell(_now("no figures at all"), tone="amber")
    if not harms:
        return Cell(_now("only gains: add what it can cost"), tone="red")
    if not gains:
        return Cell(_now("only harms: add what it can bring, if that is known"), tone="amber")
    if gains > TWICE * harms:
        return Cell(_now("more than twice as many gains as harms"), tone="red")
    if harms > TWICE * gains:
        return Cell(_now("more than twice as many harms as gains"), tone="amber")
    return Cell(_now("in balance"), tone="green")


REPORT = Report(
    "balance",
    _("Gains beside harms"),
    _("How many findings about gains and about harms each treatment’s page weighs, those out of balance first."),
    (_("Treatment"), _("Language"), _("Findings about gains"), _("Findings about harms"), _("Balance")),
    table,
    lambda: _now("No treatment is published yet."),
)
