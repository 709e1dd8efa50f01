"""Beginning with nothing kept, so that what is measured is made. Django has to be set up before."""

from django.conf import settings
from django.core.cache import caches

from portal.views import remembered


def clear_pages() -> None:
    """Empty every cache: pages are made anew, with what this process remembers of what stands around them."""
    for name in settings.CACHES:
        caches[name].clear()


def begin_anew() -> None:
    """Empty every cache, and forget what is remembered until a publication, as the first asker after one meets it."""
    clear_pages()
    remembered.forget()
