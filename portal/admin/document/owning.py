"""Who looks after one document: owner and deputy, and who they were before."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin import addresses
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk.care.stewardship import HandoverRefused, hand_over
from portal.desk.documents import Document
from portal.desk.people import User, people_here


class PersonField(forms.ModelChoiceField):
    """One of the people who may sign in to the desk, by the name that colleagues use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=people_here(), **kwargs)

    def label_from_instance(self, person: User) -> str:
        return f"{person.called}, {person.role}" if person.role else person.called


class OwnerForm(forms.Form):
    """Owner and deputy; the verb says what does not fit together."""

    owner = PersonField(
        label=_("Owner"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Keeps the page right, and is reminded of its reviews."),
    )
    deputy = PersonField(
        label=_("Deputy"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Acts when the owner has left."),
    )


def owner(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """Who looks after it now and before; on POST, hand it over."""
    may_assign = may(request.user, "assign")
    if request.method == "POST" and not may_assign:
        raise PermissionDenied
    here = {name: one for name in ("owner", "deputy") if (one := getattr(document, name)) and one.is_here}
    form, refused = OwnerForm(request.POST or None, initial=here), ""
    if form.is_valid():
        try:
            made = hand_over(document, by=request.user, **form.cleaned_data)
        except HandoverRefused as error:
            refused = str(error)
        else:
            messages.success(request, _now("Handed over.") if made else _now("They look after it already."))
            return redirect(addresses.screen(document, "owner"))
    context = context_of(entry, request, document, _now("Owner")) | {
        "form": form,
        "refused": refused,
        "may_assign": may_assign,
        "handovers": document.handovers.select_related("owner", "deputy", "by"),
    }
    return TemplateResponse(request, "admin/document/owner.html", context, status=409 if refused else 200)
