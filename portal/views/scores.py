"""The score sheet: how every page reads, what it rests on, how it weighs gains and harms, who has reviewed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.shelf.pages import Page
from portal.shelf.reference import Source
from portal.views.frame import frame
from portal.views.freshness import public_page
from portal.views.remembered import current_language, remembered
from portal.views.sheets import addresses_below, sheet_of
from portal.views.ways import OTHER_TEXTS, SHOWN

# What is shown of a page; its words and its finished content would be read for nothing.
COLUMNS = (
    *("language", "kind", "slug", "title", "grade", "grade_raw", "words", "sentences", "longest_sentence"),
    *("gains", "harms", "reviewed_digest", "review_due_on"),
    *("edition__reading_digest", "edition__sources"),
)
LEAD = gettext_noop(
    "How each page of this site reads, what it rests on, whether it weighs harms beside gains, and who has checked it."
    " A program counts all of this anew whenever a page changes."
)


@dataclass(frozen=True)
class Score:
    """One line of the sheet. `years` are the oldest and the newest year of its sources, None where none is known."""

    page: Page
    words_in_a_sentence: float
    sources: int
    years: tuple[int, int] | None


@dataclass(frozen=True)
class Part:
    """The pages of one kind."""

    label: Any
    scores: list[Score]


@public_page
def scores(request: HttpRequest, *, number: int = 1) -> HttpResponse:
    """The score sheet of all pages in the language of the address."""
    around = frame(request)
    rows = Page.objects.in_language(around.language).shown_in(around.country).select_related("edition").only(*COLUMNS)
    sums = rows.weighed()
    found = sheet_of(rows.by_kind(*SHOWN), number, addresses_below("scores"), count=sums["count"])
    years = remembered(request, "years", _years)
    context = {
        "frame": around,
        "heading": _("Score sheet"),
        "lead": _(LEAD),
        "parts": list(parts_of(score_of(page, years) for page in found["sheet"])),
        "words_in_a_sentence": ratio(sums["all_words"], sums["all_sentences"]),
    }
    return render(request, "pages/scores.html", context | sums | found)


def _years() -> dict[str, int]:
    rows = Source.objects.in_language(current_language()).exclude(year=None)
    return dict(rows.values_list("slug", "year"))


def score_of(page: Page, years: Mapping[str, int]) -> Score:
    """The line of one page, given the years of all sources."""
    slugs = page.edition.sources
    known = [years[slug] for slug in slugs if slug in years]
    return Score(page, ratio(page.words, page.sentences), len(slugs), (min(known), max(known)) if known else None)


def parts_of(every: Iterable[Score]) -> Iterable[Part]:
    """The sheet kind by kind, in the order of the site's ways; the standing texts come last."""
    found: dict[str, list[Score]] = {}
    for score in every:
        found.setdefault(score.page.kind, []).append(score)
    for kind, shown in SHOWN.items():
        if kind in found:
            yield Part(shown.label, found.pop(kind))
    for others in found.values():
        yield Part(OTHER_TEXTS, others)


def ratio(count: int, total: int) -> float:
    """How many for each one; 0 where there is nothing to share out."""
    return count / total if total else 0.0
