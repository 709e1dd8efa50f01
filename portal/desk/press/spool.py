"""What is worked out in advance and needed later, kept on disk meanwhile, so that memory does not grow with a load.

spool = Spool()
kept = Kept(spool, *spool.write({"any": "thing"}))
kept.back()
"""

import os
import pickle  # reads only what was written into a nameless file of our own
import tempfile
import weakref
from dataclasses import dataclass
from multiprocessing import reduction
from typing import Any

Place = tuple[int, int]


class Spool:
    """A nameless file that goes when the last process that has it open ends, however it ends.

    One process writes; those that were given it when they were started can read what they are told of.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = _nameless() if descriptor is None else descriptor
        self._end = 0
        weakref.finalize(self, os.close, self._descriptor)

    def __reduce__(self) -> tuple[Any, ...]:
        """Open the same file in a process that is being started."""
        return _reopened, (reduction.DupFd(self._descriptor),)

    def write(self, thing: object) -> Place:
        """Write something that can be pickled; returns where it begins, and its length."""
        written = memoryview(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))
        place = (self._end, len(written))
        while written:
            # At a place, for the processes share one position in the file.
            count = os.pwrite(self._descriptor, written, self._end)
            self._end, written = self._end + count, written[count:]
        return place

    def read(self, start: int, length: int) -> Any:
        """What was written there, a new copy each time."""
        return pickle.loads(os.pread(self._descriptor, length, start))  # noqa: S301  of our own, see above


def _nameless() -> int:
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _reopened(descriptor: Any) -> Spool:
    return Spool(descriptor.detach())


@dataclass(frozen=True, slots=True)
class Kept:
    """Something in a spool."""

    spool: Spool
    start: int
    length: int

    def back(self) -> Any:
        """The thing itself."""
        return self.spool.read(self.start, self.length)
