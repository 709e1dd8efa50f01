"""Clinical reviews of many pages: which pages wait, and a pack of them read one after the other and signed at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import ngettext

from portal.admin.changes import Changes, changes_of
from portal.admin.document.forms import ReviewerForm
from portal.admin.document.reviewing import reviewer_of
from portal.admin.document.screens import public_url
from portal.admin.numbers import numbers_in
from portal.admin.permissions import may
from portal.admin.reviews import narrowing
from portal.desk.care.packs import MOST_PAGES, PackRefused, Shown, rows_of, sign_off_pack
from portal.desk.care.reviews import described, state_of, words_of
from portal.desk.documents import Document
from portal.desk.reviewing import Reviewer
from portal.desk.titles import titles_of
from portal.shelf.published import Published
from portal.text.apart import apart
from portal.text.clean import Clean

# One page of the list is one pack at most.
A_PAGE = MOST_PAGES


class PackFilterForm(forms.Form):
    """Which pages are listed."""

    state = forms.ChoiceField(
        label=narrowing.STATE,
        initial=narrowing.WAITING,
        required=False,
        choices=[
            narrowing.WAITING_CHOICE,
            narrowing.WANTED_CHOICE,
            *(choice for choice in narrowing.STATE_CHOICES if choice[0] in narrowing.GROUPS[narrowing.WAITING]),
        ],
    )
    who = forms.ChoiceField(label=narrowing.WHO, required=False, choices=narrowing.WHO_CHOICES)


@dataclass(frozen=True)
class Sheet:
    """One page of a pack: what patients read, under names of its own, and what has changed since its review."""

    document: Document
    row: Published
    body: Clean
    changes: Changes
    url: str
    is_ticked: bool


def reviews(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The pages whose review waits, to be chosen for a pack."""
    if not may(request.user, "sign_off"):
        raise PermissionDenied
    form = PackFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = narrowing.narrowed(wanted.get("state") or narrowing.WAITING, wanted.get("who", ""), request.user)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("at"))
    context = frame | {
        "form": form if form.is_bound else PackFilterForm(),
        "page": page,
        "rows": [(document, state_of(document), words_of(document)) for document in described(page)],
        "all": urlencode({"page": list(page)}, doseq=True),
        "rest": urlencode({name: value for name, value in wanted.items() if value}),
    }
    return TemplateResponse(request, "admin/reviews/list.html", context)


def pack(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The chosen pages one after the other; on POST, sign those that are ticked."""
    if not may(request.user, "sign_off"):
        raise PermissionDenied
    chosen = numbers_in(request.GET.getlist("page"))
    if len(chosen) > MOST_PAGES:
        words = _now("A pack has %(most)s pages at most. Choose fewer.")
        messages.error(request, words % {"most": MOST_PAGES})
        return redirect("admin:reviews")
    found = {one.pk: one for one in Document.objects.live().filter(pk__in=list(chosen)).select_related("head")}
    documents = [found[number] for number in chosen if number in found]
    form, refusal = ReviewerForm(request.POST or None, initial=reviewer_of(request.user)), None
    if form.is_valid():
        try:
            return _signed(request, form, documents)
        except PackRefused as refused:
            refusal = refused
    ticked = numbers_in(request.POST.getlist("ticked"))
    for document in refusal.changed if refusal else ():
        ticked.pop(document.pk, None)
    sheets = list(_sheets(documents, ticked))
    if not sheets:
        messages.error(request, _now("Choose the pages that you want to read first."))
        return redirect("admin:reviews")
    names = {document.pk: document for document in refusal.changed} if refusal else {}
    context = frame | {
        "sheets": sheets,
        "form": form,
        "refusal": refusal,
        "changed": [sheet for sheet in sheets if sheet.document.pk in names],
        "gone": _gone(names, sheets),
    }
    return TemplateResponse(request, "admin/reviews/pack.html", context, status=409 if refusal else 200)


def _gone(names: dict[int, Document], sheets: list[Sheet]) -> list[str]:
    """What the refused pages are called that readers cannot open any more."""
    there = {sheet.document.pk for sheet in sheets}
    return list(titles_of(document for number, document in names.items() if number not in there).values())


def _signed(request: HttpRequest, form: ReviewerForm, documents: list[Document]) -> HttpResponse:
    ticked, typed = numbers_in(request.POST.getlist("ticked")), form.cleaned_data
    shown = [Shown(one, request.POST.get(f"digest-{one.pk}", "")) for one in documents if one.pk in ticked]
    reviewer = Reviewer(typed["reviewer_name"], typed["reviewer_role"], typed["reviewer_registration"])
    done = sign_off_pack(shown, reviewer=reviewer, reviewed_on=typed["reviewed_on"], by=request.user)
    said = ngettext(
        "%(count)s page was signed. Readers see the review on it.",
        "%(count)s pages were signed. Readers see the review on each of them.",
        len(done),
    )
    messages.success(request, said % {"count": len(done)})
    if left := len(documents) - len(done):
        words = ngettext(
            "%(count)s page of the pack was not ticked and not signed.",
            "%(count)s pages of the pack were not ticked and not signed.",
            left,
        )
        messages.warning(request, words % {"count": left})
    return redirect(reverse("admin:reviews"))


def _sheets(documents: list[Document], ticked: Iterable[int]) -> Iterable[Sheet]:
    rows = rows_of(documents)
    shown = [document for document in documents if document.pk in rows]
    changes, kept = changes_of(shown), set(ticked)
    for document in shown:
        row, number = rows[document.pk], document.pk
        body = apart(row.edition.body, f"page-{number}-")
        yield Sheet(document, row, body, changes[number], public_url(document), number in kept)
