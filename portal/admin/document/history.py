"""What was ever written in a document, and by whom. Read only."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin import addresses
from portal.admin.document.screens import context_of
from portal.desk.documents import Document, Revision

A_PAGE = 50
MARKS = (
    ("live_id", _("readers see this one")),
    ("head_id", _("newest")),
    ("synced_id", _("last agreed with its file")),
    ("clash_id", _("file’s text, in a clash")),
    ("due_id", _("scheduled")),
)


def every_revision(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Every revision, the newest first, without its text."""
    revisions = document.revisions.select_related("author").defer("text")
    page = Paginator(revisions, A_PAGE).get_page(request.GET.get("page"))
    for revision in page:
        revision.marks = [words for pointer, words in MARKS if getattr(document, pointer) == revision.pk]
        revision.url = addresses.screen(document, "revision", revision.pk)
    context = context_of(entry, request, document, _now("History")) | {"page": page}
    return TemplateResponse(request, "admin/document/history.html", context)


def one_revision(entry: Any, request: HttpRequest, document: Document, revision_pk: int) -> HttpResponse:
    """The whole text of one revision of this document."""
    revision = get_object_or_404(Revision.objects.select_related("author"), document=document, pk=revision_pk)
    name = _now("Revision %(number)s") % {"number": revision.pk}
    context = context_of(entry, request, document, name) | {"revision": revision}
    return TemplateResponse(request, "admin/document/revision.html", context)
