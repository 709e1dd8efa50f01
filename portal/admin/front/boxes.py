"""What the front page is made of: boxes with one sort of work each, and the things in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal.kinds.registry import KINDS

MOST_SHOWN = 8


@dataclass
class Entry:
    """One thing to do, about a document or a message from a reader.

    `since` is when it began to wait, `until` when it must or will be done; `by` is a person. `sort` is its heap, or
    where one heap holds several sorts, its own; `words` say what that leaves open. `owner` is who looks after a page
    that is not one's own.
    """

    document: Any
    address: str
    todo: Any
    sort: str
    title: str = ""
    since: datetime | date | None = None
    until: datetime | date | None = None
    by: Any = ""
    owner: Any = ""
    words: str = ""

    @property
    def kind(self) -> Any:
        return KINDS[self.document.kind].name


@dataclass
class Heap:
    """One sort of work: how much of it there is, the first of it, and where all of it is listed."""

    slug: str
    heading: Any
    advice: Any
    count: int
    entries: list[Entry]
    every: str
    tone: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


def all_of(report: str, state: str, whose: str = "") -> str:
    """The address of the report that lists a whole heap."""
    query = {"state": state} | ({"who": whose} if whose else {})
    return f"{reverse('admin:report', args=(report,))}?{urlencode(query)}"
