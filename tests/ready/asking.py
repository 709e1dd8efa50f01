"""Asking a WSGI application as a server does, and small applications and watches to ask."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults

from django.db import OperationalError

from portal.ready.answers import Key, Ready
from portal.ready.layer import FromMemory
from portal.ready.memory import Memory
from portal.ready.watch import Numbers, Watch

PAGE = b"<p>Leg pain often eases by itself.</p>" * 40
PUBLIC = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=60")]


class Got(NamedTuple):
    """An answer, read."""

    status: int
    headers: dict[str, str]
    body: bytes


def environ(path: str = "/", method: str = "GET", **more: str) -> dict[str, Any]:
    """What a server hands over; `more` are its other names, such as `HTTP_COOKIE`."""
    made = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "HTTP_HOST": "testserver",
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
    }
    made |= {"REMOTE_ADDR": "203.0.113.9", "SERVER_PROTOCOL": "HTTP/1.1"} | more
    setup_testing_defaults(made)
    return made


def get(application: Any, path: str = "/", method: str = "GET", **more: str) -> Got:
    """Ask, read to the end and close, as a server does."""
    said: list[Any] = []
    parts = application(environ(path, method, **more), lambda *words: said.extend(words))
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    return Got(int(said[0].split()[0]), dict(said[1]), body)


class Site:
    """A small application that counts how often it was asked, and remembers with what."""

    def __init__(self, body: bytes = PAGE, headers: Iterable[tuple[str, str]] = PUBLIC, status: str = "200 OK") -> None:
        self.body, self.headers, self.status = body, list(headers), status
        self.asked: list[dict[str, Any]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, asked: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked.append(asked)
        body = self.body
        self.meanwhile()
        start_response(self.status, self.headers.copy())
        return [body]


def key(path: str = "/") -> Key:
    return Key(False, "testserver", "", path)


def ready(version: object = "first", body: bytes = PAGE, **headers: str) -> Ready:
    """A finished answer; headers with "_" for "-"."""
    return Ready(version, [*PUBLIC, *((name.replace("_", "-"), value) for name, value in headers.items())], body)


class Database:
    """Counters that can be turned, and taken away."""

    def __init__(self) -> None:
        self.numbers: Numbers = (("en", 1),)
        self.is_away = False

    def __call__(self) -> Numbers:
        if self.is_away:
            raise OperationalError("could not connect to server")
        return self.numbers


class Front(FromMemory):
    """A layer that is looked at."""

    application: Site
    database: Database


def front(site: Site) -> Front:
    """The layer before a small site, whose watch is turned by hand."""
    database = Database()
    watch = Watch(database)
    watch.begin = lambda: None
    made = Front(site, Memory(10_000_000), watch)
    made.database = database
    return made
