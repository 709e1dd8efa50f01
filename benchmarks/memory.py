"""How much memory a worker takes: `python -m benchmarks.memory`.

One worker of the recommended server, with the shipped content: after its first answer, after 200 pages, and after every
page in every encoding. Counted is what it holds itself and shares of what it shares (proportional set size, as Linux
tells it). What loading takes is told by benchmarks.loading.
"""

import re
import tempfile
from itertools import cycle, islice
from pathlib import Path

from benchmarks.processes import family, memory_of
from benchmarks.production import environment, fill, free_port
from benchmarks.recording import recorded, row, table
from benchmarks.servers import fetched, granian, serving

ENCODINGS = ("identity", "gzip", "br")
PAGES = 200
ADDRESS = re.compile(rb"<loc>https?://[^/]+(/[^<]*)</loc>")


def main() -> None:
    """Start a worker, then ask for more and more."""
    with recorded("memory"), tempfile.TemporaryDirectory() as folder:
        around = environment(f"sqlite:///{Path(folder) / 'portal.sqlite3'}")
        fill(around)
        port = free_port()
        table("Memory of one worker and the process that watches it")
        command = granian("portal.wsgi:application", port, workers=1)
        with serving(command, port, around, "/robots.txt") as process:
            show("after its first answer", process.pid)
            listed = ADDRESS.findall(fetched(port, "/sitemap.xml", {})[2])
            pages = [address.decode() for address in listed]
            ask(port, list(islice(cycle(pages), PAGES)), ("gzip",))
            show(f"after {PAGES} pages", process.pid)
            ask(port, pages, ENCODINGS)
            show(f"after all {len(pages)} pages, in every encoding", process.pid)
            ask(port, pages, ENCODINGS)
            show("after all of them once more", process.pid)


def ask(port: int, pages: list[str], encodings: tuple[str, ...]) -> None:
    """Ask for each page in each encoding."""
    for page in pages:
        for encoding in encodings:
            status, _headers, _body = fetched(port, page, {"Accept-Encoding": encoding})
            assert status == 200, (page, status)


def show(when: str, number: int) -> None:
    """What the processes hold now: the first of them watches, the others work."""
    watching, *working = [memory_of(each) / 1000 for each in family(number)]
    row(when, {"worker": f"{sum(working):.0f} MB", "watcher": f"{watching:.0f} MB"})


if __name__ == "__main__":
    main()
