"""How well an entry answers a question.

An entry is judged by where it says what was asked for (its names count most, then headings and gist, then the text), by
how much of the question it covers in one place, and by how nearly one of its names is the question itself. Texts are
only read where that can still change which entries are shown, because they are long.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from portal.search.asked import Group, Way

# How much a hit in names, headings and gist counts, against one in the text, which counts up to 1.2.
PLACES = (5.0, 2.5, 2.0)
LEAST_IN_TEXT, MOST_IN_TEXT, OFTEN = 0.6, 1.2, 4
# What a thing is called weighs more than what is said of it.
NAME_WEIGHT, NAME_STEEPNESS = 6.0, 1.5
# How much must be there of one thing that was asked for, of two, three, and so on; nobody answers a long story whole.
ENOUGH = (0.5, 0.5, 0.45, 0.4, 0.35, 0.3)
# A thing that the text says once, twice or three times is covered by so much.
TOLD = (0.0, 0.55, 0.7, 0.9)
# A passage of fewer signs is a heading or an item of a list.
A_SENTENCE, OF_A_HEADING = 40, 0.8
# Words of the glossary and standing texts come after pages that answer as well.
KIND_WEIGHTS = {"term": 0.7, "article": 0.8}


# For each line that holds something, by where it begins, the best way of each group that it holds.
Told = dict[int, dict[Group, Way]]


class Outline(NamedTuple):
    """What an entry says without its text: lines of stems, each stem between blanks."""

    key: int
    kind: str
    names: str
    heads: str
    gist: str


class Judged(NamedTuple):
    """How well an entry answers: `score` orders what is found, `covered` is the share of the question, from 0 to 1."""

    key: int
    score: float
    covered: float


@dataclass(frozen=True)
class _Half:
    """An entry of which the outline has been judged; `missing` are the groups that only its text may answer."""

    outline: Outline
    points: float
    sure: float
    called: float
    missing: tuple[Group, ...]

    @property
    def at_best(self) -> Judged:
        """What it may still come to."""
        rest = sum(group.weight for group in self.missing)
        return self.judged(rest * MOST_IN_TEXT, rest * TOLD[-1])

    def judged(self, points: float, told: float) -> Judged:
        """What it comes to with what its text adds."""
        covered = self.sure + told
        score = (self.points + points) * covered + NAME_WEIGHT * self.called**NAME_STEEPNESS
        return Judged(self.outline.key, score * KIND_WEIGHTS.get(self.outline.kind, 1.0), covered)


def best(
    groups: Sequence[Group],
    outlines: Iterable[Outline],
    left_out: frozenset[str],
    texts: Callable[[Sequence[int]], Mapping[int, str]],
    *,
    at_most: int,
) -> list[Judged]:
    """The entries that answer enough of the question, the best first; `texts` reads the texts of some of them."""
    total = sum(group.weight for group in groups) or 1.0
    shares = [Group(group.ways, group.weight / total) for group in groups]
    halves = sorted((_half(shares, outline, left_out) for outline in outlines), key=lambda half: -half.at_best.score)
    enough = _enough(groups)
    found: list[Judged] = []
    for first in range(0, len(halves), at_most):
        some = halves[first : first + at_most]
        if len(found) >= at_most and found[at_most - 1].score >= some[0].at_best.score:
            break
        read = texts([half.outline.key for half in some if half.missing and half.at_best.covered >= enough])
        found += [judged for half in some if (judged := _whole(half, read)).covered >= enough]
        found.sort(key=lambda judged: (-judged.score, judged.key))
    return found[:at_most]


def needed(groups: Sequence[Group]) -> list[Group]:
    """The groups of which an answer holds at least one: what holds only the others, which weigh less, is not enough."""
    rest, least = 0.0, _enough(groups) * sum(group.weight for group in groups)
    found = []
    for group in sorted(groups, key=lambda group: group.weight):
        rest += group.weight
        if rest >= least:
            found.append(group)
    return found


def place(groups: Sequence[Group], text: str) -> int:
    """The number of the passage that answers most; the first of those that answer alike, -1 where none does.

    A heading that says the same as a sentence tells less.
    """
    most, found = 0.0, -1
    for start, ways in sorted(_best_told(groups, text).items()):
        answered = _weight(ways) * (1.0 if len(_line(text, start)) >= A_SENTENCE else OF_A_HEADING)
        if answered > most:
            most, found = answered, start
    return text.count("\n", 0, found) if found >= 0 else -1


def _enough(groups: Sequence[Group]) -> float:
    return ENOUGH[min(len(groups), len(ENOUGH)) - 1]


def _half(groups: Sequence[Group], outline: Outline, left_out: frozenset[str]) -> _Half:
    points, sure, missing = 0.0, 0.0, []
    named = _told(groups, outline.names)
    in_names: dict[Group, float] = {}
    for ways in named.values():
        for group, way in ways.items():
            in_names[group] = max(way.worth, in_names.get(group, 0.0))
    for group in groups:
        worths = [in_names.get(group, 0.0), 0.0, 0.0]
        # Nothing is worth more than the very word, and no place more than a name.
        if worths[0] < 1.0:
            worths[1:] = _worth(group, outline.heads), _worth(group, outline.gist)
        if not any(worths):
            missing.append(group)
        points += group.weight * max(map(mul, PLACES, worths))
        sure += group.weight * max(worths)
    called = _likeness(named, outline.names, left_out, len(groups))
    return _Half(outline, points, sure, called, tuple(missing))


def _whole(half: _Half, texts: Mapping[int, str]) -> Judged:
    """An entry with its text: things that its outline lacks count where most of them stand in one passage."""
    text = texts.get(half.outline.key, "")
    points, told = 0.0, []
    for group in half.missing:
        if worth := _worth(group, text):
            times = _times(group, text)
            often = LEAST_IN_TEXT + (MOST_IN_TEXT - LEAST_IN_TEXT) * min(1.0, times / OFTEN)
            points += group.weight * worth * often
            told.append((group, group.weight * worth * TOLD[min(len(TOLD) - 1, int(times))]))
    if len(told) < 2:
        return half.judged(points, sum(share for _group, share in told))
    shares = dict(told)
    lines = _told(shares, text).values()
    return half.judged(points, max(sum(shares[group] for group in ways) for ways in lines))


def _likeness(named: Told, names: str, left_out: frozenset[str], asked: int) -> float:
    """From 0 to 1, how nearly one of the names and a question of so many groups are the same: shared weight of all."""
    most = 0.0
    for start, ways in named.items():
        weight = _weight(ways)
        if weight > most:
            words = set(_line(names, start).split())
            rest = (words - left_out or words).difference(*(way.phrase for way in ways.values()))
            most = max(most, weight / (1 + len(rest) / asked))
    return most


def _told(groups: Iterable[Group], lines: str) -> Told:
    told: Told = {}
    for group in groups:
        for way in group.ways:
            at = lines.find(way.sought)
            while at >= 0:
                told.setdefault(lines.rfind("\n", 0, at) + 1, {}).setdefault(group, way)
                end = lines.find("\n", at)
                at = lines.find(way.sought, end) if end >= 0 else -1
    return told


def _best_told(groups: Iterable[Group], lines: str) -> Told:
    """The lines that tell most, and some of the others: what weighs most is looked for everywhere, the rest beside it.

    Lines that hold only the rest are of interest as long as one of them may tell more than the best so far.
    """
    told: Told = {}
    heavy = sorted(groups, key=lambda group: -group.weight)
    rest, most = sum(group.weight for group in heavy), 0.0
    for number, group in enumerate(heavy):
        if rest < most * OF_A_HEADING:
            for start, ways in told.items():
                line = _line(lines, start)
                ways |= {other: way for other in heavy[number:] for way in reversed(other.ways) if way.sought in line}
            break
        for start, ways in _told([group], lines).items():
            told.setdefault(start, {}).update(ways)
        rest -= group.weight
        most = max(map(_weight, told.values()), default=0.0)
    return told


def _weight(ways: Mapping[Group, Way]) -> float:
    return sum(group.weight * way.worth for group, way in ways.items())


def _line(lines: str, start: int) -> str:
    return lines[start:].partition("\n")[0]


def _worth(group: Group, lines: str) -> float:
    """The worth of the best way of a group that some lines hold, 0 for none.

    What was typed comes before what means the same, so the first way that is there is worth most.
    """
    for way in group.ways:
        if way.sought in lines:
            return way.worth
    return 0.0


def _times(group: Group, text: str) -> float:
    """How often a text holds the way of a group that it holds most often, each worth what it is."""
    return max(text.count(way.sought) * way.worth for way in group.ways)
