"""The outermost layer: what anybody may read is answered from memory, everything else by Django as if this were not."""

from collections.abc import Iterable
from threading import Lock
from typing import Any

from portal.ready.answers import Key, Ready
from portal.ready.asking import Answer, Application, Environ, ask, asks_for_any_page, is_public_page, key_of
from portal.ready.memory import Memory
from portal.ready.watch import Watch

# Those who want the same page wait for one of them to ask for it. Pages share this many queues.
QUEUES = 64
# How often Django is asked again because something was published just then.
TRIES = 3


class FromMemory:
    """A WSGI application around another one."""

    def __init__(self, application: Application, memory: Memory, watch: Watch) -> None:
        self.application = application
        self.memory = memory
        self.watch = watch
        self._queues = [Lock() for _number in range(QUEUES)]

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        if not asks_for_any_page(environ):
            return self.application(environ, start_response)
        key = key_of(environ)
        ready: Ready | Answer | None = self._kept(key)
        if ready is None:
            if not is_public_page(environ, key):
                return self.application(environ, start_response)
            ready = self._renewed(environ, key)
        if isinstance(ready, Answer):
            start_response(ready.status, ready.headers)
            return ready.parts
        return ready.send(environ, start_response)

    def _kept(self, key: Key) -> Ready | None:
        """What is kept, if it is still what readers must see."""
        ready = self.memory.get(key)
        if ready is None or ready.version is not self.watch.current():
            return None
        ready.was_asked_for = True
        return ready

    def _renewed(self, environ: Environ, key: Key) -> Ready | Answer:
        """Ask Django, unless somebody has done so meanwhile."""
        self.watch.begin()
        with self._queues[hash(key) % QUEUES]:
            return self._kept(key) or self._asked(environ, key)

    def _asked(self, environ: Environ, key: Key) -> Ready | Answer:
        """Django's answer; kept if it is for everybody, and if nothing has changed while it was made.

        It belongs to the version that was known *before* Django was asked. What is published in the meantime makes it
        newer than that, never older, and it is not kept then: it may be half of each.
        """
        for _try in range(TRIES):
            version = self.watch.current() or self.watch.look()
            answer = ask(self.application, environ, key)
            if not answer.may_be_kept():
                return answer
            try:
                body = answer.read()
                # Asked before the answer is closed, while its connection to the database is open.
                seen = self.watch.look()
            finally:
                answer.close()
            ready = Ready(version, answer.headers, body)
            if seen is version is not None:
                self.memory.keep(key, ready)
            if seen in (version, None):
                break
        return ready
