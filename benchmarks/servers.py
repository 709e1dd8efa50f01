"""Servers that are started for a benchmark, each in a process of its own, and end with the block."""

import getpass
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.machine import HERE

WORKERS = 2
SECONDS_TO_START = 60
SECONDS_TO_END = 15
# As quick as nginx can be for one small file: no log, files kept open, connections that never end.
NGINX = """
user {person};
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        location /page {{ gzip_static on; add_header Cache-Control "public, max-age=60"; }}
        location /brotli {{ add_header Content-Encoding br; add_header Cache-Control "public, max-age=60"; }}
    }}
}}
"""


class NotStarted(Exception):
    """A server that did not come up; its text is what it said."""


def granian(application: str, port: int, python: Path | str = sys.executable, workers: int = WORKERS) -> list[str]:
    """The command by which the recommended server serves an application."""
    return [
        *(str(python), "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "1", "--no-ws", "--http", "1", "--log-level", "warning", application),
    ]


def nginx(folder: Path, port: int) -> list[str]:
    """The command by which nginx serves `files/` of a folder: /page and, compressed before, /brotli."""
    text = NGINX.format(folder=folder, port=port, workers=WORKERS, person=getpass.getuser())
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]


@contextmanager
def serving(
    command: list[str], port: int, around: Mapping[str, str] | None = None, address: str = "/"
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that has answered for `address` on `port`, for as long as the block runs.

    Raises NotStarted where it ends before, or never answers.
    """
    process = subprocess.Popen(command, cwd=HERE, env=around, stdout=subprocess.DEVNULL)
    try:
        wait_for(process, port, address)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int, address: str) -> None:
    """Return with the first answer, whatever it is. Raises NotStarted where none comes."""
    until = time.perf_counter() + SECONDS_TO_START
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise NotStarted(f"{process.args} ended with {process.returncode}; see above")
        try:
            fetched(port, address, {})
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise NotStarted(f"{process.args} did not answer on port {port} within {SECONDS_TO_START} seconds")


def fetched(port: int, address: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their names in small letters, and body of one GET. Raises OSError where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={"Host": "localhost", "Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()
