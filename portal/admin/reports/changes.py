"""Who changed what: every text saved, every decision, publication, confirmation and review, as one feed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import BigIntegerField, Case, CharField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.moments import said
from portal.admin.reports.tables import Asked, Cell, Filter, Report, Table
from portal.desk.approvals import Approval, Confirmation, Publication, Scheduling, SignOff
from portal.desk.care.stewardship import Handover
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.titles import titles_of
from portal.kinds.registry import KINDS

FILES = "files"
_TIMED = ("scheduled", "cancelled", "ended")
COLUMNS = ("moment", "what", "of", "person", "number", "words")
WHAT = {
    "saved": _("text saved"),
    "submitted": _("handed in"),
    "approved": _("approved"),
    "sent_back": _("sent back"),
    "published": _("published"),
    "corrected": _("published as a safety correction"),
    "withdrawn": _("withdrawn"),
    "confirmed": _("confirmed"),
    "scheduled": _("set to go live at a time"),
    "cancelled": _("schedule cancelled"),
    "ended": _("schedule ended"),
    "handed_over": _("owner or deputy changed"),
    "signed": _("clinical review recorded"),
}


class ChangeFilter(Filter):
    """Whose changes to show, and of which days, both included."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), person.called) for person in User.objects.order_by("username")]
        self.fields["person"].choices = [("", _("Everybody")), (FILES, _("Files")), *people]


def table(asked: Asked) -> Table:
    """The feed, the newest first. Each page of it is put together and cut in the database."""
    feeds = [_narrowed(feed, asked.chosen) for feed in _feeds()]
    return Table(feeds[0].union(*feeds[1:], all=True).order_by("-moment", "what", "-number"), _drawn)


def _feeds() -> tuple[QuerySet[Any], ...]:
    """Every sort of history under the same six names: when, what, of which document, by whom, revision, words."""
    published = Case(
        When(is_withdrawal=True, then=Value("withdrawn")),
        When(is_urgent=True, then=Value("corrected")),
        default=Value("published"),
        output_field=CharField(),
    )
    scheduled = Case(
        When(at__isnull=False, then=Value("scheduled")),
        When(ending="", then=Value("cancelled")),
        default=Value("ended"),
        output_field=CharField(),
    )
    no_number = Value(None, output_field=BigIntegerField())
    of = "revision__document"
    return (
        _feed(Revision, Value("saved", CharField()), "document", "author", F("pk"), "note"),
        _feed(Approval, F("decision"), of, "by", F("revision"), "comment"),
        _feed(Publication, published, of, "by", F("revision"), "note"),
        _feed(
            Confirmation,
            Value("confirmed", CharField()),
            *(f"publication__{of}", "by", F("publication__revision"), "comment"),
        ),
        _feed(Scheduling, scheduled, of, "by", F("revision"), Cast("pk", TextField())),
        _feed(Handover, Value("handed_over", CharField()), "document", "by", no_number, Cast("pk", TextField())),
        _feed(SignOff, Value("signed", CharField()), "document", "by", no_number, "reviewer_name"),
    )


def _feed(rows: Any, what: Any, of: str, person: str, number: Any, words: Any) -> QuerySet[Any]:
    named = rows.objects.order_by().annotate(
        moment=F("made_at"),
        what=what,
        of=F(of),
        person=F(person),
        number=number,
        words=Cast(words, TextField()) if isinstance(words, str) else words,
    )
    return named.values(*COLUMNS)


def _narrowed(feed: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
    person = chosen.get("person")
    if person:
        feed = feed.filter(person__isnull=True) if person == FILES else feed.filter(person=int(person))
    if chosen.get("first"):
        feed = feed.filter(made_at__gte=_midnight(chosen["first"]))
    if chosen.get("last"):
        feed = feed.filter(made_at__lt=_midnight(chosen["last"] + timedelta(days=1)))
    return feed


def _midnight(day: date) -> datetime:
    """The beginning of a day in the clinic's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _drawn(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    documents = Document.objects.in_bulk({row["of"] for row in rows})
    told = _told(rows)
    titles, people = titles_of(documents.values()), User.objects.in_bulk({row["person"] for row in rows} - {None})
    for row in rows:
        document, number = documents[row["of"]], row["number"]
        place = ("revision", number) if number else ("publishing",)
        yield (
            row["moment"],
            people[row["person"]].called if row["person"] else _now("a file"),
            Cell(WHAT[row["what"]]),
            Cell(titles[document.pk], screen(document, *place)),
            KINDS[document.kind].name,
            number,
            told.get((row["what"], row["words"]), row["words"]),
        )


def _told(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """In words what no column holds as words: until when, and who looks after it. A feed names such rows by number."""
    named = {what: [int(row["words"]) for row in rows if row["what"] == what] for what in (*_TIMED, "handed_over")}
    timed = Scheduling.objects.in_bulk([number for what in _TIMED for number in named[what]])
    handed = Handover.objects.select_related("owner", "deputy").in_bulk(named["handed_over"])
    told = {}
    for what in _TIMED:
        for number in named[what]:
            row = timed[number]
            words = _now("for %(at)s") % {"at": said(row.at)} if row.at else row.get_ending_display()
            told[what, str(number)] = words
    for number, row in handed.items():
        both = [person.called for person in (row.owner, row.deputy) if person]
        told["handed_over", str(number)] = ", ".join(both) or _now("nobody")
    return told


REPORT = Report(
    "changes",
    _("Who changed what"),
    _(
        "Every text saved, every decision, schedule, publication, confirmation, clinical review and change of owner, "
        "the newest first. What was done to an account stands in that account’s own history; links for people outside "
        "stand beside the document."
    ),
    (_("When"), _("Who"), _("What"), _("Text"), _("Kind"), _("Revision"), _("Words")),
    table,
    lambda: _now("Nothing was changed in this time, or by this person."),
    ChangeFilter,
)
