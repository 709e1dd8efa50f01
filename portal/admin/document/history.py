"""What was ever written in a document, by whom, and what became of it; and the way back to an earlier text."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin import addresses
from portal.admin.document.comparing import address_of_two
from portal.admin.document.figures import figures_in
from portal.admin.document.screens import context_of
from portal.admin.moments import said
from portal.admin.permissions import may
from portal.desk.approvals import Approval, Publication, Scheduling
from portal.desk.documents import Document, Revision
from portal.desk.drafts import DraftRefused, StaleDraft
from portal.desk.reverting import restore

A_PAGE = 50
# Words that were typed while somebody else saved, or a file's that nobody has joined.
BESIDE = ("beside", _("kept, not taken over"))
MARKS = (
    ("live_id", "live", _("readers see this one")),
    ("head_id", "newest", _("newest")),
    ("synced_id", "synced", _("last agreed with its file")),
    ("clash_id", "clash", _("file’s text, in a clash")),
    ("due_id", "scheduled", _("scheduled")),
)


def every_revision(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Every revision, the newest first, without its text; two of them can be chosen and compared."""
    revisions = document.revisions.select_related("author").defer("text")
    page = Paginator(revisions.prefetch_related(*DECIDED), A_PAGE).get_page(request.GET.get("page"))
    line = document.head.line() if document.head else set()
    for revision in page:
        revision.marks = [(slug, words) for pointer, slug, words in MARKS if getattr(document, pointer) == revision.pk]
        if not revision.marks and revision.pk not in line:
            revision.marks = [BESIDE]
        revision.url = addresses.screen(document, "revision", revision.pk)
        revision.events = sorted(_events(revision), key=lambda event: event["at"])
        if revision.parent_id:
            revision.change_url = address_of_two(document, revision.parent_id, revision.pk)
    head, live = document.head, document.live_id
    context = context_of(entry, request, document, _now("History")) | {
        "page": page,
        "chosen_from": live if live and live != document.head_id else head and head.parent_id,
        "with_live": address_of_two(document, live, head.pk) if live and document.has_draft else "",
        "with_before": address_of_two(document, head.parent_id, head.pk) if head and head.parent_id else "",
    }
    return TemplateResponse(request, "admin/document/history.html", context)


DECIDED = (
    Prefetch("approvals", Approval.objects.select_related("by")),
    Prefetch("schedulings", Scheduling.objects.select_related("by")),
    Prefetch("publications", Publication.objects.select_related("by", "confirmation__by")),
)


def _events(revision: Revision) -> Iterator[dict[str, Any]]:
    """What was decided about a revision, and when it went live or was withdrawn."""
    for row in revision.approvals.all():
        yield {"at": row.made_at, "by": row.by, "words": row.get_decision_display(), "note": row.comment}
    for row in revision.schedulings.all():
        yield {"at": row.made_at, "by": row.by, "words": _of_schedule(row), "note": ""}
    for row in revision.publications.all():
        done = _now("corrected in urgency") if row.is_urgent else _now("published")
        words = _now("withdrawn") if row.is_withdrawal else done
        yield {"at": row.made_at, "by": row.by, "words": words, "note": row.note}
        if confirmed := getattr(row, "confirmation", None):
            words = _now("confirmed")
            yield {"at": confirmed.made_at, "by": confirmed.by, "words": words, "note": confirmed.comment}


def _of_schedule(row: Scheduling) -> str:
    """What was done, in words after which "by" and a person read well."""
    if row.at:
        return _now("set to go live on %(at)s") % {"at": said(row.at)}
    if row.ending:
        return _now("schedule ended: %(why)s") % {"why": row.get_ending_display()}
    return _now("schedule cancelled")


def one_revision(entry: Any, request: HttpRequest, document: Document, revision_pk: int) -> HttpResponse:
    """The whole text of one revision of this document; on POST, it becomes a new draft."""
    revision = get_object_or_404(Revision.objects.select_related("author"), document=document, pk=revision_pk)
    refused = ""
    if request.method == "POST":
        try:
            return _restored(request, document, revision)
        except StaleDraft as stale:
            words = _now("Not restored: revision %(number)s was saved after you opened this. Look at it, then decide.")
            refused = words % {"number": stale.newest.pk}
        except DraftRefused as error:
            refused = str(error)
    name = _now("Revision %(number)s") % {"number": revision.pk}
    others = (("live_id", _now("what readers see")), ("head_id", _now("the newest")))
    pairs = [(getattr(document, pointer), words) for pointer, words in others]
    before = [(revision.parent_id, revision.pk, _now("the one before"))] if revision.parent_id else []
    context = context_of(entry, request, document, name) | {
        "revision": revision,
        "refused": refused,
        "comparisons": [
            (address_of_two(document, left, right), words)
            for left, right, words in [*before, *((revision.pk, number, words) for number, words in pairs)]
            if right and left != right
        ],
        "is_newest_text": document.head is not None and revision.digest == document.head.digest,
        "may_change": may(request.user, "change"),
        "figures": figures_in(document, revision.text),
    }
    return TemplateResponse(request, "admin/document/revision.html", context, status=409 if refused else 200)


def _restored(request: HttpRequest, document: Document, revision: Revision) -> HttpResponse:
    """Do it, from the newest revision that the person was shown. Raises DraftRefused."""
    if not may(request.user, "change"):
        raise PermissionDenied
    number = request.POST.get("based_on", "")
    shown = document.revisions.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    made = restore(document, revision=revision, by=request.user, based_on=shown)
    words = _now(
        "Saved as revision %(number)s, with the text of revision %(old)s. Readers do not see it before it is published."
    )
    messages.success(request, words % {"number": made.pk, "old": revision.pk})
    return redirect(addresses.screen(document, "change"))
