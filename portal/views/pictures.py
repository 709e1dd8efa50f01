"""Uploaded pictures, as long as they are published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from portal.shelf.uploads import PictureFile

# Other bytes have another address, so browsers may keep these without ever asking again.
SECONDS_KEPT = 365 * 24 * 3600


def _etag(_request: HttpRequest, short: str) -> str | None:
    digest = PictureFile.objects.at(short).values_list("digest", flat=True).first()
    return f'"{digest}"' if digest else None


@require_safe
@cache_control(public=True, max_age=SECONDS_KEPT, immutable=True)
@condition(etag_func=_etag)
def picture_file(request: HttpRequest, short: str) -> HttpResponse:
    """The bytes of a published picture; nothing at all for what is not, or not any more."""
    found = PictureFile.objects.at(short).values("media_type", "content", "short").first()
    if found is None:
        raise Http404("no such picture")
    return as_picture(bytes(found["content"]), found["media_type"], found["short"])


def as_picture(content: bytes, media_type: str, name: str) -> HttpResponse:
    """An answer that is a picture and can be nothing else, whatever its bytes were made to look like."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
