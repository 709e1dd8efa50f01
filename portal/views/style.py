"""The style page: every part of the site as it really is, with a line on when to use it, for staff and developers."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.kinds.benefit import VERDICTS
from portal.search.excerpts import Piece
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.text.colours import schemes
from portal.text.references import Ref
from portal.views.changed import Told
from portal.views.example import Rows, library
from portal.views.example_forms import conditions, entries
from portal.views.frame import Frame, Way, frame
from portal.views.home import OFFERED
from portal.views.nearby import Group
from portal.views.palette import TOKENS, palette
from portal.views.paths import Path

OPERATION, ANSWERS = Ref("procedure", "made-up-operation"), Ref("article", "made-up-answers")
CARD = Ref("card", "made-up-card")
TOLD = (_("Some of you did not know a word."), _("We explain it where it comes first."))
SIZES = ("h1", "h2", "h3", "large", "text", "small", "figure")
# In multiples of 0.5 rem; a size is shown by the class of its number of halves.
SPACES = (1, 2, 3, 4, 6, 8)


@dataclass(frozen=True)
class Section:
    """A part of the page: its heading, and the template that fills it."""

    anchor: str
    label: Any

    @property
    def template(self) -> str:
        return f"style/{self.anchor}.html"


SECTIONS = (
    Section("colours", _("Colours")),
    Section("type", _("Type and space")),
    Section("around", _("Around every page")),
    Section("finding-the-way", _("Finding the way")),
    Section("standing", _("Verdicts and states of review")),
    Section("forms", _("Forms")),
    Section("writing", _("What writers place in a text")),
)


@never_cache
@staff_member_required(login_url="admin:login")
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The style page. Nothing on it is published, and nothing is written."""
    css, rows = TOKENS.read_text(encoding="utf-8"), library()
    pages = [row for row in rows.values() if isinstance(row, Page)]
    context = {
        "frame": with_example(frame(request), rows),
        "sections": SECTIONS,
        "contents": [{"level": 2, "anchor": section.anchor, "text": section.label} for section in SECTIONS],
        "schemes": palette(css),
        "sizes": [(size, schemes(css)["light"][size]) for size in SIZES],
        "spaces": SPACES,
        "pages": pages,
        "found": (Piece("A slipped ", False), Piece("disc", True), Piece(" often gets better by itself.", False)),
        "group": Group("example", _("Treatments for this"), pages[:2]),
        "above": Way("#finding-the-way", _("A list")),
        "path": Path(pages[0], pages[1]),
        "you_said": [Told(*TOLD, timezone.localdate(), pages[0])],
        "sayings": [saying for saying, _line, _kinds in OFFERED.values()],
        "verdicts": VERDICTS,
        "states": states_of(rows[OPERATION]),
        "conditions": conditions(),
        "entries": entries(),
        "operation": rows[OPERATION],
        "answers": rows[ANSWERS],
    }
    response = render(request, "style/page.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def with_example(around: Frame, rows: Rows) -> Frame:
    """The frame with every part that it can have: the notices, and the card and the ways where nothing is published."""
    ways = around.ways or (Way("#finding-the-way", _("A list")),)
    return replace(around, help_card=around.help_card or rows[CARD], ways=ways, is_unreviewed=True)


def states_of(row: Published) -> list[Published]:
    """The row as it would stand with its reviewers in each of the four states."""
    today = timezone.localdate()
    soon, ago = today + timedelta(days=200), today - timedelta(days=30)
    found = [copy(row)]
    for digest, due in ((row.reading_digest, soon), ("of other words", soon), (row.reading_digest, ago)):
        reviewed = copy(row)
        reviewed.reviewed_digest, reviewed.review_due_on = digest, due
        reviewed.reviewed_on = today - timedelta(days=400)
        reviewed.reviewer_name, reviewed.reviewer_role = "Nobody A", "made-up surgeon"
        found.append(reviewed)
    return found
