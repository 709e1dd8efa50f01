"""The portal as clinics run it, for benchmarks: its settings, its commands, and databases that hold a library."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import HERE

# Over plain http and without the second factor, so that programs can ask; else as in docs/running.md.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "ENV_FILE": "",
    "DEBUG": "off",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ACCEPT_UNREVIEWED": "yes",
    "SSL_REDIRECT": "off",
    "HSTS_SECONDS": "0",
    "REQUIRE_SECOND_FACTOR": "no",
}
# Pages are not answered from memory, so that what lies under it can be measured.
WITHOUT_MEMORY = {"PAGES_IN_MEMORY_MB": "0"}

BEGUN = "BENCHMARK_IN_PRODUCTION"


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a portal with this database."""
    return os.environ | PRODUCTION | {"DATABASE_URL": database_url} | more


def command(words: list[str], around: dict[str, str]) -> None:
    """Run a command of the portal; ends the process where it fails."""
    asked = [sys.executable, "manage.py", *words]
    if subprocess.run(asked, cwd=HERE, env=around, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit(f"manage.py {' '.join(words)} failed; see above")


def fill(around: dict[str, str], content: Path | None = None) -> None:
    """Make the database, load a library into it (the shipped one, or that of a folder), and gather static files."""
    command(["migrate", "--verbosity=0"], around)
    command(["load_content", "--verbosity=0", *([f"--from={content}"] if content else [])], around)
    command(["collectstatic", "--no-input", "--verbosity=0"], around)


def begin_in_production() -> None:
    """Start this process again with a database of its own that holds the shipped library, unless it has been already.

    For a module to call before it imports anything that needs settings; pages are not answered from memory there.
    """
    if os.environ.get(BEGUN):
        return
    with tempfile.TemporaryDirectory() as folder:
        around = environment(f"sqlite:///{Path(folder) / 'portal.sqlite3'}", **WITHOUT_MEMORY)
        fill(around)
        again = [sys.executable, *sys.orig_argv[1:]]
        sys.exit(subprocess.run(again, env=around | {BEGUN: "yes"}, check=False).returncode)


def free_port() -> int:
    """A port on which nothing listens; from BENCHMARK_PORT on, where that is set."""
    first = int(os.environ.get("BENCHMARK_PORT", "0"))
    for port in range(first, first + 40) if first else (0,):
        with socket.socket() as found:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(found.getsockname()[1])
    raise SystemExit(f"no port is free from {first} on; set BENCHMARK_PORT to another one")
