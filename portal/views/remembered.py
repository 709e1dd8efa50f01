"""What is made once from public rows and stands in every answer until the next publication, in this process alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from portal.shelf.counter import Counter
from portal.shelf.rehearsing import is_rehearsal

Made = TypeVar("Made")
# One of each name and language: a handful, whatever the site holds.
_remembered: dict[tuple[str, str], tuple[Any, Any]] = {}


def current_language() -> str:
    """The language that the address names."""
    return get_language() or settings.LANGUAGE_CODE


def counted(request: HttpRequest) -> tuple[int, datetime | None]:
    """The number of the publication that answers this request, and since when it stands; asked for once.

    What is read after it is no older.
    """
    if not hasattr(request, "counted"):
        request.counted = Counter.latest(current_language())  # type: ignore[attr-defined]
    found: tuple[int, datetime | None] = request.counted  # type: ignore[attr-defined]
    return found


def remembered(request: HttpRequest, name: str, make: Callable[[], Made]) -> Made:
    """What `make` makes, made anew after every publication.

    It must depend on nothing but public rows and the language of the address. While a draft is looked at, it is made
    for that look only.
    """
    if is_rehearsal():
        return make()
    now, place = counted(request), (name, current_language())
    kept = _remembered.get(place)
    if kept is None or kept[0] != now:
        kept = now, make()
        _remembered[place] = kept
    made: Made = kept[1]
    return made


def forget() -> None:
    """Begin with nothing, as a new process does."""
    _remembered.clear()
