"""Failures on pages where readers type: the report says where the fault is, and none of the words that were typed."""

import traceback
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from portal.log import without_secrets
from portal.views.freshness import View

# What Django answers by itself, without a report of what was sent.
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)


class Unspoken(Exception):
    """Something failed while a reader's words were being handled; the message names the places in our code."""


def unspoken(view: View) -> View:
    """Hide what fails in a view behind its place in the code, and take the words out of the request.

    Django's reports show the variables of every step on the way to a fault, and its own message often quotes what
    could not be handled. Hiding the view's own variables would not reach those deeper down.
    """

    @wraps(view)
    def hiding(request: HttpRequest, **address: Any) -> HttpResponse:
        try:
            return view(request, **address)
        except ANSWERS:
            raise
        except UnreadablePostError:
            # Somebody's connection broke; nobody has to mend that.
            where = ""
        except Exception as fault:
            where = places_of(fault)
        # Raised after the fault has been let go, so that no report can follow it back.
        if not where:
            raise BadRequest("What was sent broke off")
        forget(request)
        raise Unspoken(where)

    return hiding


def forget(request: HttpRequest) -> None:
    """Take out what was typed: the form, the address's query, and whatever repeats that address."""
    request.GET = request.POST = QueryDict()
    # What the server handed over is the same mapping, so that its own log finds no words there either.
    request.META |= {name: without_secrets(value) for name, value in request.META.items()} | {"QUERY_STRING": ""}


def places_of(fault: Exception) -> str:
    """The sort of a fault and the lines of our own code that led to it, such as "ValueError: views/kit/page.py:40"."""
    ours = Path(settings.BASE_DIR, "portal")
    places = [
        f"{Path(step.filename).relative_to(ours)}:{step.lineno}"
        for step in traceback.extract_tb(fault.__traceback__)
        if Path(step.filename).is_relative_to(ours)
    ]
    return f"{type(fault).__name__}: {', '.join(places)}"
