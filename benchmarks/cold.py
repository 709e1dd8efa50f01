"""How long the first reader waits after a start: `python -m benchmarks.cold`.

Each server is started by turns, with one worker, on a database that is there already; counted is the time from its
first instruction to the end of its first answer, then that of the next ones. `start` is the portal's own command for
looking at it on one's own machine, the second time.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.machine import COMPARISON, HERE
from benchmarks.production import environment, fill, free_port
from benchmarks.recording import NOT_MEASURED, milliseconds, recorded, row, table, timed
from benchmarks.servers import fetched, granian, serving

ROUNDS = 5
PAGE, ANOTHER = "/procedures/microdiscectomy/", "/conditions/spinal-stenosis/"


@dataclass
class Start:
    """A server to be started over and over, what it is asked, and the seconds of each answer so far."""

    name: str
    command: list[str]
    port: int
    around: Mapping[str, str]
    addresses: tuple[str, ...]
    answers: list[list[float]] = field(default_factory=list)

    def measure(self) -> None:
        """Start it, ask each address by turns, and end it."""
        first, *others = self.addresses
        began = perf_counter()
        with serving(self.command, self.port, self.around, first):
            taken = [perf_counter() - began]
            taken += [timed(lambda address=address: fetched(self.port, address, {})) for address in others]
        self.answers.append(taken)

    def show(self) -> None:
        """Its middles."""
        names = ("start to first page", "the same page again", "another page")
        middles = [median(each) for each in zip(*self.answers, strict=True)]
        row(self.name, {name: milliseconds(each) for name, each in zip(names, middles, strict=False)})


def starts(folder: Path) -> list[Start]:
    """All that can be started here, each prepared."""
    portal = environment(f"sqlite:///{folder / 'portal.sqlite3'}")
    fill(portal)
    own = portal | {"DEBUG": "on"}
    port, own_port = free_port(), free_port()
    pages = (PAGE, PAGE, ANOTHER)
    found = [
        Start("portal under granian", granian("portal.wsgi:application", port, workers=1), port, portal, pages),
        Start("portal by `start`", [sys.executable, "-m", "django", "start", str(own_port)], own_port, own, pages),
    ]
    found[0].measure()
    with serving(found[0].command, port, portal):
        (folder / "page.html").write_bytes(fetched(port, PAGE, {})[2])
    around = os.environ | {"SITE_FOLDER": str(folder)}
    made = ((Path(sys.executable), "benchmarks.plain", "benchmarks.plain", "Django: a query and a template"),)
    if COMPARISON.exists():
        made += ((COMPARISON, "benchmarks.wagtail.making", "benchmarks.wagtail.wsgi", "Wagtail"),)
    for python, making, module, name in made:
        subprocess.run([str(python), "-m", making], cwd=HERE, env=around, check=True)
        port = free_port()
        server = granian(f"{module}:application", port, python, workers=1)
        found.append(Start(name, server, port, around, ("/article/", "/article/")))
    return found


def main() -> None:
    """Prepare all, then start them by turns."""
    with recorded("cold"), tempfile.TemporaryDirectory() as folder:
        table("From the start of a server to its first answers")
        servers = starts(Path(folder))
        for server in servers:
            server.measure()
            server.answers.clear()
        for _round in range(ROUNDS):
            for server in servers:
                server.measure()
        for server in servers:
            server.show()
        if not COMPARISON.exists():
            row("Wagtail", {"start to first page": f"{NOT_MEASURED}: make its environment with `make comparison`"})


if __name__ == "__main__":
    main()
