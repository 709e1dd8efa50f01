"""What somebody outside, without an account, sees of a preview link. Public, but here: it reads rows of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.callers import HOUR_SECONDS, address_of, is_too_often
from portal.desk.pictures.blobs import Blob
from portal.desk.sharing import PreviewLink
from portal.views.frame import frame
from portal.views.pictures import as_picture

MOST_AN_HOUR = 60


@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it was drawn when the link was made; else one and the same page for every link that is not open.

    An open link is counted by itself. Links that are not open are counted by network address, so that nobody can try
    many, and nobody who does so closes the door for those who hold an open one.
    """
    link = PreviewLink.objects.with_token(token)
    if link is None or not link.is_open:
        return _closed(request, 410 if link else 404)
    if is_too_often("link", link.digest, most=MOST_AN_HOUR):
        return _too_often(request)
    return _guarded(HttpResponse(link.html))


@require_safe
def picture(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The bytes of an uploaded picture that the page of this link shows, as long as the link is open; of no other.

    Each is counted by itself, so that a page with many pictures can be opened as often as one without.
    """
    link = PreviewLink.objects.with_token(token)
    if link is None or not link.is_open:
        return _closed(request, 410 if link else 404)
    blob = Blob.objects.named(name).first() if name in link.pictures else None
    if blob is None:
        return _closed(request, 404)
    if is_too_often("picture", f"{link.digest}:{name}", most=MOST_AN_HOUR):
        return _too_often(request)
    return _guarded(as_picture(bytes(blob.content), blob.media_type, blob.name))


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    """The one answer for all that is not open, whatever the reason."""
    if is_too_often("address", address_of(request) or "", most=MOST_AN_HOUR):
        return _too_often(request)
    return _guarded(render(request, "admin/outside/closed.html", {"frame": frame(request)}, status=status))


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "admin/outside/too_often.html", {"frame": frame(request)}, status=429)
    response.headers["Retry-After"] = str(HOUR_SECONDS)
    return _guarded(response)


def _guarded(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, listed by nobody, and its address told to no other site."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
