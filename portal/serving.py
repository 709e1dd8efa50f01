"""What a production server does once, before it answers anybody, and what it puts before Django."""

from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connections

from portal.checks import refuse_unreviewed
from portal.ready.asking import Application
from portal.ready.layer import FromMemory
from portal.ready.memory import Memory
from portal.ready.watch import Watch


def before_serving() -> None:
    """Stop with ImproperlyConfigured while safety pages await clinical review.

    In a thread of its own: some servers import the application inside their event loop, where Django refuses its
    database; and a connection left open here would be shared by every worker that is forked afterwards.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_judge).result()


def _judge() -> None:
    try:
        refuse_unreviewed()
    finally:
        connections.close_all()


def in_front_of(application: Application) -> Application:
    """The application that answers public pages from memory; the same one where that is switched off.

    Nothing is kept while developing, nor where a header says which host was asked for: pages are kept by `Host`.
    """
    host_is_forwarded = settings.USE_X_FORWARDED_HOST or settings.USE_X_FORWARDED_PORT
    if settings.DEBUG or host_is_forwarded or not settings.PAGES_IN_MEMORY_MB:
        return application
    return FromMemory(application, Memory(settings.PAGES_IN_MEMORY_MB * 1_000_000), Watch())
