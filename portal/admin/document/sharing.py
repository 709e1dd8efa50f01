"""Links under which somebody outside, without an account, can read a draft: making, listing and revoking them."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin import addresses
from portal.admin.document.forms import ShareForm
from portal.admin.document.looking import public_answer
from portal.admin.document.places import places_of
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk.documents import Document, Revision
from portal.desk.press.composing import NotPublishable
from portal.desk.previews import published_for_a_look
from portal.desk.sharing import PLACE, PreviewLink, SharingRefused, must_be_shareable, revoke, share
from portal.shelf.uploads import found_at

STATES = {
    "open": _("open"),
    "expired": _("expired"),
    "revoked": _("revoked"),
    "published": _("closed: readers see this text now"),
    "orphaned": _("closed: its maker’s account is not active"),
}


def sharing(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Every link of a document, and the form for a new one; on POST, make one or revoke one."""
    if not may(request.user, "share"):
        raise PermissionDenied
    if request.method != "POST":
        return _screen(entry, request, document, ShareForm())
    act = {"make": _made, "revoke": _revoked}.get(request.POST.get("action", ""))
    if act is None:
        raise Http404("no such button")
    return act(entry, request, document)


def _made(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """The new link is in this answer and nowhere else: neither kept nor sent on in a message."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _screen(entry, request, document, form)
    number = request.POST.get("revision", "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404("no such revision")
    revision = get_object_or_404(Revision, document=document, pk=int(number))
    until = timezone.now() + timedelta(days=form.cleaned_data["days"])
    try:
        html = _drawn(request, document, revision, until)
        _link, token = share(revision=revision, html=html, note=form.cleaned_data["note"], until=until, by=request.user)
    except NotPublishable as refused:
        return _screen(entry, request, document, form, refused=[fault.message for fault in refused.faults])
    except SharingRefused as refused:
        return _screen(entry, request, document, form, refused=[str(refused)])
    made = request.build_absolute_uri(reverse("preview", args=(token,)))
    return _screen(entry, request, document, ShareForm(), made=made)


def _drawn(request: HttpRequest, document: Document, revision: Revision, until: datetime) -> str:
    """The whole page as a reader would get it with this revision published, under the bar for people outside.

    Raises NotPublishable where the text could not go live, SharingRefused where no page would show it.
    """
    must_be_shareable(document, revision)
    bar = {"template": "admin/document/outside_bar.html", "number": revision.pk, "until": until}
    nowhere = _now("No page that readers can open shows this text, so there is nothing to send.")
    with found_at(PLACE), published_for_a_look(document, text=revision.text, by=request.user) as row:
        places = places_of(row)
        if not places:
            raise SharingRefused(nowhere)
        try:
            return public_answer(request, places[0].url, bar).content.decode()
        except Http404 as lost:
            raise SharingRefused(nowhere) from lost


def _revoked(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    number = request.POST.get("link", "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404("no such link")
    link = get_object_or_404(PreviewLink.objects.of(document), pk=int(number))
    try:
        revoke(link, by=request.user)
    except SharingRefused as refused:
        return _screen(entry, request, document, ShareForm(), refused=[str(refused)])
    messages.success(request, _now("Revoked. Nobody can open this link any more."))
    return redirect(addresses.screen(document, "sharing"))


def _screen(
    entry: Any,
    request: HttpRequest,
    document: Document,
    form: ShareForm,
    *,
    made: str = "",
    refused: list[str] | None = None,
) -> HttpResponse:
    context = context_of(entry, request, document, _now("Links for somebody outside")) | {
        "form": form,
        "made": made,
        "refused": refused or [],
        "rows": [(link, STATES[link.state]) for link in PreviewLink.objects.of(document)],
    }
    return TemplateResponse(request, "admin/document/sharing.html", context, status=409 if refused else 200)
