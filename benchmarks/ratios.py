"""What 10,000 pages cost more than 20: `python -m benchmarks.ratios`, and with `postgresql` behind it on PostgreSQL.

Two libraries of made-up pages (benchmarks.library) are loaded as a clinic would load them, and two processes do the
same works, each with one of the libraries, by turns; shown is the middle of each and their ratio. `--libraries FOLDER`
keeps the SQLite files there and uses them again, as long as nothing about loading has changed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from benchmarks.library import write_library
from benchmarks.machine import HERE
from benchmarks.production import WITHOUT_MEMORY, environment, fill
from benchmarks.recording import milliseconds, recorded, row, table, times_as
from tests.postgres import server

SIZES = (20, 10_000)
ROUNDS = 15
# What a library of 500 times as many pages may cost more.
AS_GOOD_AS_FLAT = 1.5


class Process:
    """A process that works with one library."""

    def __init__(self, pages: int, around: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.works", str(pages)],
            cwd=HERE,
            env=around,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.works = list(iter(self._said, ""))

    def _said(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a process that works with a library has ended; see above")
        return line.strip()

    def seconds(self, work: str) -> float:
        """Do one work once."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{work}\n")
        self.process.stdin.flush()
        return float(self._said())

    def end(self) -> None:
        """Let it go."""
        self.process.terminate()
        self.process.wait()


@contextmanager
def databases(engine: str, folder: Path) -> Iterator[list[str]]:
    """The addresses of two databases; those of PostgreSQL are gone afterwards."""
    if engine == "sqlite":
        yield [f"sqlite:///{folder / f'{size}.sqlite3'}" for size in SIZES]
        return
    import psycopg

    with server() as url:
        names = [f"pages_{size}" for size in SIZES]
        with psycopg.connect(url, autocommit=True) as connection:
            for name in names:
                connection.execute(f"CREATE DATABASE {name}")
        yield [urlsplit(url)._replace(path=f"/{name}").geturl() for name in names]


def filled(url: str, pages: int) -> dict[str, str]:
    """The environment of a portal with so many pages, which are loaded if they are not there."""
    around = environment(url, **WITHOUT_MEMORY)
    kept = Path(urlsplit(url).path)
    if not (url.startswith("sqlite:") and kept.exists()):
        with tempfile.TemporaryDirectory() as folder:
            write_library(Path(folder) / "content", pages)
            fill(around, Path(folder) / "content")
    return around


def compare(small: Process, large: Process, rounds: int) -> None:
    """Let both do everything by turns, and show the middles."""
    figures: dict[str, list[tuple[float, float]]] = {work: [] for work in small.works}
    for at in range(rounds + 1):
        for work, taken in figures.items():
            both = small.seconds(work), large.seconds(work)
            if at:  # the first round warms up
                taken.append(both)
    for work, taken in figures.items():
        few, many = (median(each) for each in zip(*taken, strict=True))
        is_flat = many / few <= AS_GOOD_AS_FLAT
        sizes = {f"{size:,} pages": milliseconds(each) for size, each in zip(SIZES, (few, many), strict=True)}
        row(work, sizes | {"ratio": times_as(many, few), f"at most {AS_GOOD_AS_FLAT}": "yes" if is_flat else "no"})


def main() -> None:
    """Load both, then compare."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.ratios")
    asked.add_argument("engine", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--libraries", type=Path)
    given = asked.parse_args()
    name = "ratios" if given.engine == "sqlite" else f"ratios {given.engine}"
    with recorded(name), ExitStack() as stack:
        folder = given.libraries or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        urls = stack.enter_context(databases(given.engine, folder.resolve()))
        around = [filled(url, size) for url, size in zip(urls, SIZES, strict=True)]
        both = [Process(size, each) for size, each in zip(SIZES, around, strict=True)]
        for process in both:
            stack.callback(process.end)
        table(f"What a large library costs more, on {given.engine}")
        compare(*both, given.rounds)


if __name__ == "__main__":
    main()
