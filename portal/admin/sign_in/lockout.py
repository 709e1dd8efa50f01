"""What somebody sees who has typed too many wrong passwords."""

import math
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal.admin.site import desk


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """A page that says how long to wait, with the status 429 and the seconds in `Retry-After`."""
    seconds = _seconds_left(request, credentials)
    context = {
        **desk.each_context(request),
        "title": _("Please wait a little"),
        "minutes": math.ceil(seconds / 60),
        "has_permission": False,
    }
    answer = render(request, "admin/sign_in/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(answer)
    return answer


def _seconds_left(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """From now until the wait ends, which began with the last wrong password that was looked at."""
    found = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    times = [moment for attempts in found for moment in attempts.values_list("attempt_time", flat=True)]
    ends = max(times, default=timezone.now()) + settings.AXES_COOLOFF_TIME
    return max(1, math.ceil((ends - timezone.now()).total_seconds()))
