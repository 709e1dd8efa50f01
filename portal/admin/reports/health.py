"""How each page reads and what it rests on, counted when it was published."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.reports.tables import Asked, Cell, Report, Table
from portal.desk.documents import Document
from portal.kinds.registry import KINDS
from portal.shelf.pages import Page
from portal.text.lint.lengths import HARDEST, LONGEST_SENTENCE

COLUMNS = (
    *("language", "kind", "slug", "title", "grade", "longest_sentence", "words", "gains", "harms"),
    "edition__sources",
)


def table(asked: Asked) -> Table:
    """Every published page, the hardest to read first."""
    return Table(Page.objects.hardest_first().values(*COLUMNS), _drawn)


def _drawn(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    documents = Document.objects.by_address((row["language"], row["kind"], row["slug"]) for row in rows)
    for row in rows:
        document = documents.get((row["language"], row["kind"], row["slug"]))
        yield (
            Cell(row["title"], screen(document, "change") if document else ""),
            KINDS[row["kind"]].name,
            row["language"],
            Cell(row["grade"], tone="amber" if row["grade"] > HARDEST else ""),
            Cell(row["longest_sentence"], tone="amber" if row["longest_sentence"] > LONGEST_SENTENCE else ""),
            row["words"],
            _sources(len(row["edition__sources"])),
            row["gains"] + row["harms"],
        )


def _sources(count: int) -> Cell:
    return Cell(count, tone="" if count else "amber")


REPORT = Report(
    "health",
    _("How pages read"),
    _("Reading grade, longest sentence, length, sources and figures of every page, the hardest to read first."),
    (
        *(_("Page"), _("Kind"), _("Language"), _("School grade"), _("Words in the longest sentence"), _("Words")),
        *(_("Sources"), _("Figures")),
    ),
    table,
    lambda: _now("Nothing is published yet."),
)
