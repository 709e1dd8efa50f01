"""“You said, we changed”: what readers told about pages and what was done, for the page about this site."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.text.references import Ref
from portal.views.remembered import remembered
from portal.visitors.feedback import Feedback

ABOUT = Ref("article", "about")
ANCHOR = "you-said"
MOST_SHOWN = 50


@dataclass(frozen=True)
class Told:
    """One answer; `page` is what it is about, None where readers cannot open that any more."""

    said: str
    changed: str
    on: date
    page: Page | None


def you_said(request: HttpRequest, page: Published, country: str) -> list[Told] | None:
    """The newest answers that readers see; None on every other page, which has no place for them.

    `country` is the clinic's, for guides to the rules of another one are shown to nobody.
    """
    if page.ref != ABOUT:
        return None
    return remembered(request, "you said", partial(_told, page.language, country))


def _told(language: str, country: str) -> list[Told]:
    rows = list(Feedback.objects.shown_to_readers(language).where_now()[:MOST_SHOWN])
    found = {row.ref_now for row in rows}
    pages = Page.objects.in_language(language).shown_in(country).among(found).listed() if found else ()
    there = {one.ref: one for one in pages}
    return [Told(row.said, row.changed, row.answered_on, there.get(row.ref_now)) for row in rows if row.answered_on]


def heading() -> dict[str, object]:
    """Its line in the contents of the page, as those of the page's own headings are kept."""
    return {"level": 2, "anchor": ANCHOR, "text": _("You said, we changed")}
