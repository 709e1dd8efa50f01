"""Whether this process can serve: for the balancer and for whoever watches over the machines, not for readers."""

from functools import lru_cache

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

ADDRESS = "/healthz"


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 “ok” where the database answers and has every migration; otherwise 503 and what is missing.

    A shared cache that is gone is told, and no reason to send readers elsewhere: they read on without it.
    """
    fault = _fault()
    words = [fault or "ok"]
    if not fault and _is_cache_gone():
        words.append("cache: gone")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    body = "".join(f"{word}\n" for word in words)
    return HttpResponse(body, content_type="text/plain; charset=utf-8", status=503 if fault else 200, headers=headers)


def _fault() -> str:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return "database: does not answer"
    # A newer release may have added some: an older process goes on until it is replaced.
    return "" if _newest() <= applied.keys() else "migrations: not applied, run manage.py migrate"


@lru_cache(maxsize=1)
def _newest() -> frozenset[tuple[str, str]]:
    """The last migrations of this release, by app and name. They are files, so they are looked up once."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _is_cache_gone() -> bool:
    cache.get("healthz")
    return getattr(cache, "is_gone", False)
