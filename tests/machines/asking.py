"""Asking real servers: plainly, with every header under control, from an address of one's own."""

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple

NAME = "portal.example"
# Whoever reads comes from here, so that a log in which it stands names a reader and not a server.
READER = "127.0.0.77"
SECONDS = 20


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: str


class Securely(HTTPConnection):
    """By https to a port of this machine, under a name of its own."""

    def __init__(self, port: int, *, called: str, reader: str = READER) -> None:
        super().__init__("127.0.0.1", port, timeout=SECONDS, source_address=(reader, 0))
        self.called = called

    def connect(self) -> None:
        super().connect()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # Signed by nobody: the exercise made it a moment ago.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.sock = context.wrap_socket(self.sock, server_hostname=self.called)


def sent(line: HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: str | None = None) -> Answer:
    """Ask over a connection, which stays open if the server lets it."""
    line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": NAME} | dict(headers)).items():
        line.putheader(name, value)
    if body is not None:
        line.putheader("Content-Type", "application/x-www-form-urlencoded")
        line.putheader("Content-Length", str(len(body.encode())))
    line.endheaders(body.encode() if body is not None else None)
    answer: HTTPResponse = line.getresponse()
    return Answer(answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace"))


def by_https(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: str | None = None,
    called: str = NAME,
    reader: str = READER,
    **headers: str,
) -> Answer:
    """One question to nginx, from the address of `reader`. Headers are named with `_` for `-`."""
    line = Securely(port, called=called, reader=reader)
    try:
        return sent(line, method, path, _named(headers), body)
    finally:
        line.close()


def by_http(port: int, path: str, *, method: str = "GET", **headers: str) -> Answer:
    """One question by plain http, to nginx or to an application server past it."""
    line = HTTPConnection("127.0.0.1", port, timeout=SECONDS, source_address=(READER, 0))
    try:
        return sent(line, method, path, _named(headers))
    finally:
        line.close()


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class WorkersLines:
    """Open connections to one application server, one for each of its workers, so that each of them is asked."""

    # What nginx adds; without it the portal sends on to https.
    HEADERS = {"X-Forwarded-Proto": "https"}

    def __init__(self, port: int, workers: list[int]) -> None:
        self.lines: dict[int, HTTPConnection] = {}
        spare = []
        # Who takes a connection is the kernel's choice, so it is tried until each has one.
        for _try in range(400):
            line = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
            line.connect()
            sent(line, "GET", "/robots.txt", self.HEADERS)
            holder = _holder(line.sock, workers)
            if holder is None or holder in self.lines:
                spare.append(line)
            else:
                self.lines[holder] = line
            if len(self.lines) == len(workers):
                break
        for line in spare:
            line.close()

    def ask(self, worker: int, path: str) -> Answer:
        return sent(self.lines[worker], "GET", path, self.HEADERS)

    def close(self) -> None:
        for line in self.lines.values():
            line.close()


def _holder(line: socket.socket, workers: list[int]) -> int | None:
    """Which of these processes has the other end of a connection; None if none of them."""
    ours, theirs = line.getsockname()[1], line.getpeername()[1]
    wanted = f":{theirs:04X} ", f":{ours:04X} "
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {row[9] for row in rows if f"{row[1]} ".endswith(wanted[0]) and f"{row[2]} ".endswith(wanted[1])}
    for worker in workers:
        for file in Path(f"/proc/{worker}/fd").iterdir():
            try:
                name = str(file.readlink())
            except OSError:
                continue
            if name.removeprefix("socket:[").removesuffix("]") in inodes:
                return worker
    return None
