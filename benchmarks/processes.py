"""What Linux tells of running processes."""

from collections.abc import Iterator
from pathlib import Path


def family(number: int) -> Iterator[int]:
    """A process and all that it started, itself first."""
    yield number
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory_of(number: int) -> int:
    """Its proportional set size in kB: what it shares counts in parts; 0 for a process that has ended meanwhile."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
