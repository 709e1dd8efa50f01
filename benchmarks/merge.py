"""How long the merge takes on texts that are chosen to hurt: `make bench`. Each should be below two seconds.

All have about 4,000 lines, many times the longest page; both sides differ from the older text at both ends, so that
nothing is trimmed away.
"""

import random
from collections.abc import Callable

from benchmarks.recording import milliseconds, recorded, row, table, timed
from portal.text.merge import merge

LINES = 4_000
CHANCE = random.Random(1)

Make = Callable[[str], list[str]]


def document(lines: list[str], end: str) -> str:
    """A text with these lines between two that are its own."""
    return "\n".join(["---", "format: 1", "---", "", end, *lines, end, ""])


def alike(_side: str) -> list[str]:
    return ["x"] * LINES


def random_of(words: int) -> Make:
    return lambda _side: [f"w{CHANCE.randrange(words)}" for _ in range(LINES)]


def every_second_edited(side: str) -> list[str]:
    return [f"line {number}" if number % 2 else f"{side} {number}" for number in range(LINES)]


def every_second_alike(side: str) -> list[str]:
    return ["x" if number % 2 or side == "theirs" else f"{side} {number}" for number in range(LINES)]


def every_seventy_anchored(side: str) -> list[str]:
    """Stretches that are just short enough to be searched, and as hard as can be."""
    return [f"anchor {number}" if number % 69 == 0 else line for number, line in enumerate(every_second_alike(side))]


def blank_between(side: str) -> list[str]:
    return ["" if number % 2 else f"{side} {number}" for number in range(LINES)]


SORTS: dict[str, Make] = {
    "all alike": alike,
    "random": random_of(10**9),
    "random of 2 words": random_of(2),
    "random of 100 words": random_of(100),
    "random of 4,000 words": random_of(LINES),
    "every second line edited": every_second_edited,
    "every second line alike": every_second_alike,
    "the same, with anchors": every_seventy_anchored,
    "every second line blank": blank_between,
}


def main() -> None:
    """Each sort once."""
    with recorded("merge"):
        table(f"Merging texts of {LINES:,} lines that are chosen to hurt")
        for name, make in SORTS.items():
            texts = [document(make(side), side) for side in ("base", "ours", "theirs")]
            found: list[int] = []
            seconds = timed(lambda found=found, texts=texts: found.append(len(merge(*texts).conflicts)))
            row(name, {"time": milliseconds(seconds), "conflicts": f"{found[0]:,}"})


if __name__ == "__main__":
    main()
