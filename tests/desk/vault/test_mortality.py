"""Killed at any moment, nothing is torn, and the next run finishes; two loads at once are one."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.desk.vault.mortality import CHANGED

ROOT = Path(__file__).resolve().parent.parent.parent.parent
MOMENTS = 50


def test_work_that_is_killed_at_fifty_moments_leaves_everything_whole_and_is_finished_by_the_next_run() -> None:
    command = [sys.executable, "-m", "tests.desk.vault.mortality", str(MOMENTS)]
    told = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    found = json.loads(told.stdout)
    assert found.pop("revisions of two loads at once") == [CHANGED] * 3
    assert sum(count for row in found.values() for count in row.values()) == MOMENTS
    assert all(row.get("killed", 0) >= 3 for row in found.values()), found
