"""Servers as processes: started with a log of their own, waited for, killed, and never left behind."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 30.0
NEEDED = ("nginx", "redis-server", "openssl", "initdb")


def missing() -> list[str]:
    """Which of the programs that the exercise starts are not on this machine."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), "/usr/sbin", *os.environ.get("PATH", "").split(os.pathsep)]
    path = os.pathsep.join(map(str, places))
    return [name for name in NEEDED if shutil.which(name, path=path) is None]


def are_required() -> bool:
    """Tell whether missing servers are a failure rather than a skip, as they are in CI."""
    return bool(os.environ.get("PORTAL_REQUIRE_SERVERS"))


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def until(holds: Callable[[], object], what: str, *, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until something holds; how many seconds that took. Raises TimeoutError, which says what did not come."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)
    return time.monotonic() - began


def is_open(port: int) -> bool:
    """Tell whether somebody listens."""
    with socket.socket() as asked:
        asked.settimeout(1)
        return asked.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """One program and all processes that it starts, as a group of its own that ends together."""

    def __init__(self, name: str, command: list[str], *, folder: Path, port: int, env: Mapping[str, str]) -> None:
        self.name, self.command, self.port, self.env = name, command, port, dict(env)
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        until(self._is_up, f"{self.name} listens on {self.port}; see what it says:\n{self.said()}")

    def _is_up(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended by itself:\n{self.said()}")
        return is_open(self.port)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and everything that it started."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """As long as the block runs, it and all that it started take connections and say nothing."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)

    def children(self) -> list[int]:
        """Ids of the processes that it has started and that live, such as an application server's workers."""
        assert self.process is not None
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split() if self._works(int(pid))]

    @staticmethod
    def _works(pid: int) -> bool:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
        # Python's own bookkeeper of shared memory answers nobody.
        return bool(words) and b"resource_tracker" not in words

    def said(self) -> str:
        """All that it has written."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
