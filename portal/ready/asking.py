"""What may be answered from memory, how Django is asked for it, and which of its answers may be kept."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils import translation

from portal.ready.answers import Headers, Key

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

# Who sends any of these may be somebody, or asks for more than a page as it is. Django answers them.
OWN_MATTERS = frozenset(
    {
        "HTTP_COOKIE",
        "HTTP_AUTHORIZATION",
        "HTTP_RANGE",
        "HTTP_IF_RANGE",
        "HTTP_IF_MATCH",
        "HTTP_IF_UNMODIFIED_SINCE",
        "HTTP_TRANSFER_ENCODING",
    }
)
# Characters; longer ones are nobody's page.
LONGEST_ADDRESS = 1_000
# The server's own; nothing of what a request brings along may shape an answer that others get.
OF_THE_SERVER = (
    *("SCRIPT_NAME", "PATH_INFO", "SERVER_NAME", "SERVER_PORT"),
    *("wsgi.version", "wsgi.url_scheme", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"),
)
# Words of Cache-Control with which a page is not everybody's.
NOT_KEPT = {"private", "no-store", "no-cache"}


def asks_for_any_page(environ: Environ) -> bool:
    """Whether a request is what anybody could have sent: it brings nothing but an address.

    No query string is let in: what stands there may be what a reader typed.
    """
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and not environ.get("QUERY_STRING")
        and environ.get("CONTENT_LENGTH") in (None, "", "0")
        and OWN_MATTERS.isdisjoint(environ)
    )


def key_of(environ: Environ) -> Key:
    """What is asked for. Whether by https is judged as Django does, by the proxy's header where one is trusted."""
    is_secure = environ["wsgi.url_scheme"] == "https"
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if (told := environ.get(name)) is not None:
            is_secure = told.split(",", 1)[0].strip() == secure
    host = environ.get("HTTP_HOST", "").lower()
    return Key(is_secure, host, environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""))


def is_public_page(environ: Environ, key: Key) -> bool:
    """Whether an address on one of our own hosts belongs to a view that says its page is for everybody."""
    domain, _port = split_domain_port(key.host)
    if len(key.host) + len(key.script) + len(key.path) > LONGEST_ADDRESS:
        return False
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    path = get_path_info(environ)
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(path).func
        except Resolver404:
            return False
    return getattr(view, "is_for_everybody", False)


class Answer(NamedTuple):
    """What Django has answered, not read yet."""

    status: str
    headers: Headers
    parts: Iterable[bytes]

    def may_be_kept(self) -> bool:
        """Whether this is a whole page, and says of itself that it is the same for everybody."""
        told = {name.lower(): value.lower() for name, value in self.headers}
        control = {word.strip() for word in told.get("cache-control", "").split(",")}
        return (
            self.status.startswith("200 ")
            and "public" in control
            and not control & NOT_KEPT
            and told.get("vary", "accept-encoding") == "accept-encoding"
            and not told.keys() & {"set-cookie", "content-encoding", "content-range", "transfer-encoding"}
            and not getattr(self.parts, "streaming", False)
        )

    def read(self) -> bytes:
        """The whole body."""
        return b"".join(self.parts)

    def close(self) -> None:
        """Tell Django that its answer is done with."""
        if close := getattr(self.parts, "close", None):
            close()


def ask(application: Application, environ: Environ, key: Key) -> Answer:
    """Ask for the page in nobody's name: what else the request brought along is left out."""
    bare = {name: environ[name] for name in OF_THE_SERVER if name in environ}
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        bare[name] = secure if key.is_secure else "http"
    bare |= {"REQUEST_METHOD": "GET", "QUERY_STRING": "", "HTTP_HOST": key.host, "wsgi.input": BytesIO()}
    said: list[Any] = []
    parts = application(bare, lambda *words: said.extend(words))
    return Answer(said[0], said[1], parts)
