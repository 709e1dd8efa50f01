"""How long one page takes in this process: `python -m benchmarks.page`.

Loads the shipped content, with the settings of production, and asks the whole WSGI application, with no network and no
server: for a page of which nothing is kept, and for one that was asked for before; the memory that answers before
Django is off. Shown are the middles and the queries of the longest page of each kind, each list, and what else readers
open.
"""

from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.production import begin_in_production

begin_in_production()

import django

django.setup()

from django.core.cache import cache
from django.db import connection
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.asking import ask
from benchmarks.recording import milliseconds, recorded, row, table, timed
from portal.shelf.pages import Page
from portal.views.ways import SHOWN
from portal.wsgi import application

TIMES = 30
ONE = "/procedures/microdiscectomy/"
OTHERS = (
    *("/", "/a-z/", "/check/", "/score-sheet/", "/visit-kit/", "/sitemap.xml", "/robots.txt", "/search/"),
    *("/search/?q=slipped+disc", "/search/suggestions/?q=disc"),
)


def addresses() -> Iterator[str]:
    """The longest page of each kind, the lists, and the others."""
    kinds = Page.objects.order_by("kind").values_list("kind", flat=True).distinct()
    for kind in kinds:
        yield Page.objects.shown_in("").of_kind(kind).order_by(Length("edition__html").desc())[0].get_absolute_url()
    yield from dict.fromkeys([*(reverse(shown.address) for shown in SHOWN.values()), *OTHERS])


def asking(address: str, **headers: str) -> Callable[[], None]:
    """To ask for one address, and see that it is answered."""

    def work() -> None:
        status = ask(application, address, **headers).status
        assert status in (200, 304), (address, status)

    return work


def queries_of(work: Callable[[], None]) -> int:
    """How many queries a piece of work asks, those of opening a connection left out."""
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def show(name: str, work: Callable[[], None]) -> None:
    """Measure one with nothing kept, then again with what was kept by that, by turns."""
    work()
    first, later = [], []
    for _time in range(TIMES):
        cache.clear()
        first.append(timed(work))
        later.append(timed(work))
    cache.clear()
    queries = queries_of(work), queries_of(work)
    anew = {"made anew": milliseconds(median(first)), "queries": str(queries[0])}
    row(name, anew | {"asked for again": milliseconds(median(later)), "queries then": str(queries[1])})


def main() -> None:
    """Every sort of page."""
    with recorded("page"):
        table("One page in process, without the memory that answers first")
        for address in addresses():
            show(address, asking(address))
        show(f"{ONE} as gzip", asking(ONE, HTTP_ACCEPT_ENCODING="gzip"))
        tag = ask(application, ONE).headers["etag"]
        show(f"{ONE} not modified", asking(ONE, HTTP_IF_NONE_MATCH=tag))


if __name__ == "__main__":
    main()
