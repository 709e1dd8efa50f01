"""What a production server does once, before it answers anybody."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from portal.checks import refuse_unreviewed


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
