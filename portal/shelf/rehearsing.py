"""Whether the rows that are read now will be gone in a moment: a look at a draft publishes it and takes all back.

What is kept from one answer to the next, such as finished pages, must then be neither read nor filled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_IS_REHEARSAL = ContextVar("is_rehearsal", default=False)


def is_rehearsal() -> bool:
    """Whether this thread looks at rows that are taken back afterwards."""
    return _IS_REHEARSAL.get()


@contextmanager
def rehearsal() -> Iterator[None]:
    """Whatever is read within is nobody else's."""
    before = _IS_REHEARSAL.set(True)
    try:
        yield
    finally:
        _IS_REHEARSAL.reset(before)
