"""Recording a clinician's review of what patients read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document.forms import ReviewForm, months_after
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk.documents import Document
from portal.desk.reviewing import ReviewRefused, sign_off
from portal.shelf.published import Published
from portal.shelf.rows import ROWS


def review(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """The form of a review, bound to the words as they are now; on POST, record it or say why not."""
    if not may(request.user, "sign_off"):
        raise PermissionDenied
    row = ROWS[document.kind].objects.at(document.language, document.ref).select_related("edition").first()
    if row is None or not document.kind_row.review_months:
        raise Http404("only a published page is reviewed")
    form = ReviewForm(request.POST or None, initial=_first(document, row))
    refused = ""
    if form.is_valid():
        try:
            sign_off(document, by=request.user, **form.cleaned_data)
        except ReviewRefused as error:
            refused = str(error)
            form = ReviewForm(initial=form.cleaned_data | {"reading_digest": row.reading_digest})
        else:
            messages.success(request, _("The review is recorded, and readers see it on the page."))
            return redirect(addresses.screen(document, "publishing"))
    context = context_of(entry, request, document, _("Record a clinical review")) | {
        "form": form,
        "refused": refused,
        "row": row,
        "past": document.sign_offs.all(),
    }
    return TemplateResponse(request, "admin/document/review.html", context, status=409 if refused else 200)


def _first(document: Document, row: Published) -> dict[str, Any]:
    """Today, and the next review when this kind of page is due again."""
    today = timezone.localdate()
    return {
        "reading_digest": row.reading_digest,
        "reviewed_on": today,
        "due_on": months_after(today, document.kind_row.review_months),
    }
