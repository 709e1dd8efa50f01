"""What a benchmark finds: printed at once, and kept for `python -m benchmarks.report` when all of it is there.

    with recorded("paper"):
        table("Pages as files")
        row("198 pages in normal print", {"middle": "12 ms"})

Outside such a block rows are only printed.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TypedDict

from benchmarks.machine import Facts, facts

RESULTS = Path(__file__).resolve().parent / "results"
NOT_MEASURED = "not measured"


class Table(TypedDict):
    """A heading, and rows: a name, and figures by what they are."""

    heading: str
    rows: list[tuple[str, dict[str, str]]]


class Found(TypedDict):
    """What one command has found, as it is kept."""

    command: str
    facts: Facts
    tables: list[Table]


_tables: list[list[Table]] = []


@contextmanager
def recorded(name: str) -> Iterator[None]:
    """Keep the tables of the block in RESULTS, in place of those that were there under this name.

    The name is that of the module, with the database behind it where that is another one than usual: "ratios
    postgresql". A block that fails keeps nothing.
    """
    tables: list[Table] = []
    _tables.append(tables)
    try:
        yield
    finally:
        _tables.pop()
    asked = [word for word in sys.argv[1:] if word not in name.split()]
    command = " ".join(["python -m", f"benchmarks.{name}", *asked])
    found: Found = {"command": command, "facts": facts(), "tables": tables}
    RESULTS.mkdir(exist_ok=True)
    path_of(name, RESULTS).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def path_of(name: str, folder: Path) -> Path:
    """Where what is recorded under a name is kept."""
    return folder / f"{name.replace(' ', '-')}.json"


def table(heading: str) -> None:
    """Begin a table: what follows stands under this heading."""
    print(f"\n{heading}", flush=True)
    for tables in _tables:
        tables.append({"heading": heading, "rows": []})


def row(name: str, figures: Mapping[str, str]) -> None:
    """One line of the newest table, its figures by what they are; a table begins by itself where none has."""
    print(f"{name:<56}", "   ".join(f"{what} {figure}" for what, figure in figures.items()), flush=True)
    for tables in _tables:
        if not tables:
            tables.append({"heading": "", "rows": []})
        tables[-1]["rows"].append((name, dict(figures)))


def measure(name: str, work: Callable[[], object], times: int = 20) -> None:
    """Give the shortest and the middle of some runs, after one that warms up."""
    work()
    seconds = sorted(timed(work) for _ in range(times))
    row(name, {"shortest": milliseconds(seconds[0]), "middle": milliseconds(median(seconds))})


def timed(work: Callable[[], object]) -> float:
    """The seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(seconds: float) -> str:
    """Seconds as a figure to read, with as many places as are worth something: "0.172 ms", "17.2 ms", "1,720 ms"."""
    value = seconds * 1000
    return f"{value:,.{3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0}f} ms"


def times_as(value: float, base: float) -> str:
    """How many times one figure is another: "1.25 ×", "0.0071 ×"; NOT_MEASURED where there is nothing to compare."""
    if not base:
        return NOT_MEASURED
    ratio = value / base
    return f"{ratio:,.2f} ×" if ratio >= 0.1 else f"{ratio:.2g} ×"
