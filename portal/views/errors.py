"""Answers when something is not there. The 500 page is a plain file that needs nothing to work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.views.frame import frame


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page at this address: say so, show the emergency line, and offer the ways that there are."""
    return render(request, "404.html", {"frame": frame()}, status=404)
