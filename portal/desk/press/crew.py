"""Pure work done on all cores: processes that share nothing with this one, above all not its database.

    with Crew(expected=10_000) as crew:
        for result, spool in crew.each(work, shared, chunks): ...

`work(shared, keep, chunk)` is a function of a module; what goes in and comes out is pickled. `keep` writes a thing into
the spool that comes with the result, and returns its place there. Chunks and results travel through spools as well, and
the lines carry only their places: a line holds little, and whoever writes more to it waits until the other end reads.
"""

import gc
import os
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from portal.desk.press.spool import Place, Spool

Some = TypeVar("Some")

# Fewer pieces than this are done before a process has been started (half a second).
FEW = 400
# Chunks that wait at each process, so that it does not wait for this one.
AHEAD = 3
# How often rubbish is looked for while a crew works: thousands of documents are held, and walking through all of them
# again and again takes a tenth of the time.
SELDOM = (50_000, 20, 100)

Keep = Callable[[object], Place]
Work = Callable[[Any, Keep, Any], Any]
Line = Connection  # to and from one process


class CrewFailed(Exception):
    """A process of the crew was ended or broke down; the text says how. Nothing that it did counts."""


@dataclass
class _Worker:
    process: Any
    line: Any
    spool: Spool
    chunks: deque[int] = field(default_factory=deque)


class Crew(AbstractContextManager["Crew"]):
    """As many processes as there are cores; none at all while `expected`, the number of pieces, is small.

    They end with the block, and by themselves when this process is killed.
    """

    def __init__(self, *, expected: int, size: int | None = None, method: str = "spawn") -> None:
        # Started afresh, for a copy of this process would hold its open connection to the database.
        self._context: Any = get_context(method)
        self._size = (0 if expected < FEW else cores()) if size is None else size
        self._workers: list[_Worker] = []
        self._own = Spool()
        self._usual = gc.get_threshold()
        if self._size:
            gc.set_threshold(*SELDOM)

    def __exit__(self, *trouble: object) -> None:
        gc.set_threshold(*self._usual)
        for worker in self._workers:
            worker.line.close()
        for worker in self._workers:
            worker.process.terminate()
            worker.process.join()

    def each(self, work: Work, shared: Any, chunks: Iterable[Any]) -> Iterator[tuple[Any, Spool]]:
        """What `work` makes of each chunk, in their order, with the spool of what it kept. Few chunks are under way.

        Raises CrewFailed when a process is ended from outside, or when the work raises something there.
        """
        if self._size:
            self._share(work, shared)
            yield from self._in_order(iter(chunks))
            return
        for chunk in chunks:
            yield work(shared, self._own.write, chunk), self._own

    def _share(self, work: Work, shared: Any) -> None:
        while len(self._workers) < self._size:
            self._workers.append(self._hired())
        for worker in self._workers:
            # By name, because the process is set up before it can import what works.
            self._tell(worker, (work.__module__, work.__qualname__))
            self._tell(worker, shared)

    def _hired(self) -> _Worker:
        (ours, theirs), spool = self._context.Pipe(), Spool()
        process = self._context.Process(target=serve, args=(theirs, self._own, spool), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, spool)

    def _in_order(self, chunks: Iterator[Any]) -> Iterator[tuple[Any, Spool]]:
        finished: dict[int, tuple[Any, Spool]] = {}
        given = wanted = 0
        is_over = False
        while not is_over or wanted < given:
            while not is_over and (worker := self._idlest()) and given - wanted < 2 * AHEAD * self._size:
                chunk = next(chunks, self)
                is_over = chunk is self
                if not is_over:
                    self._tell(worker, (self._own.write(chunk),))
                    worker.chunks.append(given)
                    given += 1
            if wanted < given:
                self._collect(finished)
            while wanted in finished:
                yield finished.pop(wanted)
                wanted += 1

    def _idlest(self) -> _Worker | None:
        worker = min(self._workers, key=lambda worker: len(worker.chunks))
        return worker if len(worker.chunks) < AHEAD else None

    def _collect(self, finished: dict[int, tuple[Any, Spool]]) -> None:
        """Take what has been finished, waiting until something is."""
        lines = {worker.line: worker for worker in self._workers if worker.chunks}
        for line in wait(list(lines)):
            worker = lines[line]
            finished[worker.chunks.popleft()] = self._heard(worker), worker.spool

    def _tell(self, worker: _Worker, message: Any) -> None:
        try:
            worker.line.send(message)
        except OSError as error:
            raise _lost(worker) from error

    def _heard(self, worker: _Worker) -> Any:
        try:
            place, trouble = worker.line.recv()
        except (EOFError, OSError) as error:
            raise _lost(worker) from error
        if trouble:
            raise CrewFailed(f"A process that helped with this broke down:\n{trouble}")
        return worker.spool.read(*place)


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lost(worker: _Worker) -> CrewFailed:
    worker.process.join(5)
    return CrewFailed(
        f"A process that helped with this was ended from outside (exit code {worker.process.exitcode}). "
        "Perhaps the machine was short of memory. Try again."
    )


def serve(line: Any, chunks: Spool, spool: Spool) -> None:
    """What a process of the crew does with `chunks` into `spool`, until the other end of its line is closed."""
    import django

    # Whoever stops the main process from the keyboard stops it alone; this one then ends with its line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        work = shared = None
        while True:
            message = line.recv()
            if len(message) == 2:
                work = getattr(import_module(message[0]), message[1])
                shared = line.recv()
                continue
            line.send(_answer(work, shared, spool, chunks.read(*message[0])))
    except (EOFError, OSError):
        return


def _answer(work: Any, shared: Any, spool: Spool, chunk: Any) -> tuple[Place, str]:
    """Where the result is, and what went wrong."""
    try:
        return spool.write(work(shared, spool.write, chunk)), ""
    except Exception:
        return (0, 0), traceback.format_exc()


def chunked(things: Iterable[Some], size: int) -> Iterator[list[Some]]:
    """The things in lists of this size; the last may be shorter."""
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
