"""Taking a page off the site: first what that does to other pages, then the reason, then the button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document.forms import WithdrawForm
from portal.admin.document.named import named
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk import withdrawing
from portal.desk.documents import Document
from portal.desk.publishing import PublishingRefused
from portal.shelf.pages import Page
from portal.shelf.uses import INCLUDES, Uses

# Addresses that are offered while typing; any other page can be named too.
MOST_OFFERED = 200


def withdraw(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Ask for the reason, show who links here or includes this; on POST, withdraw."""
    if not may(request.user, "withdraw"):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    refused = ""
    if form.is_valid():
        try:
            withdrawing.withdraw(
                document,
                by=request.user,
                note=form.cleaned_data["reason"],
                leads_to=form.cleaned_data["leads_to"],
            )
        except PublishingRefused as error:
            refused = str(error)
        else:
            messages.success(
                request,
                _(
                    "Withdrawn. Within a minute it is gone from all lists."
                    " A colleague is asked to confirm it within 72 hours."
                ),
            )
            return redirect(addresses.screen(document, "publishing"))
    uses = Uses.objects.of(document)
    context = context_of(entry, request, document, _("Withdraw")) | {
        "form": form,
        "refused": refused,
        "including": named(uses.how(INCLUDES).users()),
        "linking": named(uses.outliving().users()),
        "others": Page.objects.of_kind(document.kind).in_language(document.language).by_title()[:MOST_OFFERED],
    }
    return TemplateResponse(request, "admin/document/withdraw.html", context, status=409 if refused else 200)
