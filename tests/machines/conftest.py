"""The servers, once for all tests that show what they do."""

from collections.abc import Iterator

import pytest

from tests.machines import processes
from tests.machines.machines import Hand, Machines, machines


@pytest.fixture(scope="package")
def town() -> Iterator[Machines]:
    """All servers with the whole content; skipped by name where one is not installed, unless PORTAL_REQUIRE_SERVERS."""
    if missing := processes.missing():
        words = f"not on this machine: {', '.join(missing)}"
        if processes.are_required():
            pytest.fail(words)
        pytest.skip(words)
    with machines() as made:
        yield made


@pytest.fixture
def hand(town: Machines) -> Iterator[Hand]:
    """Somebody at the desk."""
    with Hand(town.env) as made:
        yield made


@pytest.fixture(autouse=True)
def all_are_there(town: Machines) -> Iterator[None]:
    """A test that fails in the middle takes no server away from the next one."""
    yield
    town.start_what_is_gone()
