"""The cache that machines share in Redis, and what is done while Redis is gone: each process counts by itself.

Nobody waits for a cache. What stands in it are numbers of how often somebody came, and finished pages that can be made
again, so losing it loses no words: while it is gone limits are looser, by the number of processes, and never off. It
may never serve as a lock between machines, because then each process would hold it; locks are the database's.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger("portal.shared_cache")

CONNECT_SECONDS = 0.25
ANSWER_SECONDS = 0.25
# After a failure nobody asks for so long; then one asks, and the others still do not wait.
PAUSE_SECONDS = 5.0


class Line:
    """Whether one server answers, as all threads of this process know it."""

    def __init__(self) -> None:
        self.is_gone = False
        self._asked_again_at = 0.0
        self._lock = threading.Lock()

    def may_ask(self) -> bool:
        """Whether to ask now. While the server is gone only one may, each PAUSE_SECONDS."""
        if not self.is_gone:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._asked_again_at:
                return False
            self._asked_again_at = now + PAUSE_SECONDS
            return True

    def broke(self, error: Exception) -> None:
        """Note that the server did not answer; the log learns it once, without what was asked or where."""
        with self._lock:
            was_gone, self.is_gone = self.is_gone, True
            self._asked_again_at = time.monotonic() + PAUSE_SECONDS
        if not was_gone:
            log.warning("The shared cache is gone (%s): this process counts by itself meanwhile", type(error).__name__)

    def answered(self) -> bool:
        """Note that the server answers; True if it had been gone."""
        with self._lock:
            was_gone, self.is_gone = self.is_gone, False
        if was_gone:
            log.warning("The shared cache answers again")
        return was_gone


_lines: dict[str, Line] = {}


def _or_alone(name: str) -> Callable[..., Any]:
    """The method `name` of Django's Redis cache, or of this process's own memory while Redis is gone."""

    def asked(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        if not self.line.may_ask():
            return getattr(self.alone, name)(*args, **kwargs)
        try:
            answer = getattr(RedisCache, name)(self, *args, **kwargs)
        except RedisError as error:
            self.line.broke(error)
            return getattr(self.alone, name)(*args, **kwargs)
        if self.line.is_gone and self.line.answered():
            self.alone.clear()
        return answer

    asked.__name__ = name
    return asked


class SharedCache(RedisCache):
    """Django's Redis cache that never raises because Redis is gone, and never keeps anybody waiting for it."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        patience = {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            # A connection from before a restart of Redis costs a second try, not a failure.
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})
        where = server if isinstance(server, str) else ",".join(server)
        self.line = _lines.setdefault(where, Line())
        # A memory for each name: finished pages would push out what is counted.
        self.alone = LocMemCache(f"alone:{self.key_prefix}:{where}", {})

    @property
    def is_gone(self) -> bool:
        """Whether Redis did not answer when it was asked last."""
        return self.line.is_gone

    get = _or_alone("get")
    set = _or_alone("set")
    add = _or_alone("add")
    incr = _or_alone("incr")
    touch = _or_alone("touch")
    delete = _or_alone("delete")
    has_key = _or_alone("has_key")
    get_many = _or_alone("get_many")
    set_many = _or_alone("set_many")
    delete_many = _or_alone("delete_many")
    clear = _or_alone("clear")
