"""How long the search takes with many pages: `python -m benchmarks.finding 20 1000 10000`.

Fills an index with made-up pages, each of sentences of the shipped ones in another order, so that words are as common
as they are there; asks the questions that the tests ask. Beside it stands a bare query of the database's own, for
entries with every word or, where there are none, with any of them, with excerpts. It knows no other names, no slips, no
emergencies and no order but its own. With `postgresql` in front of the sizes all of it happens in a PostgreSQL that
exists only for this.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from tests.postgres import server

if sys.argv[1:2] == ["postgresql"]:
    with server() as url:
        again = [sys.executable, "-m", "benchmarks.finding", *sys.argv[2:]]
        sys.exit(subprocess.run(again, env=os.environ | {"TEST_DATABASE_URL": url}, check=False).returncode)

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_test_environment

from benchmarks.recording import milliseconds, recorded, row, table, times_as
from portal.search.asked import Scope
from portal.search.entries import Entry, Word
from portal.search.finding import find
from portal.search.indexing import index
from portal.search.thesaurus import Thesaurus
from portal.shelf.findable import Findable
from portal.text.tokens import stems

SIZES = (20, 1_000, 10_000)
AT_ONCE = 200
ROUNDS = 2
QUESTIONS = Path(__file__).parent.parent / "tests" / "content" / "questions" / "found.txt"
SCOPE = Scope("en")
BARE = {
    "sqlite": """
        SELECT rowid, snippet(portal_entry_whole, 3, '<', '>', '…', 30) FROM portal_entry_whole
        WHERE portal_entry_whole MATCH %s ORDER BY rank LIMIT 10
    """,
    "postgresql": """
        SELECT id, ts_headline('simple', passages, asked, 'MaxFragments=1') FROM (
            SELECT id, passages, asked FROM portal_entry, CAST(%s AS tsquery) asked WHERE whole @@ asked
            ORDER BY ts_rank(whole, asked) DESC LIMIT 10
        ) AS best
    """,
}
EVERY, ANY_OF = {"sqlite": (" AND ", " OR "), "postgresql": (" & ", " | ")}[connection.vendor]
QUOTED = {"sqlite": '"{}"', "postgresql": "'{}'"}[connection.vendor]


@dataclass(frozen=True)
class Made:
    """A made-up page, as far as the index asks."""

    language: str
    kind: str
    slug: str
    title: str
    found_by: Findable

    def findable(self) -> Findable:
        """What it is found by."""
        return self.found_by


def main() -> None:
    """Fill to each size, then ask."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    shipped = [(entry, entry.passages.split("\n")) for entry in Entry.objects.filter(passages__contains="\n")]
    sentences = [passage for _entry, passages in shipped for passage in passages]
    questions = [line.partition("|")[0].strip() for line in QUESTIONS.open(encoding="utf-8") if "|" in line]
    Entry.objects.all().delete()
    Word.objects.all().delete()
    there = 0
    chance = random.Random(1)
    with recorded("finding" if connection.vendor == "sqlite" else f"finding {connection.vendor}"):
        for size in [int(word) for word in sys.argv[1:]] or SIZES:
            for first in range(there, size, AT_ONCE):
                index(_pages(range(first, min(first + AT_ONCE, size)), shipped, sentences, chance))
            there = size
            table(f"{len(questions)} questions to {size:,} pages, on {connection.vendor}")
            search = _measured("search", questions, lambda question: find(question, SCOPE))
            bare = _measured("bare query", questions, _bare)
            typical, slowest = (times_as(ours, theirs) for ours, theirs in zip(search, bare, strict=True))
            row("times as long", {"p50": typical, "p99": slowest})


def _pages(numbers: range, shipped: list, sentences: list[str], chance: random.Random) -> Iterator[Made]:
    for number in numbers:
        entry, passages = shipped[number % len(shipped)]
        text = tuple(chance.sample(sentences, len(passages)))
        names = tuple(name.strip() for name in entry.names.split("\n"))
        made = Findable((f"{entry.title} {number}", *names), tuple(text[:8]), tuple(text[8:12]), text)
        yield Made("en", "condition", f"made-up-{number:05}", f"{entry.title} {number}", made)


def _bare(question: str) -> object:
    left_out = Thesaurus.in_language("en").left_out
    words = [QUOTED.format(stem) for stem in stems(question, "en") if stem not in left_out] or [QUOTED.format("back")]
    with connection.cursor() as cursor:
        for between in (EVERY, ANY_OF):
            cursor.execute(BARE[connection.vendor], [between.join(words)])
            if found := cursor.fetchall():
                return found
    return []


def _measured(name: str, questions: list[str], ask: Callable[[str], object]) -> tuple[float, float]:
    times = []
    for _round in range(ROUNDS):
        for question in questions:
            begun = perf_counter()
            ask(question)
            times.append(perf_counter() - begun)
    hundredths = quantiles(times, n=100)
    row(name, {"p50": milliseconds(hundredths[49]), "p99": milliseconds(hundredths[98])})
    return hundredths[49], hundredths[98]


if __name__ == "__main__":
    main()
