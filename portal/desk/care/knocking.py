"""Knocking at addresses outside, to see whether somebody still answers: politely, and never inside our own network."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

USER_AGENT = "spine-portal (asks whether the links of a clinic's patient information still answer)"
TIMEOUT_SECONDS = 10
# A server that sends its headers drop by drop is hung up on.
LONGEST_SECONDS = 20
AT_ONCE = 4
PAUSE_SECONDS = 1.0
MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
# Servers that turn programs away answer so; a person would be let in.
TURNED_AWAY = {401, 403, 429}
# Under these, networks that speak only IPv6 reach IPv4 addresses.
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
# The same for a network of one's own: never of the whole internet.
TRANSLATED_WITHIN = ipaddress.IPv6Network("64:ff9b:1::/48")
PORTS = {"http": 80, "https": 443}


class Status(StrEnum):
    """What came of knocking at an address."""

    ANSWERS = "answers"
    CANNOT_TELL = "cannot_tell"
    FAILS = "fails"


@dataclass(frozen=True)
class Answer:
    """What came of it, and why in a few words, such as "404". `is_nobody` where no server was reached at all."""

    status: Status
    reason: str = ""
    is_nobody: bool = False


class _Refused(Exception):
    """An address at which we do not knock; the text says why."""


class _Nobody(Exception):
    """No server could be reached; the text says why."""


class _HungUp(_Nobody):
    """A server was reached, and did not answer in HTTP."""


def knock_everywhere(
    addresses: Iterable[str], *, pause: float = PAUSE_SECONDS, is_private_allowed: bool = False
) -> Iterator[tuple[str, Answer]]:
    """Each address with its answer, as they come: at most four hosts at once, one address of a host after another.

    `pause` is in seconds, between two addresses of one host. `is_private_allowed` is for tests only.
    """
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[address.split("/", 3)[2].lower() if "//" in address else ""].append(address)

    def at_one_host(some: list[str]) -> list[tuple[str, Answer]]:
        answers = []
        for number, address in enumerate(some):
            time.sleep(pause if number else 0)
            answers.append((address, knock(address, is_private_allowed=is_private_allowed)))
        return answers

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="links") as crew:
        for done in as_completed([crew.submit(at_one_host, some) for some in hosts.values()]):
            yield from done.result()


def knock(address: str, *, is_private_allowed: bool = False) -> Answer:
    """Ask for an address by HEAD, and by GET where HEAD is not understood, following redirects to http and https only.

    Never raises: whatever goes wrong is part of the answer.
    """
    try:
        # Some servers hang up on HEAD.
        with suppress(_HungUp):
            code = _followed(address, "HEAD", is_private_allowed)
            if code < http.client.BAD_REQUEST:
                return Answer(Status.ANSWERS, str(code))
        code = _followed(address, "GET", is_private_allowed)
    except _Refused as refused:
        return Answer(Status.FAILS, str(refused))
    except _Nobody as nobody:
        return Answer(Status.FAILS, str(nobody), is_nobody=True)
    if code < http.client.BAD_REQUEST:
        return Answer(Status.ANSWERS, str(code))
    return Answer(Status.CANNOT_TELL if code in TURNED_AWAY else Status.FAILS, str(code))


def _followed(address: str, method: str, is_private_allowed: bool) -> int:
    """The status of the last of a chain of redirects."""
    for _hop in range(MOST_REDIRECTS + 1):
        code, place = _asked(address, method, is_private_allowed)
        if code not in REDIRECTS or not place:
            return code
        try:
            address = urljoin(address, place)
        except ValueError as error:
            raise _Refused("leads to no address") from error
    raise _Refused("leads in a circle")


def _asked(address: str, method: str, is_private_allowed: bool) -> tuple[int, str]:
    """The status of one answer, and where it sends us on to, if it does. The body is not read."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in PORTS:
            raise _Refused(f"leads to another sort of address: {parts.scheme[:20]}")
        port, host = parts.port or PORTS[parts.scheme], (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise _Refused("is no address") from error
    connection = _connection(parts.scheme, host, port, is_private_allowed)
    watch = threading.Timer(LONGEST_SECONDS, _hang_up, [connection])
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        connection.request(method, path.encode("utf-8").decode("latin-1"), headers=headers)
        with connection.getresponse() as answer:
            return answer.status, answer.getheader("Location") or ""
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _HungUp(_why(error)) from error
    finally:
        watch.cancel()
        connection.close()


def _connection(scheme: str, host: str, port: int, is_private_allowed: bool) -> http.client.HTTPConnection:
    """A connection to exactly the network address that was looked at, so that a name cannot change in between."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Nobody("no such host") from error
    place = str(found[0][4][0])
    if not is_private_allowed and not all(_is_public(str(one[4][0])) for one in found):
        raise _Refused("leads into a private network")
    try:
        reached = socket.create_connection((place, port), timeout=TIMEOUT_SECONDS)
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
        connection.default_port = PORTS[scheme]  # or the port would stand in the Host header, which some refuse
        connection.sock = _wrapped(reached, host) if scheme == "https" else reached
    except OSError as error:
        raise _Nobody(_why(error)) from error
    return connection


def _wrapped(reached: socket.socket, host: str) -> ssl.SSLSocket:
    """The socket, to speak TLS through. The handshake comes later, while somebody watches the time."""
    return ssl.create_default_context().wrap_socket(reached, server_hostname=host, do_handshake_on_connect=False)


def _is_public(place: str) -> bool:
    """Whether a network address is one of the whole internet, in IPv6 also where it wraps an IPv4 one."""
    found = ipaddress.ip_address(place.partition("%")[0])
    wrapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in TRANSLATED:
        wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    is_outside = found.is_global and not found.is_multicast and found not in TRANSLATED_WITHIN
    return is_outside and (wrapped is None or wrapped.is_global)


def _hang_up(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it may be over by now
        connection.sock.shutdown(socket.SHUT_RDWR)


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "its certificate is not in order"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return "no connection"
