"""How loading grows with the library: `python -m benchmarks.loading 20 1000 10000`, or `make bench` for the small ones.

For each number of made-up pages: the floor, which is drawing every body once, by Markdown and bleach, in one process;
then, by the commands and on a new database of its own, the first load, the peak of its memory (all its processes
together, what they share counted once), and a load in which nothing has changed. DATABASE_URL may name another database
than a SQLite file; it must be empty, and only one size can be measured with it.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

DATABASE_URL = os.environ.get("DATABASE_URL")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from benchmarks.library import write_library
from benchmarks.machine import HERE
from benchmarks.processes import family, memory_of
from benchmarks.production import environment
from benchmarks.recording import recorded, row, table
from portal.text.frontmatter import parse, read
from portal.text.render import Outside, render

SIZES = (20, 1_000)


def main() -> None:
    """Each size by itself."""
    with recorded("loading"):
        table("Loading made-up libraries")
        for size in [int(word) for word in sys.argv[1:]] or SIZES:
            with tempfile.TemporaryDirectory() as folder:
                row(f"{size:,} pages", _measured(Path(folder), size))


def _measured(folder: Path, size: int) -> dict[str, str]:
    pages = write_library(folder / "content", size)
    floor = _floor(pages)
    around = environment(DATABASE_URL or f"sqlite:///{folder / 'db.sqlite3'}")
    _ran(["migrate", "--verbosity=0"], around)
    load = ["load_content", "--verbosity=0", f"--from={folder / 'content'}"]
    first, peak = _ran(load, around)
    again, _peak = _ran(load, around)
    return {
        "floor": f"{floor:.1f} s",
        "load": f"{first:.1f} s",
        "load / floor": f"{first / floor:.2f} ×",
        "a page": f"{first / size * 1000:.1f} ms",
        "memory": f"{peak:.0f} MB",
        "unchanged": f"{again:.2f} s",
    }


def _floor(pages: list[Path]) -> float:
    """Seconds to draw every body once, with nothing around it."""
    bodies, nothing = [parse(read(page.read_bytes())).body for page in pages], Outside({}, {}, {})
    render(bodies[0], nothing)
    began = time.perf_counter()
    for body in bodies:
        render(body, nothing)
    return time.perf_counter() - began


def _ran(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command of the portal; returns its seconds, start included, and its peak of memory in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=HERE, env=environment, stdout=subprocess.DEVNULL
    )
    watch = _Watch(process.pid)
    watch.start()
    if process.wait():
        raise SystemExit(f"{' '.join(command)} failed; see above")
    seconds = time.perf_counter() - began
    watch.is_over.set()
    watch.join()
    return seconds, watch.peak / 1000


class _Watch(threading.Thread):
    """Looks at the memory of a process and of those that it started, four times a second."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.peak, self.is_over = number, 0, threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.25):
            self.peak = max(self.peak, sum(memory_of(number) for number in family(self.number)))


if __name__ == "__main__":
    main()
