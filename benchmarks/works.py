"""The works of `benchmarks.ratios`, done to one library in a process of its own: `python -m benchmarks.works PAGES`.

A line with the name of a work comes in, a line with the seconds that it took goes out; so two libraries of different
sizes can be asked by turns. The environment names the database, as for the portal.
"""

import cProfile
import os
import pstats
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_test_environment

from benchmarks.anew import begin_anew, clear_pages
from benchmarks.asking import ask
from benchmarks.writer import Writer
from portal.desk.documents import Document, Origin
from portal.desk.drafts import revise
from portal.desk.people import User
from portal.desk.publishing import publish
from portal.wsgi import application

LIST = "/admin/portal/conditiondocument/"
Work = Callable[[int], float]


class Library:
    """The works, each on another page each time, spread over the library."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        chief, _is_new = User.objects.get_or_create(username="chief", is_staff=True, is_superuser=True)
        self.writer = Writer(self.document(0), chief)

    def slug(self, number: int) -> str:
        """A page of the library: 17 steps lead round the smallest one without meeting a page twice."""
        return f"made-up-{number * 17 % 20 * self.pages // 20:05}"

    def document(self, number: int) -> Document:
        """The page's document."""
        return Document.objects.select_related("head", "live").get(kind="condition", slug=self.slug(number))

    def anew(self, address: str, begin: Callable[[], None] = begin_anew) -> Work:
        """Ask for an address after `begin` has forgotten what is kept; {} in it stands for a page's short name."""

        def work(number: int) -> float:
            begin()
            return self._seconds(address.format(self.slug(number)))

        return work

    def again(self, address: str) -> Work:
        """Ask for an address that has been asked for just before."""

        def work(number: int) -> float:
            self._seconds(address.format(self.slug(number)))
            return self._seconds(address.format(self.slug(number)))

        return work

    def desk(self, address: str) -> Work:
        """Ask for a screen of the desk."""

        def work(_number: int) -> float:
            began = time.perf_counter()
            answer = self.writer.client.get(address)
            seconds = time.perf_counter() - began
            assert answer.status_code == 200, (address, answer.status_code)
            return seconds

        return work

    def save(self, _number: int) -> float:
        """Save a draft on its screen."""
        began = time.perf_counter()
        self.writer.save()
        return time.perf_counter() - began

    def publish(self, number: int) -> float:
        """Make a new revision of one page live."""
        document = self.document(number + 1)
        assert document.head is not None
        text = f"{document.head.text}\nOne more sentence, number {time.monotonic_ns()}.\n"
        revision = revise(document, text=text, based_on=document.head, author=None, origin=Origin.FILE)
        assert revision is not None
        began = time.perf_counter()
        publish(document, revision=revision, by=None)
        return time.perf_counter() - began

    @staticmethod
    def _seconds(address: str) -> float:
        began = time.perf_counter()
        answer = ask(application, address)
        seconds = time.perf_counter() - began
        assert answer.status == 200, (address, answer.status)
        return seconds

    def works(self) -> dict[str, Work]:
        """Every work by its name, in the order of the table."""
        return {
            "page, the first after a publication": self.anew("/conditions/{}/"),
            "page, made anew": self.anew("/conditions/{}/", clear_pages),
            "page, asked for again": self.again("/conditions/{}/"),
            "home page, made anew": self.anew("/"),
            "list of conditions, made anew": self.anew("/conditions/", clear_pages),
            "A to Z, made anew": self.anew("/a-z/", clear_pages),
            "A to Z, the letter M, made anew": self.anew("/a-z/m/", clear_pages),
            "words explained, made anew": self.anew("/glossary/", clear_pages),
            "sources, made anew": self.anew("/sources/", clear_pages),
            "score sheet, made anew": self.anew("/score-sheet/"),
            "checks, made anew": self.anew("/check/", clear_pages),
            "sitemap, made anew": self.anew("/sitemap.xml", clear_pages),
            "search for one page's own name": self.anew("/search/?q=made-up+name+7", clear_pages),
            "search for a word of few pages": self.anew("/search/?q=sciatica", clear_pages),
            "search for words of every page": self.anew("/search/?q=pain+at+night", clear_pages),
            "search for nothing there": self.anew("/search/?q=zzyzx", clear_pages),
            "suggestions": self.anew("/search/suggestions/?q=made", clear_pages),
            "publish one page": self.publish,
            "desk: list": self.desk(LIST),
            "desk: list by title": self.desk(f"{LIST}?o=0"),
            "desk: search in the list": self.desk(f"{LIST}?q=page+7"),
            "desk: front page": self.desk("/admin/"),
            "desk: open a document": lambda _number: self.desk(self.writer.address)(0),
            "desk: save a draft": self.save,
        }


def explain(name: str, work: Work) -> None:
    """Print where one work spends its time: its functions, then its queries, the slowest first."""
    work(0)
    watch = cProfile.Profile()
    watch.runcall(work, 1)
    pstats.Stats(watch).sort_stats("cumulative").print_stats("/portal/", 40)
    with CaptureQueriesContext(connection) as asked:
        print(name, work(2))
    for query in sorted(asked.captured_queries, key=lambda query: -float(query["time"])):
        print(query["time"], query["sql"][:1500])


def main() -> None:
    """Do what is asked for until nothing more is."""
    setup_test_environment()
    works = Library(int(sys.argv[1])).works()
    for name in sys.argv[2:]:
        explain(name, works[name])
    if sys.argv[2:]:
        return
    print("\n".join([*works, ""]), flush=True)
    for number, line in enumerate(sys.stdin):
        print(works[line.strip()](number // len(works)), flush=True)


if __name__ == "__main__":
    assert os.environ.get("DATABASE_URL"), "name the database of a library with DATABASE_URL"
    main()
