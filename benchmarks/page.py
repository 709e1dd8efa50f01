"""How long one page takes in this process: `python -m benchmarks.page`.

Loads the shipped content, with the settings of production, and asks the whole WSGI application, with no network and no
server: for the first page after a publication; for one that is made anew while what stands around all pages is
remembered; and for one that was asked for before. The memory that answers before Django is off. Shown are the middles
and the queries of the longest page of each kind, each list, and what else readers open.
"""

from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.production import begin_in_production

begin_in_production()

import django

django.setup()

from django.db import connection
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.anew import begin_anew, clear_pages
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


# What is forgotten before each ask.
STATES: dict[str, Callable[[], None]] = {
    "after a publication": begin_anew,
    "made anew": clear_pages,
    "asked for again": lambda: None,
}


def show(name: str, work: Callable[[], None]) -> None:
    """Measure one in each state, by turns, and count its queries there."""
    taken: dict[str, list[float]] = {state: [] for state in STATES}
    queries = {}
    work()
    for _time in range(TIMES):
        for state, begin in STATES.items():
            begin()
            taken[state].append(timed(work))
    for state, begin in STATES.items():
        begin()
        with CaptureQueriesContext(connection) as asked:
            work()
        queries[f"queries, {state}"] = str(len(asked))
    row(name, {state: milliseconds(median(seconds)) for state, seconds in taken.items()} | queries)


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
