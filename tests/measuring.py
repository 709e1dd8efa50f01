"""Measures what a run walks through, in each of its processes: `-p tests.measuring`, a plugin of pytest.

Named on the command line, it is there before pytest-django loads the portal, in the process that hands out the tests
and in those that run them. These send what they have measured when they are done; no file is written before.
"""

from collections.abc import Iterator
from typing import Any

import coverage
import pytest

MEASURED = "measured"
# Watching makes a test two or three times as long. What only these walk through counts as not covered.
UNWATCHED = ("gate", "browser", "unmeasured")

measured = coverage.Coverage(data_file=None)
measured.start()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Look away while a gate is run."""
    if not any(item.get_closest_marker(mark) for mark in UNWATCHED):
        return (yield)
    measured.stop()
    try:
        return (yield)
    finally:
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
