"""Whole pages as they were made, in the cache that machines share, until readers must see something new.

A page that has been made is a question for the publication's number and a look into the cache; it is made again once
for each publication, not once for each process. Without a cache it is made each time.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from portal.shelf.rehearsing import is_rehearsal
from portal.views.frame import whole_address

log = logging.getLogger("portal.kept")

View = Callable[..., HttpResponse]
# In settings.CACHES.
PAGES = "pages"
# Seconds. Nobody asks for the pages of an earlier publication; this is how long they take up room.
KEPT_FOR = 24 * 3600
# Bytes. A few longer ones would push everything else out.
LARGEST = 1_000_000


# What public pages read of a query; whatever else stands there (where a link was found, say) changes no page.
READ_IN_QUERIES = frozenset({"choices", "part"})

_MADE_HERE = ContextVar("made_here", default=False)


@contextmanager
def made_here() -> Iterator[None]:
    """Within, pages are made from what this process's own transaction sees, and nothing of others is taken."""
    before = _MADE_HERE.set(True)
    try:
        yield
    finally:
        _MADE_HERE.reset(before)


def kept_under(version: Callable[..., str | None]) -> Callable[[View], View]:
    """Keep the answers of a view, one for each full address and each of what `version` says of the request.

    Kept are pages that are there (200) and were asked for by their bare address, for what a query may say has no end;
    never what a look at a draft shows. The version is known before anything is read, so that words which change
    meanwhile are kept under the one before them, for which nobody asks any more.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **address: Any) -> HttpResponse:
            now = version(request, **address)
            if now is None or is_rehearsal() or _MADE_HERE.get() or READ_IN_QUERIES & request.GET.keys():
                return view(request, **address)
            # Addresses may hold what keys of a cache must not.
            place = sha256(f"{now} {whole_address(request, request.path)}".encode()).hexdigest()
            return _found(place) or _keep(place, request, view(request, **address))

        return answered

    return decorated


def _found(place: str) -> HttpResponse | None:
    try:
        body, headers = caches[PAGES].get(place) or (b"", {})
        return HttpResponse(body, headers=headers) if body else None
    except Exception as problem:  # whatever lies there and is none of ours costs a page, and no answer
        log.warning("A kept page could not be read (%s); it is made again", type(problem).__name__)
        return None


def _keep(place: str, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_for_one = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.session.accessed
    if response.status_code == 200 and not is_for_one and len(response.content) <= LARGEST:
        caches[PAGES].set(place, (response.content, dict(response.headers)), KEPT_FOR)
    return response
