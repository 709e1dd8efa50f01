"""Numbers of rows that a form or an address names."""

from collections.abc import Iterable

# The longest that every database takes as a key.
LONGEST = 18


def numbers_in(values: Iterable[str]) -> dict[int, None]:
    """The numbers among what was sent, in its order and each once; what is no number of a row is left out.

    list(numbers_in(["3", "x", "1", "3"])) is [3, 1].
    """
    return {int(value): None for value in values if value.isascii() and value.isdecimal() and len(value) <= LONGEST}
