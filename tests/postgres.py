"""Runs the suite on a PostgreSQL that exists only for it: `python -m tests.postgres [pytest arguments]`.

Needs Debian's package postgresql (or another one whose `initdb` is found). It listens on a socket in a temporary
folder and nowhere else, and is gone afterwards.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.management.commands.test import IN_PARALLEL

# Nobody wants these rows back after a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def program(name: str) -> str:
    """Path of one of PostgreSQL's programs, the newest version's; ends the process where there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = shutil.which(name) or (str(versions[-1]) if versions else None)
    if found is None:
        sys.exit(f"{name} is missing: install PostgreSQL (Debian, Ubuntu: apt-get install postgresql)")
    return found


def run(folder: Path, *command: str) -> None:
    """Run one of PostgreSQL's programs; as nobody when we are root, which it refuses to serve."""
    person: dict[str, Any] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        person = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **person)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL for as long as the block runs; gives its URL."""
    control = program("pg_ctl")
    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as made:
        folder = Path(made)
        rows = str(folder / "rows")
        settings = " ".join(f"-c {name}={value}" for name, value in FAST.items())
        run(folder, program("initdb"), "-D", rows, "-U", "portal", "--auth=trust", "--encoding=UTF8", "--no-sync")
        run(
            *(folder, control, "start", "-D", rows, "-w", "-l", str(folder / "log")),
            *("-o", f"-k {folder} -c listen_addresses='' {settings}"),
        )
        try:
            yield f"postgres://portal@/postgres?host={folder}"
        finally:
            run(folder, control, "stop", "-D", rows, "-m", "immediate")


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments on a PostgreSQL of its own; gives pytest's exit code."""
    with server() as url:
        environment = os.environ | {"TEST_DATABASE_URL": url}
        return subprocess.call([sys.executable, "-m", "pytest", *IN_PARALLEL, *arguments], env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
