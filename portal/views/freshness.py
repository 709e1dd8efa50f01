"""How browsers and caches keep public pages: for a minute, then they ask whether anything has changed."""

from datetime import datetime, timedelta
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
from portal.views.remembered import counted, current_language

SECONDS_KEPT = 60
STARTED_AT = timezone.now()


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
    number, since = counted(request)
    # Numbers come again where a database is restored or made anew, and other databases have the same; moments do not.
    moment = f"{since:%y%m%d%H%M%S%f}" if since else "0"
    hidden = "hidden" if settings.ACCEPT_UNREVIEWED else "open"
    return f'"{language}-{number}.{moment}-{timezone.localdate():%Y%m%d}-{hidden}-{release()}"'


def changed_at(request: HttpRequest, **_address: Any) -> datetime | None:
    """When pages last changed, for whoever cannot work with tags: the latest publication, midnight or start.

    A second is added, but never one that is still to come. Dates have no fractions, so whoever has read the page
    between two publications of one second is told a date that is too early for either.
    """
    if settings.DEBUG:
        return None
    _number, bumped_at = counted(request)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    changed = max(bumped_at or midnight, midnight, STARTED_AT).replace(microsecond=0)
    return min(changed + timedelta(seconds=1), timezone.now())


def public_page(view: View) -> View:
    """A page that anybody may read and any cache may keep: GET and HEAD only, no cookie, no session.

    It may travel compressed because it is the same for everybody: there is no secret in it whose length could be told.
    """
    kept = cache_control(public=True, max_age=SECONDS_KEPT)(condition(etag, changed_at)(kept_under(etag)(view)))
    page = require_safe(gzip_page(kept))
    # Read by what answers from memory (portal.ready): only such pages are ever kept there.
    page.is_for_everybody = True  # type: ignore[attr-defined]
    return page
