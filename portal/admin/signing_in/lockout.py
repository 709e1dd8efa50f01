"""What stops guessing passwords: whose attempts are counted together, and what is said to who is locked out."""

from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal.admin.site import desk

# Whoever has one address of version 6 has all that begin alike, and could guess from each of them.
SAME_BEGINNING = 64


def address_of(request: HttpRequest) -> str | None:
    """The network address that asks, None where there is none, as behind a socket file; of version 6 its network's.

    Each proxy of the clinic's own adds the address that asked it at the end of X-Forwarded-For. Counted from there,
    nothing that a stranger wrote into the header is believed. What is no address is not taken for one.
    """
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.PROXIES
    if proxies and len(passed_on) >= proxies and (found := _as_address(passed_on[-proxies])):
        return found
    return _as_address(request.META.get("REMOTE_ADDR", ""))


def _as_address(words: str) -> str | None:
    """An address in the one form in which it is counted; some proxies add the port to it."""
    bare = words.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    same = ip_network((address.packed, SAME_BEGINNING), strict=False).network_address
    return str(address.ipv4_mapped or same)


def locked_out(request: HttpRequest, _answer: Any = None, credentials: Any = None) -> HttpResponse:
    """Say that the password was wrong too often, and how long to wait."""
    seconds = _seconds_left(request, (credentials or {}).get("username"))
    frame = desk.each_context(request) | {"title": _("Wait a little"), "minutes": ceil(seconds / 60)}
    answer = TemplateResponse(request, "admin/signing_in/locked_out.html", frame, status=429).render()
    answer.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(answer)
    return answer


def _seconds_left(request: HttpRequest, name: str | None) -> int:
    """How long, in seconds, until the newest failure of this name from this address no longer counts; at least 1."""
    failures = AccessAttempt.objects.filter(username=name, ip_address=address_of(request))
    newest = failures.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    return max(1, ceil((newest + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds()))
