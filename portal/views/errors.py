"""Answers when something is not there. The 500 page is a plain file that needs nothing to work."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.views.frame import frame


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page at this address: say so, show the emergency line, and offer the ways that there are."""
    return render(request, "404.html", {"frame": frame(request)}, status=404)


@never_cache
def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is too much, or is no form: say so. Nothing of it has been read, so nothing can be given back."""
    if isinstance(exception, DisallowedHost):
        # No reader comes by a name that is not ours; programs that look for weak servers do, all day.
        return HttpResponse(_("There is no site of this name here."), content_type="text/plain", status=400)
    is_too_much = isinstance(exception, RequestDataTooBig)
    context = {"frame": frame(request), "is_too_much": is_too_much}
    return render(request, "400.html", context, status=413 if is_too_much else 400)
