"""Asking a WSGI application in this process, with no network and no client of tests between."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Application = Callable[..., Any]


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by their names in small letters, and the bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Application, address: str, **headers: str) -> Answer:
    """Send GET as a server would; headers by their names in the environment, such as HTTP_ACCEPT_ENCODING."""
    path, _mark, query = address.partition("?")
    given: list[Any] = []
    answer = application(
        {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **headers,
        },
        lambda status, found, _error=None: given.extend((status, found)),
    )
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    status, found = given
    return Answer(int(status[:3]), {name.lower(): value for name, value in found}, body)
