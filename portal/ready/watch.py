"""Whether readers must see something new: the publication counters and the day, looked at twice a second."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event, Lock, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from portal.shelf.counter import Counter

log = logging.getLogger("portal.ready")

SECONDS_BETWEEN = 0.5
# Readers read on while the database is away. But what it withdraws meanwhile must not be outlived for long.
LONGEST_BLIND = 15 * 60

Numbers = tuple[tuple[str, int, datetime], ...]


@dataclass(frozen=True, eq=False)
class Version:
    """What counters and calendar said when somebody looked. Each is itself only: numbers that come back are new."""

    numbers: Numbers
    day: date


class Watch:
    """Looks at the counters in a thread of its own, from `begin` on.

    Call `begin` where requests are answered, in each worker: threads do not survive a fork, and a connection to the
    database must not be shared by two processes.
    """

    def __init__(self, numbers: Callable[[], Numbers] = Counter.numbers) -> None:
        self._numbers = numbers
        self._version: Version | None = None
        self._trusted_until = 0.0
        self._is_blind = False
        self._looking, self._beginning = Lock(), Lock()
        self._ended = Event()
        self._thread: Thread | None = None

    def current(self) -> Version | None:
        """The version that was seen last; None if the database has not said for LONGEST_BLIND seconds that it holds.

        The time is looked at here and not by the thread, which may hang on a database that is gone.
        """
        return self._version if time.monotonic() < self._trusted_until else None

    def look(self) -> Version | None:
        """Look now. The version before, if nothing has changed since; None if the database does not answer.

        One look at a time, so that nobody goes back to what an earlier look saw. Counters only rise. So if two looks
        give the same version, nothing that readers see has changed between them.
        """
        with self._looking:
            began = time.monotonic()
            try:
                numbers = self._numbers()
            except Exception as error:  # whatever it is: readers read on, and the next look tries again
                self._say_blind(error)
                return None
            day = timezone.localdate()
            if self._version is None or (self._version.numbers, self._version.day) != (numbers, day):
                self._version = Version(numbers, day)
            self._trusted_until = began + LONGEST_BLIND
            if self._is_blind:
                self._is_blind = False
                log.warning("The database answers again. Pages from memory are as new as it is.")
            return self._version

    def _say_blind(self, error: Exception) -> None:
        if not self._is_blind:
            self._is_blind = True
            log.error(
                "The database does not say whether pages have changed (%s). Readers get pages from memory for at most "
                "%d minutes.",
                type(error).__name__,
                LONGEST_BLIND // 60,
            )

    def begin(self) -> None:
        """Start the thread, unless it runs."""
        with self._beginning:
            if self._thread is None or not self._thread.is_alive():
                self._ended = Event()
                self._thread = Thread(target=self._run, args=(self._ended,), name="portal-watch", daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Stop the thread and wait until it has let go of the database."""
        with self._beginning:
            self._ended.set()
            if self._thread is not None:
                self._thread.join()
                self._thread = None

    def _run(self, ended: Event) -> None:
        try:
            while not ended.wait(SECONDS_BETWEEN):
                if self.look() is None:
                    # The next look makes a new connection.
                    _let_go()
        finally:
            _let_go()


def _let_go() -> None:
    """Close this thread's connection. Of one that is broken even that may fail, and nobody else would look then."""
    with suppress(DatabaseError, OSError):
        connection.close()
