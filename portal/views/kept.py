"""Whole pages as they were made, in the cache that machines share, until readers must see something new.

A page that has been made is a question for the publication's number and a look into the cache; it is made again once
for each publication, not once for each process. Without a cache it is made each time.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from portal.shelf.rehearsing import is_rehearsal
from portal.views.frame import whole_address

View = Callable[..., HttpResponse]
# In settings.CACHES.
PAGES = "pages"
# Seconds. Nobody asks for the pages of an earlier publication; this is how long they take up room.
KEPT_FOR = 24 * 3600
# Bytes. A few longer ones would push everything else out.
LARGEST = 1_000_000


def kept_under(version: Callable[..., str | None]) -> Callable[[View], View]:
    """Keep the answers of a view, one for each full address and each of what `version` says of the request.

    Kept are pages that are there (200) and were asked for by their bare address, for what a query may say has no end;
    never what a look at a draft shows. The version is known before anything is read, so that words which change
    meanwhile are kept under the number before them, for which nobody asks any more.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **address: Any) -> HttpResponse:
            now = version(request, **address)
            if now is None or is_rehearsal() or request.META.get("QUERY_STRING"):
                return view(request, **address)
            # Addresses may hold what keys of a cache must not.
            place = sha256(f"{now} {whole_address(request, request.path)}".encode()).hexdigest()
            pages = caches[PAGES]
            if found := pages.get(place):
                body, headers = found
                return HttpResponse(body, headers=headers)
            return _keep(pages, place, view(request, **address))

        return answered

    return decorated


def _keep(pages: Any, place: str, response: HttpResponse) -> HttpResponse:
    if hasattr(response, "render"):
        response.render()
    if response.status_code == 200 and not response.cookies and len(response.content) <= LARGEST:
        pages.set(place, (response.content, dict(response.headers)), KEPT_FOR)
    return response
