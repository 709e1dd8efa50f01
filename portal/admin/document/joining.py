"""Joining: a file's words and the site's, or a draft's and what went live past it, side by side and made one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document import writing
from portal.admin.document.collisions import placed
from portal.admin.document.sheets import Sheet
from portal.admin.permissions import may
from portal.desk import joining
from portal.desk.documents import Document, Revision
from portal.text.beside import beside
from portal.text.faults import BadText
from portal.text.merge import Merged

SET_ASIDE = "_set_aside"


def join_texts(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Both texts and what they make together; the form below holds the joined text, to be put right and saved."""
    if not may(request.user, "change"):
        raise PermissionDenied
    theirs = joining.waiting(document)
    if request.method == "POST" and SET_ASIDE not in request.POST:
        # What was typed is answered even if a colleague was quicker, and nothing waits any more.
        above = _beside(document, theirs) if theirs else {}
        return writing.sent(entry, request, Sheet.of(document, request.POST), **above)
    if theirs is None:
        return _nothing_waits(request, document)
    if request.method == "POST":
        return _set_aside(entry, request, document, theirs)
    return _screen(entry, request, document, theirs)


def _nothing_waits(request: HttpRequest, document: Document) -> HttpResponse:
    """Somebody has joined them already, or there never was anything to join."""
    if document.clash_id:
        messages.info(request, _("File and site are joined in the newest text. Read it, then publish it."))
        return redirect(addresses.screen(document, "publishing"))
    messages.info(request, _("There is nothing to join in this document."))
    return redirect(addresses.screen(document, "change"))


def _screen(entry: Any, request: HttpRequest, document: Document, theirs: Revision) -> HttpResponse:
    above = _beside(document, theirs)
    texts = {"ours": document.head.text, "theirs": theirs.text}
    try:
        sheet = Sheet.of_text(
            document,
            texts.get(request.GET.get("from", ""), above["joined"]),
            based_on=document.head,
            joins=theirs,
        )
    except BadText as bad:
        messages.error(request, _("This text cannot be shown as a form: %(fault)s") % {"fault": bad})
        return redirect(addresses.screen(document, "history"))
    return writing.drawn(entry, request, sheet, **above)


def _beside(document: Document, theirs: Revision) -> dict[str, Any]:
    """What the screen shows above the form. A text that cannot be read any more has nothing beside it."""
    ours = document.head
    try:
        merged = joining.joined(ours, theirs)
    except BadText:
        merged = Merged(ours.text, ())
    shown = document.last_shown()
    return {
        "template": "admin/document/joining.html",
        "subtitle": _("Join"),
        "is_draft_behind": shown is not None and shown.descends_from(theirs),
        "is_withdrawn": document.was_withdrawn,
        "joined": merged.text,
        "conflicts": placed(document.kind_row, merged.conflicts),
        "rows": beside(theirs.text, ours.text, merged.text),
    }


def _set_aside(entry: Any, request: HttpRequest, document: Document, theirs: Revision) -> HttpResponse:
    """Keep a withdrawn page withdrawn."""
    if not may(request.user, "publish"):
        raise PermissionDenied
    try:
        joining.set_aside(document, clash=theirs, by=request.user)
    except joining.JoiningRefused as refused:
        messages.error(request, str(refused))
        return redirect(addresses.screen(document, "joining"))
    messages.success(request, _("It stays withdrawn. The file’s words are in the history."))
    return redirect(addresses.screen(document, "change"))
