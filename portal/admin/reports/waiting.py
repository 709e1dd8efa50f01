"""What waits for whom: every text on its way, in which state, since when, and who may take the next step."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.front import heaps
from portal.admin.permissions import who_may
from portal.admin.reports.tables import Asked, Cell, Filter, Report, Table
from portal.admin.reviews.narrowing import ANYBODY
from portal.desk.care.reviews import MINE
from portal.desk.care.underway import hindrance
from portal.desk.people import User
from portal.desk.states import BY_SLUG, states_of
from portal.desk.titles import titles_of
from portal.kinds.registry import KINDS

STATES = ("unconfirmed", "sent_back", "submitted", "approved", "scheduled", "clash")
OWN = (
    ("drafts", _("not handed in yet")),
    ("stuck", _("scheduled, but will not go live")),
)
WORDS = {**{slug: BY_SLUG[slug].words for slug in STATES}, **dict(OWN)}


class StateFilter(Filter):
    """Which state to show, and whether only what waits for oneself."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("every", _("everything that waits")), *((slug, capfirst(words)) for slug, words in WORDS.items())],
        initial="every",
        required=False,
    )
    who = forms.ChoiceField(
        label=_("Waits for"), choices=[(ANYBODY, _("anybody")), (MINE, _("me"))], initial=ANYBODY, required=False
    )


def table(asked: Asked) -> Table:
    """Documents that wait for somebody, the longest first."""
    person = asked.user if asked.chosen.get("who") == MINE else None
    return Table(heaps.held_up(asked.chosen.get("state", ""), person), _drawn)


def _drawn(rows: list[Any]) -> Iterator[tuple[Any, ...]]:
    titles, people = titles_of(rows), User.objects.in_bulk({row.decided_by for row in rows if row.decided_by})
    able: dict[str, str] = {verb: who_may(verb) for verb in ("confirm", "change", "approve", "publish")}
    for document in rows:
        what, verb = _held_up_by(document)
        decided_by, author = people.get(document.decided_by), document.head and document.head.author
        last = decided_by or author
        yield (
            Cell(titles[document.pk], screen(document, "publishing")),
            KINDS[document.kind].name,
            "; ".join(str(state.words) for state in states_of(document)),
            document.waits_since,
            last.called if last else _now("a file"),
            what,
            able.get(verb, ""),
        )


def _held_up_by(document: Any) -> tuple[Any, str]:
    """What a text waits for, and what somebody must be allowed to do for that; "" where nobody need do anything."""
    for slug, what, verb in heaps.HELD_UP_BY:
        if getattr(document, BY_SLUG[slug].column):
            return _scheduled(document) if document.due_id is not None and slug == "approved" else (what, verb)
    return heaps.NOT_HANDED_IN[1:]


def _scheduled(document: Any) -> tuple[Any, str]:
    if hindrance(document.due_at, document.due_decision):
        return _now("somebody to see what stops it from going live"), "publish"
    return _now("its time, and goes live by itself"), ""


REPORT = Report(
    "waiting",
    _("Waiting for whom"),
    _("Every text on its way to readers: where it stands, since when, and who may take the next step."),
    (_("Text"), _("Kind"), _("State"), _("Since"), _("Last step by"), _("Waits for"), _("Who may do it")),
    table,
    lambda: _now("Nothing waits for anybody here."),
    StateFilter,
)
