"""Many requests at once, by the program wrk, and what it says of them."""

import re
import subprocess
from dataclasses import dataclass

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
DURATION = r"([\d.]+)(us|ms|s|m)\b"
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
BROKEN = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")


class BadRun(Exception):
    """A run in which not every request was answered well; its text says how many and how."""


@dataclass(frozen=True)
class Run:
    """Requests a second, and the seconds within which half and 99 of 100 of them were answered."""

    rate: float
    half: float
    slowest: float


def parsed(said: str) -> Run:
    """What `wrk --latency` has said. Raises BadRun where an answer was an error, or none came."""
    for faults in (REFUSED.search(said), BROKEN.search(said)):
        if faults is not None:
            raise BadRun(f"wrk met errors ({faults.group()})")
    rate = RATE.search(said)
    if rate is None or not float(rate.group(1)):
        raise BadRun("nothing was answered while wrk asked")
    return Run(float(rate.group(1)), _share(said, 50), _share(said, 99))


def _share(said: str, hundredths: int) -> float:
    found = re.search(rf"^\s*{hundredths}(?:\.0+)?%\s+{DURATION}", said, re.MULTILINE)
    if found is None:
        raise BadRun(f"wrk did not say within what time {hundredths} of 100 were answered")
    return float(found.group(1)) * UNITS[found.group(2)]


def run(url: str, headers: dict[str, str], *, connections: int, seconds: int) -> Run:
    """Ask for one address over and over. Raises BadRun as `parsed` does."""
    named = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    threads = min(2, connections)
    command = ["wrk", "--latency", "--timeout", "10s", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", *named, url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadRun(f"wrk failed: {done.stdout}{done.stderr}".strip())
    return parsed(done.stdout)
