"""Recording a clinician's review of what patients read."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.changes import changes_of
from portal.admin.document.forms import ReviewForm
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk.documents import Document
from portal.desk.intervals import months_after
from portal.desk.reviewing import ReviewRefused, sign_off
from portal.shelf.published import Published
from portal.shelf.rows import ROWS


def review(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """The form of a review, bound to the words as they are now; on POST, record it or say why not.

    Its button "look" records nothing: it shows what readers would be told.
    """
    if not may(request.user, "sign_off"):
        raise PermissionDenied
    row = ROWS[document.kind].objects.at(document.language, document.ref).select_related("edition").first()
    if row is None or not document.kind_row.review_months:
        raise Http404("only a published page is reviewed")
    first = reviewer_of(request.user) | dates_of(row)
    form = ReviewForm(request.POST or None, initial=first)
    refused = ""
    if form.is_valid() and "look" not in request.POST:
        try:
            sign_off(document, by=request.user, **form.cleaned_data)
        except ReviewRefused as error:
            refused = str(error)
            form = ReviewForm(initial=form.cleaned_data | {"reading_digest": row.reading_digest})
        else:
            messages.success(request, _("The review is recorded, and readers see it on the page."))
            return redirect(addresses.screen(document, "publishing"))
    changes = changes_of([document])[document.pk]
    is_unchanged = changes.signed is not None and changes.signed.reading_digest == row.reading_digest
    context = context_of(entry, request, document, _("Record a clinical review")) | {
        "form": form,
        "refused": refused,
        "row": row,
        "past": document.sign_offs.all(),
        "changes": changes,
        "is_unchanged": is_unchanged,
        # One button is enough only where nothing has to be typed.
        "again": ReviewForm(initial=first, auto_id=False) if is_unchanged and first["reviewer_role"] else None,
        "example": _example(row, form),
    }
    return TemplateResponse(request, "admin/document/review.html", context, status=409 if refused else 200)


def reviewer_of(user: Any) -> dict[str, Any]:
    """What a form about a review begins with: the signed-in person as readers would see them."""
    name = user.get_full_name()
    return {
        "reviewer_name": name,
        # A role without a name is no reviewer: both are typed then.
        "reviewer_role": user.role if name else "",
        "reviewer_registration": user.registration if name else "",
        "reviewed_on": timezone.localdate(),
    }


def dates_of(row: Published) -> dict[str, Any]:
    """What a review is bound to, and the latest day for the next one."""
    return {
        "reading_digest": row.reading_digest,
        "due_on": months_after(timezone.localdate(), row.review_months),
    }


def _example(row: Published, form: ReviewForm) -> Published | None:
    """The public row as it would be with this form signed, for the sentence that readers see; None without a name."""
    if form.is_bound:
        form.is_valid()
        typed = form.cleaned_data
    else:
        typed = form.initial
    if not (typed.get("reviewer_name") and typed.get("reviewer_role")):
        return None
    example, dates = copy(row), dates_of(row)
    for name in ("reviewer_name", "reviewer_role", "reviewer_registration"):
        setattr(example, name, typed.get(name, ""))
    example.reviewed_on = typed.get("reviewed_on") or timezone.localdate()
    example.review_due_on = typed.get("due_on") or dates["due_on"]
    example.reviewed_digest = row.reading_digest
    return example
