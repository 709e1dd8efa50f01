"""On what machine, with which versions and at which commit something was measured."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypedDict

HERE = Path(__file__).resolve().parent.parent
PACKAGES = ("Django", "granian", "psycopg", "Markdown", "bleach", "typst")
# Programs that say their version, and how they are asked.
PROGRAMS = {"nginx": ("-v",), "wrk": ("-v",), "redis-server": ("--version",), "psql": ("--version",)}
# Where Wagtail is, which is measured beside the portal; `make comparison` makes it.
COMPARISON = HERE / ".venv-comparison" / "bin" / "python"
WAGTAIL_IS = "from importlib.metadata import version; print(version('wagtail'), version('wagtail-cache'))"
NUMBER = re.compile(r"\d+(\.\d+)+")


class Facts(TypedDict):
    """What a reader of figures has to know beside them."""

    date: str
    commit: str
    machine: str
    versions: dict[str, str]


def facts() -> Facts:
    """The facts of this machine, now."""
    return {"date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": commit(), "machine": machine(), "versions": versions()}


def machine() -> str:
    """Its processor, cores, memory and system, as far as it tells."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{_processor()}, {cores} cores, {memory:.0f} GB of memory, {platform.system()} {platform.release()}"


def commit() -> str:
    """The commit of the working tree, and whether something in it is not committed; "unknown" outside a checkout."""
    number = _said("git", "rev-parse", "--short", "HEAD")
    if not number:
        return "unknown"
    is_changed = _said("git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/performance.md")
    return f"{number} with changes" if is_changed else number


def versions() -> dict[str, str]:
    """What takes part in measuring, by name; what is not there is left out."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    for program, arguments in PROGRAMS.items():
        if number := NUMBER.search(_said(program, *arguments)):
            found[program] = number.group()
    if numbers := _said(str(COMPARISON), "-c", WAGTAIL_IS).split():
        found |= dict(zip(("Wagtail", "wagtail-cache"), numbers, strict=True))
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _said(*command: str) -> str:
    """What a program says, on either of its outputs; "" where it is not there or fails to say it."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip()
