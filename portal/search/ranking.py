"""How well an entry answers a question.

An entry is judged by where it says what was asked for (its names count most, then headings and gist, then the text), by
how much of the question it covers in one place, and by how nearly one of its names is the question itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.search.asked import Group

# How much a hit in names, headings and gist counts against one in the text, which counts up to 1.2.
IN_NAMES, IN_HEADS, IN_GIST = 5.0, 2.5, 2.0
LEAST_IN_TEXT, MOST_IN_TEXT, OFTEN = 0.6, 1.2, 4
# What a thing is called weighs more than what is said of it.
NAME_WEIGHT, NAME_STEEPNESS = 6.0, 1.5
# How much must be there of one thing that was asked for, of two, three, and so on; nobody answers a long story whole.
ENOUGH = (0.5, 0.6, 0.55, 0.5, 0.45, 0.4)
# A thing that the text says once, twice or three times is covered by so much.
TOLD = (0.0, 0.5, 0.7, 0.9)
# Words of the glossary and standing texts come after pages that answer as well.
KIND_WEIGHTS = {"term": 0.7, "article": 0.8}


@dataclass(frozen=True)
class Text:
    """What an entry says, as rows of stems between blanks, so that a stem is found as " stem "."""

    kind: str
    names: tuple[str, ...]
    heads: tuple[str, ...]
    gist: str
    passages: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, names: str, heads: str, gist: str, stems: str) -> "Text":
        """From the columns of an entry."""
        return cls(kind, _lines(names), _lines(heads), _line(gist), _lines(stems))


@dataclass(frozen=True)
class Judged:
    """`score` orders what is found; `place` is the number of the passage that answers best, -1 for none."""

    score: float
    covered: float
    place: int

    def is_enough(self, groups: Sequence[Group]) -> bool:
        """Whether it answers enough of the question to be shown."""
        return self.covered >= ENOUGH[min(len(groups), len(ENOUGH)) - 1]


def judge(groups: Sequence[Group], text: Text, left_out: frozenset[str]) -> Judged:
    """How well a text answers."""
    total = sum(group.weight for group in groups) or 1.0
    names, heads, body = " ".join(text.names), " ".join(text.heads), " ".join(text.passages)
    points, sure, told = 0.0, [], []
    for group in groups:
        in_names, in_heads, in_gist = (_worth(group, part) for part in (names, heads, text.gist))
        in_body, times = _worth(group, body), _times(group, body)
        often = LEAST_IN_TEXT + (MOST_IN_TEXT - LEAST_IN_TEXT) * min(1.0, times / OFTEN)
        places = (IN_NAMES * in_names, IN_HEADS * in_heads, IN_GIST * in_gist, in_body * often)
        points += group.weight * max(places)
        sure.append(max(in_names, in_heads, in_gist))
        told.append(in_body * TOLD[min(len(TOLD) - 1, int(times))])
    covered, place = _best_place(groups, text, sure, told)
    called = max((_likeness(groups, name, total, left_out) for name in text.names), default=0.0)
    score = points / total * covered / total + NAME_WEIGHT * called**NAME_STEEPNESS
    return Judged(score * KIND_WEIGHTS.get(text.kind, 1.0), covered / total, place)


def _best_place(groups: Sequence[Group], text: Text, sure: list[float], told: list[float]) -> tuple[float, int]:
    """How much is covered at the best place of an entry, and which passage that is."""
    best, place, most = 0.0, -1, 0.0
    for number, lines in enumerate((text.passages, text.heads, text.names)):
        for at, line in enumerate(lines):
            here = [_worth(group, line) for group in groups]
            covered = sum(
                group.weight * max(said if is_here else 0.0, certain)
                for group, is_here, said, certain in zip(groups, here, told, sure, strict=True)
            )
            best = max(best, covered)
            shown = sum(group.weight * is_here for group, is_here in zip(groups, here, strict=True))
            if number == 0 and shown > most:
                most, place = shown, at
    return best, place


def _likeness(groups: Sequence[Group], name: str, total: float, left_out: frozenset[str]) -> float:
    """From 0 to 1, how nearly a name and a question are the same: shared weight out of all weight of both."""
    words = set(name.split())
    words = words - left_out or words
    shared, rest = 0.0, set(words)
    for group in groups:
        worth, said = max(
            ((way.worth, way.phrase) for way in group.ways if words.issuperset(set(way.phrase) - left_out)),
            key=lambda way: (way[0], len(way[1])),
            default=(0.0, ()),
        )
        shared += group.weight * worth
        rest -= set(said)
    mean = total / len(groups)
    return shared / (total + mean * len(rest))


def _worth(group: Group, line: str) -> float:
    """The worth of the best way of a group that a line holds, 0 for none."""
    return max((way.worth for way in group.ways if all(f" {stem} " in line for stem in way.phrase)), default=0.0)


def _times(group: Group, body: str) -> float:
    return max((min(body.count(f" {stem} ") for stem in way.phrase) * way.worth for way in group.ways), default=0.0)


def _lines(stems: str) -> tuple[str, ...]:
    return tuple(map(_line, stems.split("\n"))) if stems else ()


def _line(stems: str) -> str:
    return f" {stems.replace(chr(10), ' ')} "


def by_score(judged: Iterable[tuple[int, Judged]]) -> list[tuple[int, Judged]]:
    """Keys of entries with what was judged of them, the best first."""
    return sorted(judged, key=lambda pair: (-pair[1].score, pair[0]))
