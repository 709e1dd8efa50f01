"""The one address of the visit kit. Whatever a reader types comes by POST, goes back in the page, and is forgotten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.callers import Limit, limit_reached
from portal.paper.letters import printable
from portal.paper.setting import pdf
from portal.views.asking import form_page, gives_back
from portal.views.frame import frame, whole_address
from portal.views.kit.bank import Bank
from portal.views.kit.changes import CHANGES, Done, gathered, nothing_done
from portal.views.kit.form import KitForm
from portal.views.kit.sheet import paper_of, sheet_of
from portal.views.kit.typed import Typed, sent
from portal.views.remembered import current_language

SHOW, PDF, LARGE_PDF = "show", "pdf", "large-pdf"
FILES = {PDF: "my-visit.pdf", LARGE_PDF: "my-visit-large-print.pdf"}
# One network address may be a whole waiting room. A file takes a processor up to a fifth of a second, so all of them
# together leave most of the machine to those who read.
STRETCH_SECONDS = 600
OF_ONE, OF_ALL = Limit(20, STRETCH_SECONDS), Limit(600, STRETCH_SECONDS)
# All boxes filled to the end, and some more. What no font has is spelled out, and could be forty times as long: the
# typesetter would need some hundred megabytes for it, and keep them.
MOST_LETTERS = 30_000
NO_LETTERS = gettext_lazy(
    "We cannot make a file of this sheet: it has too many letters that our files do not know. Nothing is lost. Print "
    "this page from the menu of your browser."
)
TOO_OFTEN = gettext_lazy(
    "Too many files were asked for in a short time. Nothing is lost. Print this page from the menu of your browser, or "
    "try again in ten minutes."
)


@gives_back
@form_page
def visit_kit(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    """The kit: empty on GET; on POST with what was typed, changed as the button says, or as a sheet to take along."""
    bank = Bank(current_language())
    if request.method != "POST":
        return _kit(request, bank, KitForm(bank, Typed()))
    typed = sent(request.POST, bank)
    if refused:
        return _kit(request, bank, KitForm(bank, gathered(typed), refused=refused))
    verb, _colon, number = request.POST.get("do", "").partition(":")
    if verb in (SHOW, *FILES):
        return _finished(request, bank, gathered(typed), verb)
    at = int(number) if number.isdecimal() and len(number) < 4 else -1
    done = CHANGES[verb](typed, at, bank) if verb in CHANGES else nothing_done(gathered(typed))
    return _kit(request, bank, KitForm(bank, done.typed, box=done.box), done)


def _kit(request: HttpRequest, bank: Bank, form: KitForm, done: Done | None = None) -> HttpResponse:
    context = {"frame": frame(request), "form": form, "stages": bank.stages(), "done": done}
    return render(request, "kit/form.html", context)


def _finished(request: HttpRequest, bank: Bank, typed: Typed, verb: str) -> HttpResponse:
    form = KitForm(bank, typed, is_final=True)
    if not form.is_valid():
        return _kit(request, bank, form)
    if verb == SHOW:
        return _on_screen(request, form)
    if sum(len(printable(value)) for _name, value in typed.pairs()) > MOST_LETTERS:
        form.add_error(None, NO_LETTERS)
        return _on_screen(request, form)
    if reached := limit_reached(request, "visit kit", of_one=OF_ONE, of_all=OF_ALL):
        form.add_error(None, TOO_OFTEN)
        response = _on_screen(request, form, status=429)
        response["Retry-After"] = str(reached.seconds)
        return response
    return _file(request, form, verb)


def _on_screen(request: HttpRequest, form: KitForm, status: int = 200) -> HttpResponse:
    """The sheet, with the reason if no file could be made of it: it can always be printed from here."""
    context = {"frame": frame(request), "sheet": sheet_of(form.typed, form.bank), "typed": form.typed, "form": form}
    return _not_found_by_searching(render(request, "kit/sheet.html", context, status=status))


def _file(request: HttpRequest, form: KitForm, verb: str) -> HttpResponse:
    address = whole_address(request, reverse("visit-kit"))
    sheet = paper_of(sheet_of(form.typed, form.bank), frame(request), address, is_large=verb == LARGE_PDF)
    paper: dict[str, Any] = {"content_type": "application/pdf"}
    response = HttpResponse(pdf(sheet), **paper)
    response["Content-Disposition"] = f'attachment; filename="{FILES[verb]}"'
    return _not_found_by_searching(response)


def _not_found_by_searching(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
