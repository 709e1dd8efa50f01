"""Addresses outside that do not answer any more, and which texts send readers there."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.moments import said_day
from portal.admin.reports.tables import Asked, Cell, Filter, Report, Table
from portal.desk.care.knocking import Status
from portal.desk.care.links import LinkCheck
from portal.desk.documents import Document
from portal.text.references import Ref


class LinkFilter(Filter):
    """What came of asking."""

    state = forms.ChoiceField(
        label=_("Show"),
        choices=[
            (Status.FAILS, _("addresses that fail")),
            (Status.CANNOT_TELL, _("addresses that turn programs away: look at them yourself")),
            (Status.ANSWERS, _("addresses that answer")),
        ],
        initial=Status.FAILS,
        required=False,
    )


def table(asked: Asked) -> Table:
    """Addresses with this outcome, those that have failed longest first."""
    return Table(LinkCheck.objects.that(asked.chosen.get("state") or Status.FAILS), _drawn)


def _drawn(rows: list[LinkCheck]) -> Iterator[tuple[Any, ...]]:
    documents = _documents({place for row in rows for place in row.places})
    for row in rows:
        document = next((documents[place] for place in row.places if place in documents), None)
        yield (
            row.address,
            _standing(row),
            row.reason,
            row.failed_since,
            row.checked_at,
            Cell(", ".join(row.places), screen(document, "change") if document else ""),
        )


def _standing(row: LinkCheck) -> Cell:
    if row.is_dead:
        return Cell(_now("dead: failed on two days or more"), tone="red")
    words = {
        Status.FAILS: _now("failed once: it is asked again next time"),
        Status.CANNOT_TELL: _now("cannot tell: it turns programs away"),
        Status.ANSWERS: _now("answers"),
    }
    return Cell(words[Status(row.status)], tone="amber" if row.status == Status.FAILS else "")


def _documents(places: set[str]) -> dict[str, Document]:
    """The documents that places such as "source:moojen-2013" stand for; of several languages, the first."""
    refs = [Ref.parse(place) for place in places]
    kinds, slugs = {ref.kind for ref in refs}, {ref.slug for ref in refs}
    found = Document.objects.filter(kind__in=kinds, slug__in=slugs).order_by("-language")
    return {str(document.ref): document for document in found}


def _empty() -> str:
    last = LinkCheck.objects.aggregate(last=Max("checked_at"))["last"]
    if last is None:
        return _now("No link has been checked yet. Ask whoever runs the server to run “check_links” once a week.")
    on = said_day(timezone.localdate(last))
    return _now("None. The links were checked last on %(on)s.") % {"on": on}


REPORT = Report(
    "links",
    _("Dead links"),
    _("Addresses outside this site that did not answer, and the texts that name them. They are asked once a week."),
    (_("Address"), _("State"), _("Answer"), _("Fails since"), _("Last asked"), _("Named in")),
    table,
    _empty,
    LinkFilter,
)
