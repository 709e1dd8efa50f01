"""Measures what a run walks through, in each of its processes: `-p tests.measuring`, a plugin of pytest.

Named on the command line, it is there before pytest-django loads the portal, in the process that hands out the tests
and in those that run them. These send what they have measured when they are done; no file is written before.
"""

from typing import Any

import coverage
import pytest

MEASURED = "measured"

measured = coverage.Coverage(data_file=None)
measured.start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send what this process has measured, where it ran tests for another."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        measured.stop()
        output[MEASURED] = measured.get_data().dumps()


@pytest.hookimpl(optionalhook=True)  # without xdist there is nobody to send anything
def pytest_testnodedown(node: Any, error: object) -> None:
    """Add up what a process has sent; one that broke down has sent nothing, and its tests have failed."""
    sent = getattr(node, "workeroutput", {}).get(MEASURED)
    if sent is not None:
        theirs = coverage.CoverageData(no_disk=True)
        theirs.loads(sent)
        measured.get_data().update(theirs)
