"""How long a page takes to become a PDF, and how large it is: `python -m benchmarks.paper`.

Loads the shipped content into a database in memory and makes every page's file in both sizes, in one process, each
twice: the first time is what the first reader waits for, the second what is left once typst has seen the page. Counted
is the processor time of all threads, so that a busy machine says the same.
"""

import os
import statistics
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.test import RequestFactory

from benchmarks.recording import milliseconds, recorded, row, table, timed
from portal.paper.blocks import blocks
from portal.paper.letters import letters
from portal.paper.markup import read_html
from portal.paper.setting import Sheet, pdf
from portal.shelf.pages import Page
from portal.shelf.rows import ROWS
from portal.views.frame import frame
from portal.views.paper import sheet_of


def sheets() -> list[Sheet]:
    """Every page's two sheets, normal and large by turns."""
    around = frame(RequestFactory().get("/"))
    rows = [
        ROWS[page.kind].objects.select_related("edition").get(pk=page.pk)
        for page in Page.objects.shown_in("")
        if page.pdf_address
    ]
    return [
        sheet_of(row, around, f"https://clinic.example{row.get_absolute_url()}", is_large=is_large)
        for row in rows
        for is_large in (False, True)
    ]


def seconds(sheet: Sheet) -> tuple[float, int]:
    """The processor time that one file takes, and its bytes."""
    began = time.process_time()
    size = len(pdf(sheet))
    return time.process_time() - began, size


def show(name: str, values: list[float], unit: str) -> None:
    """The middle and the ends of some values."""
    ends = {"least": min(values), "middle": statistics.median(values), "most": max(values)}
    row(name, {what: f"{value:.0f} {unit}" for what, value in ends.items()})


def main() -> None:
    """Load once, then make everything."""
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    with recorded("paper"):
        table("Pages as files, processor time")
        row("reading the fonts, once in a process", {"once": milliseconds(timed(letters))})
        made = sheets()
        pdf(made[0])
        for name, chosen in (("normal", made[::2]), ("large print", made[1::2])):
            first = [seconds(sheet) for sheet in chosen]
            again = [seconds(sheet) for sheet in chosen]
            show(f"{len(chosen)} pages in {name}", [taken * 1000 for taken, _size in first], "ms")
            show(f"in {name}, made again", [taken * 1000 for taken, _size in again], "ms")
            show(f"in {name}, their files", [size / 1024 for _taken, size in first], "kB")
        longest = max(made, key=lambda sheet: len(sheet.html))
        reading = timed(lambda: blocks(read_html(longest.html), longest.address))
        row(f"reading {len(longest.html)} characters of HTML", {"once": milliseconds(reading)})


if __name__ == "__main__":
    main()
