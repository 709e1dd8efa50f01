"""Words that came with a request which cannot be taken: shown again, so that nobody has to write them twice.

They are shown to be copied, never sent on: a button for that would turn a forged request into one click.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.admin.addresses import stem_of
from portal.admin.document.forms import (
    AddressForm,
    CommentForm,
    ReasonForm,
    ReviewForm,
    SavingForm,
    ScheduleForm,
    WithdrawForm,
)
from portal.admin.framing import FRAMED, LOOK, may_be_framed
from portal.kinds.registry import KINDS
from portal.kinds.upload import UploadField

PREFIXED = {"saving": SavingForm, "address": AddressForm}
OTHERS = (CommentForm, ReasonForm, ReviewForm, ScheduleForm, WithdrawForm)
# What a form carries besides words, and what must never be shown again.
SILENT = re.compile(
    r"_.*|csrfmiddlewaretoken|.*password.*|codes?|app|action|next|.*digest(?:-\d+)?"
    r"|(?:saving-)?(?:based_on|joins|ticket)|.*-\d+-(?:id|position|remove)|.*-without",
    re.I,
)
# Keys of rows that a button acts on or that a list was chosen from. A kind may have a field of the same name.
KEYS = {"revision", "publication", "ticked", "document", "page", "link", "owner", "deputy", "groups", "permissions"}
# The screens on which a kind's own fields are written.
WRITTEN_AT = ("add", "change", "joining")
# Says to the scripts of the desk that the session has ended; any other refusal does not carry it.
SIGNED_OUT = "Signed-Out"
CELL = re.compile(r"(?P<field>\w+)-(?P<row>\d{1,4})-(?P<column>\w+)(?:-(?P<language>[\w-]+))?")
LABELLED = re.compile(r"(?P<field>\w+)-(?P<language>[\w-]+)")
TALLEST = 20
A_LINE = 90


class Typed(NamedTuple):
    """One field that was sent: its label, its words, and how many rows show them."""

    label: str
    words: str
    rows: int


@never_cache
def signed_out(request: HttpRequest, around: dict[str, Any]) -> HttpResponse:
    """Say that the session has ended, give the words back, and lead to the sign-in. `around` is the desk's frame."""
    answer = may_be_framed(_signed_out) if request.POST.get(LOOK) == FRAMED else _signed_out
    return answer(request, around)


def _signed_out(request: HttpRequest, around: dict[str, Any]) -> HttpResponse:
    address = f"{reverse('admin:login')}?{urlencode({'next': request.path})}"
    context = around | {"title": _("You have been signed out"), "words": list(typed(request)), "sign_in": address}
    response = render(request, "admin/signed_out.html", context, status=403)
    response.headers[SIGNED_OUT] = "1"
    return response


def typed(request: HttpRequest) -> Iterator[Typed]:
    """Every field with words in it, in the order in which they were sent."""
    fields = _fields_at(request.path)
    for name, values in request.POST.lists():
        if SILENT.fullmatch(name) or (name in KEYS and name not in fields):
            continue
        if isinstance(fields.get(name), UploadField):  # the digest of a picture that is kept already
            continue
        words = "\n".join(value for value in values if value.strip())
        if words:
            lines = sum(1 + len(line) // A_LINE for line in words.splitlines())
            yield Typed(_label(name, fields), words, min(TALLEST, lines))


def _fields_at(path: str) -> dict[str, Any]:
    """The fields of the forms on a screen, by the names that they are sent under."""
    fields: dict[str, Any] = {}
    for form in OTHERS:
        fields |= form.base_fields
    for prefix, prefixed in PREFIXED.items():
        fields |= {f"{prefix}-{name}": field for name, field in prefixed.base_fields.items()}
    return fields | _fields_of_kind(path)


def _fields_of_kind(path: str) -> dict[str, forms.Field]:
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return {}
    screens = {f"{stem_of(kind)}_{screen}": kind for kind in KINDS.values() for screen in WRITTEN_AT}
    kind = screens.get(name)
    return dict(kind.form.base_fields) if kind else {}


def _label(name: str, fields: dict[str, Any]) -> str:
    """The words beside the field on its screen; for what is not known there, its name in plain letters."""
    if name in fields:
        return str(fields[name].label)
    if (cell := CELL.fullmatch(name)) and cell["field"] in fields:
        columns = getattr(fields[cell["field"]], "columns", {})
        more = {"row": int(cell["row"]) + 1, "field": fields[cell["field"]].label}
        more["column"] = columns[cell["column"]].label if cell["column"] in columns else cell["column"]
        return _("%(field)s, row %(row)s: %(column)s") % more
    if (labelled := LABELLED.fullmatch(name)) and labelled["field"] in fields:
        return f"{fields[labelled['field']].label} ({labelled['language']})"
    return capfirst(re.sub(r"[-_]+", " ", name))[:100]
