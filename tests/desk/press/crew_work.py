"""Work for a crew, in a module of its own so that the crew's processes find it by name."""

import os
import signal
from typing import Any

from portal.desk.press.crew import Keep


def doubled(shared: int, keep: Keep, chunk: list[int]) -> list[tuple[int, Any]]:
    """Each number times two and what is shared, and a place where the number itself is kept."""
    return [(2 * number + shared, keep(number)) for number in chunk]


def large(shared: int, keep: Keep, chunk: str) -> str:
    """Far more than a line between processes holds at a time."""
    return chunk * shared


def broken(shared: None, keep: Keep, chunk: int) -> int:
    """A mistake at the third chunk."""
    return 1 // (2 - chunk)


def killed(shared: None, keep: Keep, chunk: int) -> int:
    """As the system does it when memory runs short."""
    if chunk == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return chunk


def who(shared: None, keep: Keep, chunk: int) -> int:
    """The number of the process that did it."""
    return os.getpid()
