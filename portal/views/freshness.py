"""How browsers and caches keep public pages: for a minute, then they ask whether anything has changed."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from portal.views.kept import View, kept_under
from portal.views.remembered import current_language, publication

SECONDS_KEPT = 60


@lru_cache(maxsize=1)
def release() -> str:
    """A digest of what pages are made with, so that a new release is not mistaken for the pages of the old."""
    made = sha256()
    for folder in ("portal", "static", "templates"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.*")):
            if path.is_file() and path.suffix in {".py", ".html", ".css", ".svg", ".js", ".xml", ".typ"}:
                made.update(path.read_bytes())
    return made.hexdigest()[:12]


def etag(request: HttpRequest, **_address: Any) -> str | None:
    """One tag for all pages of a language, renewed by every publication, every midnight (review dates), every release.

    While developing there is none, because templates change without a release.
    """
    if settings.DEBUG:
        return None
    language = current_language()
    hidden = "hidden" if settings.ACCEPT_UNREVIEWED else "open"
    return f'"{language}-{publication(request)}-{timezone.localdate():%Y%m%d}-{hidden}-{release()}"'


def public_page(view: View) -> View:
    """A page that anybody may read and any cache may keep: GET and HEAD only, no cookie, no session.

    It may travel compressed because it is the same for everybody: there is no secret in it whose length could be told.
    """
    kept = cache_control(public=True, max_age=SECONDS_KEPT)(condition(etag_func=etag)(kept_under(etag)(view)))
    return require_safe(gzip_page(kept))
