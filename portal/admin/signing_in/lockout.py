"""What is said to who has guessed too many passwords and is locked out."""

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
from portal.callers import address_of


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
