"""Pages on which readers type: nobody keeps them on the way, and an error report shows none of what was typed."""

from functools import wraps
from inspect import unwrap
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.views.freshness import View
from portal.views.unspoken import unspoken


def form_page(view: View) -> View:
    """A page on which a reader fills in a form: GET shows it, POST sends it with Django's token against forgery.

    The token's cookie is the only one that a reader ever gets, and only here.
    """
    guarded = csrf_protect(sensitive_post_parameters()(unspoken(view)))
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(guarded))


def question_page(view: View) -> View:
    """A page that is asked by its address, which holds what a reader typed: no log, cache or other page learns it."""
    hiding = unspoken(view)

    @wraps(view)
    def told_to_nobody(request: HttpRequest, **address: Any) -> HttpResponse:
        response = hiding(request, **address)
        # A browser would name the address to our own server with each file and the next page; servers write that down.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return require_safe(never_cache(told_to_nobody))


def gives_back(page: View) -> View:
    """A form page whose view takes `refused`, the reason why a request is not taken, and shows the form again with it.

    Only for forms without a name under them: the one that comes back has a new token, so whoever was led here by
    another site sends that site's words with one click, which that site could send by itself as well. Where words go
    out in somebody's name, they are shown to be copied instead (portal.admin.typed_words).
    """
    page.gives_back = True  # type: ignore[attr-defined]
    return page


def given_back(request: HttpRequest) -> HttpResponse | None:
    """The form at this address with what was typed, nothing of it taken; None where no form gives anything back."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    if not getattr(found.func, "gives_back", False):
        return None
    refused = _(
        "This could not be sent yet, and nothing was kept. The page was open for very long, or your browser refuses "
        "the one small note (a cookie) that a form needs. Look at your words below, then press the button again."
    )
    # Past the guard that has just refused it: with a reason to refuse, the view keeps nothing.
    answer = unspoken(unwrap(found.func))(request, *found.args, **found.kwargs, refused=refused)
    # Who is sent on, because the page has another address now, is asked for the token there.
    if answer.status_code == 200:
        answer.status_code = 403
    return answer
