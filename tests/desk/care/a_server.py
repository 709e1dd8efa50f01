"""A small server on this machine, for tests of what asks addresses."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site(ThreadingHTTPServer):
    """A small server that answers by its table and remembers who asked for what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visitor)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str | None] = set()
        self.hosts: set[str | None] = set()
        self.root = f"http://127.0.0.1:{self.server_port}"


class Visitor(BaseHTTPRequestHandler):
    """Paths are what they answer: /404, /head-405, /to?PLACE; at /head-hangs-up nothing is said to a HEAD."""

    server: Site

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.agents.add(self.headers["User-Agent"])
        self.server.hosts.add(self.headers["Host"])
        path, _mark, place = self.path.partition("?")
        if (self.command, path) == ("HEAD", "/head-hangs-up"):
            self.close_connection = True
            return
        code = {"/head-405": 405 if self.command == "HEAD" else 200, "/to": 302, "/round": 302}.get(path)
        code = code or (200 if path == "/head-hangs-up" else None)
        self.send_response(code or int(path[1:]))
        if code == 302:
            self.send_header("Location", place or "/round")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815  the names by which the server calls them

    def log_message(self, *args: object) -> None:
        """Quiet."""
