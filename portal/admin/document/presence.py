"""Who else is writing: asked each minute by the script of the screen that somebody has open."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse

from portal.admin.permissions import may
from portal.desk.documents import Document
from portal.desk.presence import note, others


def here(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Note that this person still has the screen open, and answer with the words about the others."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request.user, "change"):
        raise PermissionDenied
    note(document=document, by=request.user)
    context = {"others": others(document=document, besides=request.user)}
    return TemplateResponse(request, "admin/document/others.html", context)
