"""One message from a reader: what was said, about which words, and what the team makes of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.moments import said
from portal.desk.approvals import Publication
from portal.desk.documents import Document
from portal.shelf.pages import Page
from portal.visitors import triage
from portal.visitors.feedback import Feedback, State

MOST_OFFERED = 20
# Verbs that need nothing but the message.
PLAIN = {State.PLANNED: triage.look_at, State.SET_ASIDE: triage.set_aside}


class AnswerForm(forms.Form):
    """What becomes of a message. `seen` is the newest change of it that this screen has shown."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(state.value, state.label) for state in State if state != State.NEW],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it")},
    )
    said = forms.CharField(
        label=_("What readers said, in your words"),
        help_text=_("One sentence, such as: “Some of you did not know the word ‘dura’.” Quote nobody."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )
    changed = forms.CharField(
        label=_("What was changed"),
        help_text=_("One sentence, such as: “We explain the word where it comes first.”"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    revision = forms.TypedChoiceField(
        label=_("The text that did it"),
        help_text=_("Texts of this page that went live, the newest first."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    is_shown = forms.BooleanField(label=_("Show both sentences on the page about this site"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, revisions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].choices = [("", _("none")), *revisions]

    def clean(self) -> dict[str, Any]:
        """An answer that is written and not given would be lost."""
        told = super().clean() or {}
        is_written = told.get("said") or told.get("changed") or told.get("revision") or told.get("is_shown")
        if told.get("state") in PLAIN and is_written:
            self.add_error("state", _("You have written an answer. Choose “answered”, or empty the fields below."))
        return told


def called(message: Any) -> str:
    """The page and the part that a message is about."""
    title = message.page_title or str(message.ref)
    return f"{title}: {message.heading}" if message.heading else title


def one_message(entry: Any, request: HttpRequest, message: Any) -> HttpResponse:
    """The message; on POST, what becomes of it."""
    may_change = entry.has_change_permission(request)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    document = _document(message)
    published = _published(document)
    handlings = list(message.handlings.select_related("by"))
    form = AnswerForm(
        request.POST or None,
        initial=_now_in(message) | {"seen": handlings[0].pk if handlings else 0},
        revisions=_offered(message, published),
    )
    refused = ""
    if form.is_valid():
        try:
            _handle(message, request.user, form.cleaned_data, published)
        except triage.TriageRefused as error:
            refused = str(error)
        else:
            messages.success(request, _now("Saved: “%(title)s”.") % {"title": called(message)})
            return redirect(reverse("admin:portal_feedback_changelist"))
    context = entry.admin_site.each_context(request) | {
        "title": called(message),
        "message": message,
        "page": Page.objects.at(message.language, message.ref_now).first(),
        "document": document,
        "writing": screen(document, "change") if document else "",
        "answered_by": _address_of_answer(message, document),
        "handlings": handlings,
        "form": form,
        "refused": refused,
        "may_change": may_change,
        "may_throw_away": entry.has_delete_permission(request),
    }
    return TemplateResponse(request, "admin/feedback/one.html", context, status=409 if refused else 200)


def _now_in(message: Feedback) -> dict[str, Any]:
    state = "" if message.state == State.NEW else message.state
    names = ("said", "changed", "is_shown")
    return {name: getattr(message, name) for name in names} | {"state": state, "revision": message.revision_number}


def _document(message: Any) -> Document | None:
    """The document that readers wrote about, under its own name, or under the one that it has been given since."""
    found = Document.objects.at(message.language, message.ref).first()
    if found is None and message.ref_now != message.ref:
        return Document.objects.at(message.language, message.ref_now).first()
    return found


def _published(document: Document | None) -> list[Publication]:
    """What went live of a page, the newest first, each text once."""
    if document is None:
        return []
    rows: QuerySet[Publication] = Publication.objects.of(document).filter(is_withdrawal=False)
    found = rows.select_related("revision", "by").defer("revision__text")[: MOST_OFFERED * 2]
    return list({one.revision_id: one for one in reversed(found)}.values())[::-1][:MOST_OFFERED]


def _offered(message: Feedback, published: list[Publication]) -> list[tuple[int, str]]:
    """The texts to choose from; the one that is named already stays among them however old it is."""
    offered = [(one.revision_id, _words_of(one)) for one in published]
    number = message.revision_number
    if number is None or number in dict(offered):
        return offered
    return [*offered, (number, _now("revision %(number)s, as chosen before") % {"number": number})]


def _words_of(one: Publication) -> str:
    words = {"number": one.revision_id, "when": said(one.made_at), "by": one.by.called if one.by else _now("a file")}
    live = _now("revision %(number)s, live since %(when)s, by %(by)s") % words
    return f"{live}: {one.revision.note}" if one.revision.note else live


def _handle(message: Feedback, by: Any, told: dict[str, Any], published: list[Publication]) -> None:
    plain = PLAIN.get(told["state"])
    if plain is not None:
        plain(message, by=by, seen=told["seen"])
        return
    digests = {one.revision_id: one.revision.digest for one in published}
    digests |= {message.revision_number: message.revision_digest}
    number = told["revision"]
    answer = triage.Answer(
        said=told["said"],
        changed=told["changed"],
        is_shown=told["is_shown"],
        revision=(number, digests[number]) if number else None,
    )
    triage.answer(message, by=by, told=answer, seen=told["seen"])


def _address_of_answer(message: Feedback, document: Document | None) -> str:
    return screen(document, "revision", message.revision_number) if document and message.revision_number else ""
