"""In which codings a browser wants an answer, by its header Accept-Encoding."""

from functools import lru_cache

PLAIN = ""
# Where a browser likes two alike: the shortest first.
OURS = ("br", "gzip", PLAIN)
NAMES = {"identity": PLAIN, "x-gzip": "gzip"}


@lru_cache(maxsize=256)
def accepted(header: str) -> tuple[str, ...]:
    """The codings in the order in which they are wanted: `gzip, br;q=0.5` gives `("gzip", "br", "")`.

    The answer as it is comes last unless the header likes it more, and is there even if the header refuses it: there
    is nothing else that everybody can read.
    """
    liked = dict(filter(None, map(_liking, header.split(","))))
    rest = liked.get("*", 0.0)
    weights = {coding: liked.get(coding, rest) for coding in OURS}
    wanted = sorted((coding for coding in OURS if weights[coding] > 0), key=lambda coding: -weights[coding])
    return tuple(wanted) if PLAIN in wanted else (*wanted, PLAIN)


def _liking(part: str) -> tuple[str, float] | None:
    """One coding and how much it is liked, 0 to 1; None for what is neither."""
    name, _semicolon, weight = part.partition(";")
    coding = name.strip().lower()
    if not coding:
        return None
    return NAMES.get(coding, coding), _weight(weight)


def _weight(written: str) -> float:
    """`q=0.5` is 0.5, nothing is 1, and what cannot be read is 0: better longer than not to be read."""
    name, _equals, number = written.partition("=")
    if not written.strip():
        return 1.0
    whole, _point, part = number.strip().partition(".")
    is_number = name.strip().lower() == "q" and whole in ("0", "1") and (not part or part.isdecimal())
    return min(float(f"{whole}.{part or 0}"), 1.0) if is_number else 0.0
