"""Deciding about one saved revision: hand in, approve, send back, publish, schedule; and confirm what one did alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin import addresses
from portal.admin.document.differences import for_readers
from portal.admin.document.forms import CommentForm, ReasonForm, ScheduleForm
from portal.admin.document.named import Named, named, title_at
from portal.admin.document.places import anchors_on
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk.approvals import Approval, Publication
from portal.desk.care.underway import REFUSED, hindrance_of
from portal.desk.documents import Document, Revision
from portal.desk.press.composing import NotPublishable
from portal.desk.publishing import PublishingRefused, check, correct, obstacles, publish, schedule, unschedule
from portal.desk.reverting import RestoringRefused, bring_back
from portal.desk.reviewing import ReviewRefused, approve, confirm, send_back, submit
from portal.shelf.counter import Counter
from portal.shelf.uses import READ, Uses
from portal.text.references import Ref


@dataclass(frozen=True)
class Asked:
    """Who asks for what about which revision."""

    request: HttpRequest
    document: Document
    revision: Revision

    @property
    def comment(self) -> str:
        return _typed(CommentForm(self.request.POST), "comment")


@dataclass(frozen=True)
class Action:
    """What a button does, and what is said afterwards."""

    act: Callable[[Asked], None]
    done: Any


class NotUnderstood(ValueError):
    """What was typed beside a button cannot be used; the text says why."""


def _typed(form: Form, name: str) -> str:
    """The words of a form, "" where there are none. Raises NotUnderstood for words that cannot be kept as they are."""
    if form.is_valid() or form.has_error(name, "required"):
        return str(form.cleaned_data.get(name, ""))
    raise NotUnderstood(" ".join(form.errors[name]))


def _publish(asked: Asked) -> None:
    publish(asked.document, revision=asked.revision, by=asked.request.user)


def _correct(asked: Asked) -> None:
    reason = _typed(ReasonForm(asked.request.POST), "reason")
    correct(asked.document, revision=asked.revision, by=asked.request.user, note=reason)


def _schedule(asked: Asked) -> None:
    form = ScheduleForm(asked.request.POST)
    if not form.is_valid():
        raise NotUnderstood(_now("Give a date and a time, such as 2027-01-31 and 08:00."))
    schedule(asked.document, revision=asked.revision, at=form.moment, by=asked.request.user)


def _unschedule(asked: Asked) -> None:
    unschedule(asked.document, by=asked.request.user)


def _submit(asked: Asked) -> None:
    submit(asked.revision, by=asked.request.user, comment=asked.comment)


def _approve(asked: Asked) -> None:
    approve(asked.revision, by=asked.request.user, comment=asked.comment)


def _send_back(asked: Asked) -> None:
    send_back(asked.revision, by=asked.request.user, comment=asked.comment)


def _confirm(asked: Asked) -> None:
    done = get_object_or_404(Publication, revision=asked.revision, pk=_number(asked.request, "publication"))
    confirm(done, by=asked.request.user, comment=asked.comment)


def _bring_back(asked: Asked) -> None:
    bring_back(asked.revision, by=asked.request.user)


ACTIONS = {
    "submit": Action(_submit, _("Handed in. A colleague reads it next.")),
    "approve": Action(_approve, _("Approved. It can be published now.")),
    "send_back": Action(_send_back, _("Sent back to its writer, with your comment.")),
    "publish": Action(_publish, _("Published. Readers see this text within a minute.")),
    "schedule": Action(_schedule, _("Scheduled. It goes live by itself at that time.")),
    "unschedule": Action(_unschedule, _("Nothing is scheduled any more. The text stays a draft.")),
    "correct": Action(
        _correct, _("Published as a safety correction. A colleague is asked to confirm it within 72 hours.")
    ),
    "bring_back": Action(_bring_back, _("There is a draft with the same words now. Read it, then hand it in.")),
    "confirm": Action(_confirm, _("Confirmed. Thank you for reading it.")),
}


def publishing(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Where the newest revision stands, what would change for readers, and the buttons that decide."""
    if request.method == "POST":
        return _decided(entry, request, document)
    return _screen(entry, request, document)


def _number(request: HttpRequest, name: str) -> int:
    """A number that a button's form carries; a form that carries none is not one of ours."""
    number = request.POST.get(name, "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404("no such decision")
    return int(number)


def _decided(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Do what the button says to exactly the revision that the screen showed."""
    name = request.POST.get("action", "")
    action = ACTIONS.get(name)
    if action is None:
        raise Http404("no such decision")
    if not may(request.user, name):
        raise PermissionDenied
    revision = get_object_or_404(Revision, document=document, pk=_number(request, "revision"))
    try:
        action.act(Asked(request, document, revision))
    except NotPublishable as refused:
        return _screen(entry, request, document, refused=[fault.message for fault in refused.faults])
    except (PublishingRefused, RestoringRefused, ReviewRefused, NotUnderstood) as refused:
        return _screen(entry, request, document, refused=[str(refused)])
    messages.success(request, action.done)
    return redirect(addresses.screen(document, "publishing"))


def _screen(entry: Any, request: HttpRequest, document: Document, *, refused: list[str] | None = None) -> HttpResponse:
    """`refused` holds why the last button did nothing; the obstacles of the revision stand there anyway."""
    head = document.head
    found = obstacles(document, head) if document.has_draft else ()
    withdrawn = _withdrawn(document)
    pressed = request.POST.get("action", "") if refused else ""
    context = context_of(entry, request, document, _now("Publish")) | {
        "revision": head,
        "refused": [words for words in refused or () if words not in {fault.message for fault in found}],
        "obstacles": found,
        "decisions": list(Approval.objects.since_shown(document).select_related("by")),
        "withdrawn": withdrawn,
        "leads_to": _leads_to(document, withdrawn),
        "shown_on": _shown_on(document),
        "is_tick_late": Counter.is_tick_late(),
        "unconfirmed": Publication.objects.unconfirmed().of(document).select_related("by").first(),
        "may": {action: may(request.user, action) for action in (*ACTIONS, "change", "withdraw")},
        "is_own": head.author_id == request.user.pk,
        "pressed": pressed,
        "schedule_form": ScheduleForm(request.POST if pressed == "schedule" else None),
        "comment_form": CommentForm(initial={"comment": request.POST.get("comment", "")}),
        "reason_form": ReasonForm(initial={"reason": request.POST.get("reason", "")}),
        "has_review": bool(document.live_id and document.kind_row.review_months),
        "may_sign_off": may(request.user, "sign_off"),
    }
    if document.due_at:
        context |= _hindered(document)
    if document.live:
        context |= for_readers(document, document.live.text, head.text)
    return TemplateResponse(request, "admin/document/publishing.html", context, status=409 if refused else 200)


def _hindered(document: Document) -> dict[str, Any]:
    """What keeps a scheduled revision from going live by itself; and what the timed run would say of it now."""
    why, reasons = hindrance_of(document), []
    if why == REFUSED:
        try:
            check(document, document.due)
        except NotPublishable as refused:
            reasons = [fault.message for fault in refused.faults]
        except PublishingRefused as refused:
            reasons = [str(refused)]
    return {"hindrance": why, "hindrance_reasons": reasons}


def _withdrawn(document: Document) -> Publication | None:
    """How the newest text was taken off the site, if that is where it stands: nothing else is decided about it then."""
    shown = document.last_shown()
    if document.live_id or shown is None or shown.pk != document.head_id:
        return None
    return Publication.objects.of(document).select_related("by").first()


def _leads_to(document: Document, withdrawn: Publication | None) -> str:
    """What the page is called to which readers of a withdrawn one are sent; "" where they are sent nowhere."""
    return title_at(document.language, Ref.parse(withdrawn.leads_to)) if withdrawn and withdrawn.leads_to else ""


def _shown_on(document: Document) -> list[Named]:
    """The pages on which readers meet what is no page of its own, each at the place where it stands."""
    if document.kind_row.is_page:
        return []
    users = list(Uses.objects.of(document).how(*READ).users())
    return named(users, anchors_on(users, document.ref))
