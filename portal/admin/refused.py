"""The answer to a form that did not come from a page of ours, or whose page is too old to be believed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.admin.site import desk
from portal.admin.typed_words import typed
from portal.views.asking import given_back
from portal.views.frame import frame


@never_cache
@sensitive_post_parameters()
def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back what was typed: on the desk to copy it, to a reader in the form. Django's reason is for its log."""
    if not request.path.startswith(reverse("admin:index")):
        return given_back(request) or render(request, "403_csrf.html", {"frame": frame(request)}, status=403)
    words = [] if request.path == reverse("admin:login") else list(typed(request))
    context = desk.each_context(request) | {"title": _("This was not taken"), "words": words, "back": request.path}
    return render(request, "admin/not_from_here.html", context, status=403)
