"""The portal asked in this process, as a stranger's browser asks it over https, through all its layers."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from portal.views.kept import made_here


class Answer(NamedTuple):
    """What came back. Headers have the names that the portal gives them."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


class Portal:
    """The site under its own name. Whoever asks has no cookie, and can unpack nothing."""

    def __init__(self, site: str) -> None:
        self._host = urlsplit(site).netloc
        self._application = WSGIHandler()

    def ask(self, path: str) -> Answer:
        """The answer to a GET of a path as it stands in links, percent signs and all, without a query."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> Any:
            begun.append((status, headers))

        answer: Any = self._application(self._request(path), start)
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        [(status, headers)] = begun
        return Answer(int(status.split()[0]), dict(headers), body)

    def _request(self, path: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": self._host,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self._host,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a site be asked page after page: one connection for all, and no word in the log of each old address.

    Between requests a server closes connections, or looks whether it should. Here that would end the transaction in
    which all pages are read; and what other processes have made may be of another moment.
    """
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.ERROR)
    signals = [signal for signal in (request_started, request_finished) if signal.disconnect(close_old_connections)]
    try:
        with made_here():
            yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
        log.setLevel(before)
