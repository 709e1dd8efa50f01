"""A real nginx in front of a folder that was published."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
TYPES = Path("/etc/nginx/mime.types")
# Debian's module that sends what is packed with brotli already; it may lie elsewhere.
BROTLI = Path(os.environ.get("NGINX_BROTLI", "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"))
PATIENCE_SECONDS = 10


def configured(folder: Path, port: int, place: Path) -> str:
    """What docs/running.md tells to write, on one port of this machine."""
    paths = "".join(
        f"{name}_temp_path {place / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""\
{f"load_module {BROTLI};" if BROTLI.exists() else ""}
{"user root;" if os.getuid() == 0 else ""}
daemon off;
worker_processes 1;
pid {place / "pid"};
error_log {place / "errors"} warn;
events {{}}
http {{
    include {TYPES};
    access_log off;
    {paths}
    include {folder}/current/nginx/maps.conf;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/current/site;
        {"brotli_static on;" if BROTLI.exists() else ""}
        include {folder}/current/nginx/server.conf;
    }}
}}
"""


@contextmanager
def nginx(folder: Path, place: Path) -> Iterator[int]:
    """The port at which a folder is served; the server ends with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place.mkdir()
    (place / "nginx.conf").write_text(configured(folder, port, place), encoding="utf-8")
    command = [str(NGINX), "-p", str(place), "-e", str(place / "errors"), "-c", str(place / "nginx.conf")]
    server = subprocess.Popen(command)
    try:
        wait_for(port, server, place)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def wait_for(port: int, server: "subprocess.Popen[bytes]", place: Path) -> None:
    """Until it answers; what it said is the failure's message."""
    for _time in range(PATIENCE_SECONDS * 20):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, (place / "errors").read_text()
        time.sleep(0.05)
    raise AssertionError((place / "errors").read_text())


def get(port: int, address: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """The answer as it came, with its body; nothing is unpacked or followed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, headers={"Accept-Encoding": "identity"} | names)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()
