"""The one address of the visit kit. Whatever a reader types comes by POST, goes back in the page, and is forgotten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.paper.setting import pdf
from portal.views.asking import form_page
from portal.views.frame import current_language, frame
from portal.views.kit.bank import Bank
from portal.views.kit.changes import CHANGES, Done, gathered, nothing_done
from portal.views.kit.form import KitForm
from portal.views.kit.sheet import paper_of, sheet_of
from portal.views.kit.typed import Typed, sent
from portal.views.unspoken import unspoken

SHOW, PDF, LARGE_PDF = "show", "pdf", "large-pdf"
FILES = {PDF: "my-visit.pdf", LARGE_PDF: "my-visit-large-print.pdf"}


@form_page
@unspoken
def visit_kit(request: HttpRequest) -> HttpResponse:
    """The kit: empty on GET; on POST with what was typed, changed as the button says, or as a sheet to take along."""
    bank = Bank(current_language())
    if request.method != "POST":
        return _kit(request, bank, KitForm(bank, Typed()))
    typed = sent(request.POST, bank)
    verb, _colon, number = request.POST.get("do", "").partition(":")
    if verb in (SHOW, *FILES):
        return _finished(request, bank, gathered(typed), verb)
    at = int(number) if number.isdecimal() and len(number) < 4 else -1
    done = CHANGES[verb](typed, at, bank) if verb in CHANGES else nothing_done(gathered(typed))
    return _kit(request, bank, KitForm(bank, done.typed), done)


def _kit(request: HttpRequest, bank: Bank, form: KitForm, done: Done | None = None) -> HttpResponse:
    context = {"frame": frame(), "form": form, "stages": bank.stages(), "done": done}
    return render(request, "kit/form.html", context)


def _finished(request: HttpRequest, bank: Bank, typed: Typed, verb: str) -> HttpResponse:
    form = KitForm(bank, typed, is_final=True)
    if not form.is_valid():
        return _kit(request, bank, form)
    around, sheet = frame(), sheet_of(typed, bank)
    if verb == SHOW:
        context = {"frame": around, "sheet": sheet, "typed": typed}
        return _not_found_by_searching(render(request, "kit/sheet.html", context))
    address = request.build_absolute_uri(reverse("visit-kit"))
    paper: dict[str, Any] = {"content_type": "application/pdf"}
    response = HttpResponse(pdf(paper_of(sheet, around, address, is_large=verb == LARGE_PDF)), **paper)
    response["Content-Disposition"] = f'attachment; filename="{FILES[verb]}"'
    return _not_found_by_searching(response)


def _not_found_by_searching(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
