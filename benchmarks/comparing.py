"""How long two texts of a document take to compare: `python -m benchmarks.comparing`, or `make bench`.

First the longest page of the library and a copy with edits all over it: each view by itself, then the whole screen,
which should be there within 300 ms. Then texts that are as large as a body may be and chosen to hurt, which should take
less than two seconds.
"""

import os
import random
import re
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db.models.functions import Length
from django.test import Client
from django.test.utils import setup_test_environment

from benchmarks.recording import measure, recorded, table
from portal.admin.addresses import screen
from portal.admin.document.differences import as_read, as_written, reading_of
from portal.desk.documents import Document, Origin
from portal.desk.drafts import revise
from portal.desk.people import User
from portal.text.diff import compared
from portal.text.limits import LARGEST_BODY, LONGEST_LINE, MOST_LINES

CHANCE = random.Random(1)
SENTENCE_END = re.compile(r"(?<=[a-z])\. ")


def edited(text: str) -> str:
    """The text with some words more in every second line that holds two sentences, and with a new paragraph."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if at % 2:
            lines[at] = SENTENCE_END.sub(", as we said before. ", line, count=1)
    heading = next(at for at, line in enumerate(lines) if line.startswith("## "))
    return "\n".join([*lines[:heading], "A paragraph that is new here.", "", *lines[heading:]])


def compared_whole(left: str, right: str) -> int:
    """Compare two texts as the screen does, every word of every row."""
    return sum(len(line.pieces.left) for stretch in compared(left, right) for line in stretch)


def lines_of_words(words: int, each: int) -> Callable[[str], list[str]]:
    return lambda _side: [" ".join(f"w{CHANCE.randrange(words)}" for _ in range(each)) for _ in range(MOST_LINES)]


def longest_lines(_side: str) -> list[str]:
    return ["".join(CHANCE.choice("ab ,") for _ in range(LONGEST_LINE)) for _ in range(LARGEST_BODY // LONGEST_LINE)]


def anchored(side: str) -> list[str]:
    """Places that are just small enough to be searched for the most alike."""
    return [f"anchor {at}" if at % 100 == 0 else f"{side} {CHANCE.random()} of it" for at in range(MOST_LINES)]


HOSTILE = {
    "all lines alike": lambda _side: ["x"] * MOST_LINES,
    "random lines of 2 words": lines_of_words(2, 16),
    "random lines of 100 words": lines_of_words(100, 12),
    "random lines of 10,000 words": lines_of_words(10_000, 8),
    "the longest lines there may be, of 4 letters": longest_lines,
    "every hundredth line alike": anchored,
    "lines of one letter": lambda _side: [CHANCE.choice("ab") for _ in range(LARGEST_BODY // 2)],
}


def main() -> None:
    """Load once, then measure."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    document = Document.objects.select_related("head").order_by(Length("head__text").desc())[0]
    with recorded("comparing"):
        longest(document)
        table("Comparing texts that are chosen to hurt")
        for name, lines in HOSTILE.items():
            left, right = ("\n".join([side, *lines(side), side]) for side in ("left", "right"))
            about = f"{name}, {len(left) // 1000} kB"
            measure(about, lambda left=left, right=right: compared_whole(left, right), times=3)


def longest(document: Document) -> None:
    """The longest page, compared with a changed copy of it."""
    chief = User.objects.create_superuser("chief", password="not used to sign in")  # noqa: S106
    old, new = document.head.text, edited(document.head.text)
    revise(document, text=new, based_on=document.head, author=chief, origin=Origin.STAFF)
    table(f"Comparing {document}, {len(old):,} characters, with a changed copy")
    measure("as written", lambda: as_written(old, new))
    readings = [reading_of(document, text) for text in (old, new)]
    measure("reading both", lambda: [reading_of(document, text) for text in (old, new)])
    measure("comparing both readings", lambda: as_read(*readings))
    client = Client()
    client.force_login(chief)
    address = screen(document, "comparing")
    measure("the whole screen, as readers read it", lambda: client.get(address).content)
    measure("the whole screen, as written", lambda: client.get(f"{address}?as=source").content)


if __name__ == "__main__":
    main()
