"""Who is compared by `benchmarks.requests`: one page, served by each in its ways."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from benchmarks.machine import COMPARISON, HERE
from benchmarks.production import WITHOUT_MEMORY, environment, free_port
from benchmarks.servers import NotStarted, fetched, granian, nginx, serving

OPENERS = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
# Enough that each worker has met the page, whichever of them answers.
WARMING = 40


class WrongAnswer(Exception):
    """Something else than the page came; its text says what."""


@dataclass(frozen=True)
class Subject:
    """One way of asking for the page; `encoding` is how its bytes must come, `status` what must be said."""

    name: str
    port: int
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def encoding(self) -> str:
        """How the bytes must come, "" for as they are."""
        asked = self.headers.get("Accept-Encoding", "")
        return "" if asked == "identity" else asked

    def size(self, sentence: bytes) -> int:
        """Bytes of the body, after a look at many answers. Raises WrongAnswer where one is not the page."""
        sizes = set()
        for _time in range(WARMING):
            status, headers, body = fetched(self.port, self.address, self.headers)
            if status != self.status or (status == 200 and headers.get("content-encoding", "") != self.encoding):
                came = headers.get("content-encoding", "identity")
                raise WrongAnswer(f"it answered {status}, {came}")
            if status == 200 and sentence not in OPENERS[self.encoding](body):
                raise WrongAnswer(f"it answered without {sentence.decode()!r}")
            sizes.add(len(body))
        return max(sizes)


@dataclass
class Bench:
    """The servers, started one after the other; they end with `stack`. `missing` says who is not there, and why."""

    folder: Path
    page: str
    stack: ExitStack
    missing: dict[str, str] = field(default_factory=dict)

    def subjects(self) -> Iterator[Subject]:
        """Everybody who can be asked."""
        database = environment(f"sqlite:///{self.folder / 'portal.sqlite3'}")
        portal = self._start("portal.wsgi:application", database)
        bare = self._start("portal.wsgi:application", database | WITHOUT_MEMORY)
        _status, headers, html = fetched(portal, self.page, {})
        (self.folder / "page.html").write_bytes(html)
        files = self._files(html)
        for encoding in ("identity", "gzip"):
            yield Subject(f"nginx, a file, {encoding}", files, "/page.html", {"Accept-Encoding": encoding})
        yield Subject("nginx, a file, brotli", files, "/brotli.html", {"Accept-Encoding": "br"})
        for name, asked in (("identity", "identity"), ("gzip", "gzip"), ("brotli", "br")):
            yield Subject(f"portal, {name}", portal, self.page, {"Accept-Encoding": asked})
        unchanged = {"If-None-Match": headers["etag"], "Accept-Encoding": "identity"}
        yield Subject("portal, not modified", portal, self.page, unchanged, 304)
        yield Subject("portal without memory, identity", bare, self.page, {"Accept-Encoding": "identity"})
        yield from self._others()

    def _others(self) -> Iterator[Subject]:
        around = os.environ | {"SITE_FOLDER": str(self.folder)}
        plain = [sys.executable, "-m", "benchmarks.plain"]
        subprocess.run(plain, cwd=HERE, env=around, check=True)
        asked = {"Accept-Encoding": "identity"}
        port = self._start("benchmarks.plain:application", around)
        yield Subject("Django: a query and a template", port, "/article/", asked)
        ways = {"Wagtail with wagtail-cache": "yes", "Wagtail": "no"}
        try:
            self._make_wagtail(around)
            for name, with_cache in ways.items():
                here = around | {"WITH_CACHE": with_cache}
                port = self._start("benchmarks.wagtail.wsgi:application", here, COMPARISON)
                yield Subject(name, port, "/article/", asked)
        except NotStarted as problem:
            self.missing.update(dict.fromkeys(ways, str(problem)))

    @staticmethod
    def _make_wagtail(around: dict[str, str]) -> None:
        if not COMPARISON.exists():
            raise NotStarted("there is no .venv-comparison; make it with `make comparison`")
        making = [str(COMPARISON), "-m", "benchmarks.wagtail.making"]
        if subprocess.run(making, cwd=HERE, env=around, check=False).returncode:
            raise NotStarted("its site could not be made")

    def _start(self, application: str, around: dict[str, str], python: Path | str = sys.executable) -> int:
        port = free_port()
        self.stack.enter_context(serving(granian(application, port, python), port, around))
        return port

    def _files(self, html: bytes) -> int:
        files, port = self.folder / "files", free_port()
        files.mkdir()
        (files / "page.html").write_bytes(html)
        (files / "page.html.gz").write_bytes(gzip.compress(html, 6))
        (files / "brotli.html").write_bytes(brotli.compress(html, quality=5))
        self.stack.enter_context(serving(nginx(self.folder, port), port))
        return port
