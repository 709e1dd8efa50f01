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
from portal.admin.document.screens import context_of, document_names
from portal.admin.permissions import may
from portal.desk import publishing
from portal.desk.documents import Document
from portal.shelf.uses import INCLUDES, Uses


def withdraw(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Ask for the reason, show who links here or includes this; on POST, withdraw."""
    if not may(request.user, "publish"):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    refused = ""
    if form.is_valid():
        try:
            publishing.withdraw(document, by=request.user, note=form.cleaned_data["reason"])
        except publishing.PublishingRefused as error:
            refused = str(error)
        else:
            messages.success(request, _("Withdrawn. Its address now says that the page was taken down."))
            return redirect(addresses.screen(document, "change"))
    uses = Uses.objects.of(document)
    context = context_of(entry, request, document, _("Withdraw")) | {
        "form": form,
        "refused": refused,
        "including": document_names(uses.how(INCLUDES).users()),
        "linking": document_names(uses.outliving().users()),
    }
    return TemplateResponse(request, "admin/document/withdraw.html", context, status=409 if refused else 200)
