"""The finished sheet: what of the reader's words goes on it, on the screen and on paper."""

from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.paper.setting import Sheet
from portal.views.frame import Frame
from portal.views.kit.bank import Bank
from portal.views.kit.changes import words_of
from portal.views.kit.typed import TICKED, Medicine, Typed
from portal.views.paper import sheet_with

HEADINGS = {
    "want": gettext_lazy("What I want from this visit"),
    "matter": gettext_lazy("What matters to me"),
    "tried": gettext_lazy("What I have tried"),
}


@dataclass(frozen=True, repr=False)
class Part:
    """One part of the sheet: the sentences that were ticked, and own words, a paragraph for each line."""

    heading: Any
    lines: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class VisitSheet:
    """What there is to show. Parts without a word are left out.

    `left_over` is how many questions had no room; `is_short` says that something else could not be taken.
    """

    parts: tuple[Part, ...]
    medicines: list[Medicine]
    questions: list[str]
    left_over: int
    is_short: bool


def sheet_of(typed: Typed, bank: Bank) -> VisitSheet:
    """What goes on the sheet."""
    parts = (
        Part(
            HEADINGS[part],
            tuple(bank.lines[name].words for name in typed.ticks[part]),
            tuple(filter(None, typed.words[part].split("\n"))),
        )
        for part in TICKED
    )
    return VisitSheet(
        tuple(part for part in parts if part.lines or part.words),
        typed.written_medicines,
        [words_of(question, bank) for question in typed.questions],
        typed.left_over,
        typed.is_short,
    )


def paper_of(sheet: VisitSheet, around: Frame, address: str, *, is_large: bool) -> Sheet:
    """The sheet for the typesetter; `address` is where the empty kit is found."""
    html = render_to_string("paper/visit_kit.html", {"frame": around, "sheet": sheet, "address": address})
    paper = sheet_with(html, around, address, title=_("For my visit"), changed_at=timezone.now())
    return replace(paper, is_large=is_large)
