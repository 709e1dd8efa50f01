"""One finished answer: its bodies in each coding, with the headers of each, ready to be sent."""

import gzip
import time
from hashlib import sha256
from typing import Any, NamedTuple

import brotli
from django.utils.http import parse_etags, parse_http_date_safe

from portal.ready.accepted import PLAIN, accepted

Headers = list[tuple[str, str]]
# A coding must spare at least a tenth, or it is not worth its memory. Pictures and PDFs are compressed already.
WORTH = 0.9
# Made anew for each coding, or the server's own business.
OWN = {"content-length", "content-encoding", "etag", "vary", "date", "server", "connection", "keep-alive"}
# What "nothing has changed" must not say anything about: it has no body.
OF_A_BODY = {"content-length", "content-encoding", "content-type", "content-language", "content-disposition"}


class Key(NamedTuple):
    """What was asked. The language is part of the path, and `script` is where the server has put the portal."""

    is_secure: bool
    host: str
    script: str
    path: str


class Form(NamedTuple):
    """The answer in one coding."""

    etag: str
    headers: Headers
    unchanged: Headers
    body: tuple[bytes]


class Ready:
    """An answer of status 200 that is the same for everybody, and the version of the site to which it belongs."""

    __slots__ = ("forms", "modified", "size", "version", "was_asked_for")

    def __init__(self, version: object, headers: Headers, body: bytes) -> None:
        self.version = version
        # Again, after the first time.
        self.was_asked_for = False
        self.modified = _modified(headers)
        bodies = {PLAIN: body, "gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=5)}
        digest = sha256(body).hexdigest()[:32]
        self.forms = {
            coding: _form(coding, digest, headers, packed)
            for coding, packed in bodies.items()
            if coding == PLAIN or len(packed) < len(body) * WORTH
        }
        self.size = sum(len(form.body[0]) for form in self.forms.values())

    def send(self, environ: dict[str, Any], start_response: Any) -> tuple[bytes, ...]:
        """Answer one GET or HEAD, in the coding that the browser likes best, or say that it has the page already."""
        for coding in accepted(environ.get("HTTP_ACCEPT_ENCODING", "")):
            if coding in self.forms:
                break
        form = self.forms[coding]
        if self._is_known(environ, form.etag):
            start_response("304 Not Modified", form.unchanged.copy())
            return ()
        # A copy, because servers add to the list what is theirs.
        start_response("200 OK", form.headers.copy())
        return () if environ["REQUEST_METHOD"] == "HEAD" else form.body

    def _is_known(self, environ: dict[str, Any], etag: str) -> bool:
        """Whether the browser has it. Its tags decide; a date only counts where it names no tags."""
        named = environ.get("HTTP_IF_NONE_MATCH")
        if named is not None:
            return named == etag or any(tag in ("*", etag, f"W/{etag}") for tag in parse_etags(named))
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if since is None or self.modified is None:
            return False
        asked = parse_http_date_safe(since)
        return asked is not None and self.modified <= asked


def _form(coding: str, digest: str, headers: Headers, body: bytes) -> Form:
    etag = f'"{digest}-{coding}"' if coding else f'"{digest}"'
    own = [("ETag", etag), ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
    packed = [("Content-Encoding", coding)] if coding else []
    whole = [*(header for header in headers if header[0].lower() not in OWN), *packed, *own]
    return Form(etag, whole, [header for header in whole if header[0].lower() not in OF_A_BODY], (body,))


def _modified(headers: Headers) -> int | None:
    """The second of Last-Modified, None where there is none that tells this answer from the next.

    Dates have no fractions: within the second that it names, the page may still change.
    """
    told = next((value for name, value in headers if name.lower() == "last-modified"), "")
    second = parse_http_date_safe(told)
    return second if second is not None and second < int(time.time()) else None
