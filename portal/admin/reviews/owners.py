"""Owners of many documents at once: choose them, name two people, press one button."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.admin.addresses import screen
from portal.admin.document.owning import OwnerForm, PersonField
from portal.admin.numbers import numbers_in
from portal.admin.permissions import may
from portal.desk.care.stewardship import HandoverRefused, hand_over_together
from portal.desk.documents import Document
from portal.desk.titles import title_of
from portal.kinds.registry import KINDS

A_PAGE = 50
NOBODY, ANYBODY = "nobody", "all"


class FilterForm(forms.Form):
    """Which documents are listed."""

    kind = forms.ChoiceField(
        label=_("Sort"),
        required=False,
        choices=lambda: [("", _("every sort")), *((slug, kind.plural) for slug, kind in KINDS.items())],
    )
    who = forms.ChoiceField(
        label=_("Owner"),
        required=False,
        initial=NOBODY,
        choices=[(NOBODY, _("without owner")), (ANYBODY, _("with or without owner"))],
    )


class ManyOwnersForm(OwnerForm):
    """The same two people; leaving the owner out by mistake would leave many documents alone."""

    owner = PersonField(label=_("Owner"), empty_label=_("choose"), error_messages={"required": _("Choose an owner.")})

    field_order = ("owner", "deputy")


def owners(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The list with its filter; on POST, hand over what is ticked."""
    if not may(request.user, "assign"):
        raise PermissionDenied
    chosen = FilterForm(request.GET or None)
    wanted = chosen.cleaned_data if chosen.is_valid() else {}
    form = ManyOwnersForm(request.POST or None)
    ticked, refused = numbers_in(request.POST.getlist("document")), ""
    if form.is_valid():
        try:
            return _handed_over(request, form, ticked)
        except HandoverRefused as error:
            refused = str(error)
    page = Paginator(_listed(wanted), A_PAGE).get_page(request.GET.get("at"))
    rows = [{"document": one, "title": title_of(one), "address": screen(one, "owner")} for one in page]
    context = frame | {
        "chosen": chosen if chosen.is_bound else FilterForm(),
        "form": form,
        "refused": refused,
        "page": page,
        "rows": rows,
        "ticked": ticked,
        "is_everybody": wanted.get("who") == ANYBODY,
        "rest": urlencode({name: value for name, value in wanted.items() if value}),
    }
    return TemplateResponse(request, "admin/owners.html", context, status=409 if refused else 200)


def _handed_over(request: HttpRequest, form: ManyOwnersForm, ticked: dict[int, None]) -> HttpResponse:
    if not ticked:
        raise HandoverRefused(_now("No document is ticked. Tick those that you want to hand over."))
    made = hand_over_together(Document.objects.filter(pk__in=list(ticked)), by=request.user, **form.cleaned_data)
    said = ngettext("%(count)s document was handed over.", "%(count)s documents were handed over.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect(f"{reverse('admin:owners')}?{request.GET.urlencode()}")


def _listed(wanted: dict[str, Any]) -> QuerySet[Document]:
    documents = Document.objects.with_people().select_related("head", "owner", "deputy").order_by("kind", "slug", "pk")
    if wanted.get("kind"):
        documents = documents.filter(kind=wanted["kind"])
    return documents if wanted.get("who") == ANYBODY else documents.without_owner()
