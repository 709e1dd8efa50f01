"""Clinical reviews: which pages are overdue, changed, due soon, or were never reviewed."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.permissions import may
from portal.admin.reports.tables import Asked, Cell, Filter, Report, Table
from portal.admin.reviews import narrowing
from portal.desk.care.reviews import described, state_of, words_of


class ReviewFilter(Filter):
    """Which states to show, and whose pages."""

    state = forms.ChoiceField(
        label=narrowing.STATE,
        choices=[
            narrowing.WANTED_CHOICE,
            narrowing.WAITING_CHOICE,
            *narrowing.STATE_CHOICES,
            narrowing.EVERY_CHOICE,
        ],
        initial=narrowing.WANTED,
        required=False,
    )
    who = forms.ChoiceField(
        label=narrowing.WHO, choices=narrowing.WHO_CHOICES, initial=narrowing.ANYBODY, required=False
    )


def table(asked: Asked) -> Table:
    """Pages and cards by how urgently they want a reviewer."""
    place = "review" if may(asked.user, "sign_off") else "publishing"
    state, who = asked.chosen.get("state") or narrowing.WANTED, asked.chosen.get("who", "")
    return Table(narrowing.narrowed(state, who, asked.user), lambda keys: _drawn(keys, place))


def _drawn(keys: list[int], place: str) -> Iterator[tuple[Any, ...]]:
    for document in described(keys):
        yield (
            Cell(document.public_title, screen(document, place)),
            document.kind_row.name,
            document.language,
            Cell("; ".join(map(str, words_of(document))), tone=state_of(document).colour),
            document.reviewed_on,
            document.reviewer_name,
            document.review_due_on,
            document.acting.called if document.acting else _now("nobody"),
        )


REPORT = Report(
    "reviews",
    _("Clinical reviews"),
    _("Which pages a clinician should read: overdue, changed since the review, due within 60 days, never reviewed."),
    (
        *(_("Page"), _("Kind"), _("Language"), _("State"), _("Reviewed on"), _("By"), _("Next due")),
        _("Looked after by"),
    ),
    table,
    lambda: _now("No page is in this state. Choose another one above."),
    ReviewFilter,
)
