"""How much of each room the whole suite must walk through, branches included."""

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import coverage

FLOOR = 90
# The rooms where words are handled: a line nobody tested there is a word somebody may lose.
HIGHER_FLOOR = 95
HIGHER = ("text", "kinds", "shelf", "desk", "visitors", "search", "paper", "ready", "plain_files")


class Line(NamedTuple):
    """One room's result."""

    text: str
    is_broken: bool


def report() -> list[Line]:
    """Judge the coverage measured so far, room by room; broken when nothing was measured."""
    measured = coverage.Coverage.current()
    if measured is None:
        return [Line("not measured: use python3 manage.py test --gates", is_broken=True)]
    measured.stop()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(path))
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
    return judge({name: found["summary"] for name, found in files.items()})


def judge(files: dict[str, dict[str, Any]]) -> list[Line]:
    """Add up coverage.py's summaries by room (`portal/text/...` is `text`; single modules are `the rest`)."""
    done: dict[str, int] = {}
    possible: dict[str, int] = {}
    for name, summary in files.items():
        parts = Path(name).parts
        room = parts[1] if len(parts) > 2 else "the rest"
        done[room] = done.get(room, 0) + summary["covered_lines"] + summary["covered_branches"]
        possible[room] = possible.get(room, 0) + summary["num_statements"] + summary["num_branches"]
    return [line_of(room, done[room], possible[room]) for room in sorted(possible) if possible[room]]


def line_of(room: str, done: int, possible: int) -> Line:
    """Compare one room with its floor. Shares are cut, not rounded: 94.99 is under 95."""
    floor = HIGHER_FLOOR if room in HIGHER else FLOOR
    is_broken = done * 100 < floor * possible
    tenths = done * 1000 // possible
    return Line(f"{room:<14} {tenths // 10:>3}.{tenths % 10} %  of at least {floor} %", is_broken)
