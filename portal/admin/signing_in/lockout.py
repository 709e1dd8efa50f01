"""What stops guessing passwords: whose attempts are counted together, and what is said to who is locked out."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def address_of(request: HttpRequest) -> str:
    """The network address that asks.

    Each proxy of the clinic's own adds the address that asked it at the end of X-Forwarded-For. Counted from there,
    nothing that a stranger wrote into the header is believed.
    """
    here = str(request.META.get("REMOTE_ADDR", ""))
    passed_on = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = settings.PROXIES
    return passed_on[-proxies] if proxies and len(passed_on) >= proxies else here


def locked_out(request: HttpRequest, _answer: Any = None, _credentials: Any = None) -> HttpResponse:
    """Say that it was wrong too often, and how long to wait."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "admin/signing_in/locked_out.html", {"minutes": minutes}, status=429)
