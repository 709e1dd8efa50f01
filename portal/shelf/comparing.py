"""The options of a decision side by side: the same lines for each, and figures only where one study had both.

comparison = compare(decision, ["waiting", "microdiscectomy"])
comparison.lines[0].values   # what the first line says of each option that is shown, None where nothing is known
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from portal.kinds.decision import FEWEST, GAIN, HARM, MOST, UNKNOWN
from portal.kinds.finding import Reading
from portal.shelf.decisions import Decision
from portal.shelf.reference import Finding
from portal.shelf.treatments import Procedure
from portal.text.readability import sentences

Facts = Mapping[str, Finding]


class Span(NamedTuple):
    """A range as documents write it ("0-1"), in a unit."""

    range: str
    unit: str


class Told(NamedTuple):
    """A finding that is told in words, and the number of its source's note."""

    reading: Reading
    note: int | None


@dataclass(frozen=True)
class Line:
    """One line of the comparison. `sort` says how its values are drawn; a value is None where nothing is known.

    A line of figures has the finding and its reading, and the number of its source's note; its values are the groups
    of that one finding, each under the option that it had, or its words.
    """

    sort: str
    label: Any
    values: tuple[Any, ...]
    finding: Finding | None = None
    reading: Reading | None = None
    note: int | None = None


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    label: Any
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Offer:
    """An option that can be chosen, and whether it is shown now."""

    option: Procedure
    is_shown: bool


@dataclass(frozen=True)
class Comparison:
    """What is offered, what is shown of it, and the lines; `is_cut` says that more were asked for than are shown.

    `is_short` says that fewer were asked for than can be compared.
    """

    offers: tuple[Offer, ...]
    shown: tuple[Procedure, ...]
    groups: tuple[Group, ...]
    is_cut: bool
    is_short: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in their order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def width(self) -> int:
        """How many columns a table of it has."""
        return 1 + len(self.shown)

    @property
    def chosen(self) -> str:
        """The options that are shown, as an address names them."""
        return ",".join(option.slug for option in self.shown)

    @property
    def has_gaps(self) -> bool:
        """Whether some figure has no other beside it."""
        return any(line.sort == "figure" and None in line.values for line in self.lines)


def compare(decision: Decision, asked: Iterable[str]) -> Comparison | None:
    """The published options that were asked for, in the order of the document; None if there is nothing to compare.

    What is no option is left out without a word. Two queries, whatever is asked for.
    """
    rows = Procedure.objects.in_language(decision.language).named(tuple(decision.options))
    published = {row.slug: row for row in rows}
    options = [published[slug] for slug in decision.options if slug in published]
    if len(options) < FEWEST:
        return None
    wanted = set(asked).intersection(published)
    shown = [option for option in options if option.slug in wanted][:MOST]
    if len(shown) < FEWEST:
        shown = _at_first(decision, options)
    return Comparison(
        offers=tuple(Offer(option, option in shown) for option in options),
        shown=tuple(shown),
        groups=tuple(group for group in _groups(decision, shown) if group.lines),
        is_cut=len(wanted) > MOST,
        is_short=0 < len(wanted) < FEWEST,
    )


def _at_first(decision: Decision, options: Sequence[Procedure]) -> list[Procedure]:
    """What readers see before they choose."""
    first = [option for option in options if option.slug in decision.at_first]
    return (first if len(first) >= FEWEST else list(options))[:MOST]


def _groups(decision: Decision, shown: Sequence[Procedure]) -> Iterator[Group]:
    slugs = {row["finding"] for row in (*decision.comparisons, *decision.in_words)}
    facts = {row.slug: row for row in Finding.objects.in_language(decision.language).named(tuple(slugs))}
    plain = (line for line in _plain(shown) if any(value is not None for value in line.values))
    yield Group(_("About each choice"), tuple(plain))
    for about, heading in ((GAIN, _("What people gain")), (HARM, _("What can go wrong"))):
        told = _told(decision, shown, facts, about, _("What studies say"))
        yield Group(heading, (*told, *_figures(decision, shown, facts, about)))
    told = _told(decision, shown, facts, UNKNOWN, _("Not counted, or not clear"))
    yield Group(_("What is not known"), tuple(told))


def _plain(shown: Sequence[Procedure]) -> Iterator[Line]:
    """What the options' own pages say of them."""
    yield Line("words", _("What it is"), tuple(next(sentences(option.short_answer), None) for option in shown))
    yield Line("yes", _("Is it an operation?"), tuple(option.is_operation for option in shown))
    stays = (_span(option.stay_low, option.stay_high, "nights") for option in shown)
    yield Line("span", _("Nights in hospital"), tuple(stays))
    durations = (_span(option.duration_low, option.duration_high, "minutes") for option in shown)
    yield Line("span", _("How long it takes"), tuple(durations))
    yield Line("ways", _("So that you feel no pain"), tuple(option.anaesthetic or None for option in shown))
    yield Line("recovery", _("Getting back to things"), tuple(option.recovery or None for option in shown))
    yield Line("reasons", _("It may not suit you if…"), tuple(option.may_not_suit or None for option in shown))


def _span(low: int | None, high: int | None, unit: str) -> Span | None:
    if low is None or high is None:
        return None
    return Span(str(low) if low == high else f"{low}-{high}", unit)


def _figures(decision: Decision, shown: Sequence[Procedure], facts: Facts, about: str) -> Iterator[Line]:
    """A line for each finding about options that are shown; nothing of one stands beside anything of another."""
    for row in decision.comparisons:
        finding = facts.get(row["finding"])
        had = {row[option]: row.get(f"{option}_group", "") for option in ("first", "second") if row.get(option)}
        if row["about"] != about or finding is None or not had.keys() <= {option.slug for option in shown}:
            continue
        reading = finding.reading(decision.language)
        groups: dict[str, Any] = {arm.id: arm for arm in reading.arms if arm.figure}
        if not groups:
            groups[""] = Told(reading, None)
        values = tuple(groups.get(had[option.slug]) if option.slug in had else None for option in shown)
        yield Line("figure", reading.label, values, finding, reading, _note(decision, finding))


def _told(decision: Decision, shown: Sequence[Procedure], facts: Facts, about: str, label: Any) -> Iterator[Line]:
    """What was found in words about each option by itself."""
    told: dict[str, list[Told]] = {}
    for row in decision.in_words:
        finding = facts.get(row["finding"])
        if row["about"] == about and finding is not None:
            reading = finding.reading(decision.language)
            told.setdefault(row["option"], []).append(Told(reading, _note(decision, finding)))
    values = tuple(told.get(option.slug) for option in shown)
    if any(values):
        yield Line("told", label, values)


def _note(decision: Decision, finding: Finding) -> int | None:
    """The number of the note of a finding's source."""
    order = decision.edition.sources
    return order.index(finding.source_slug) + 1 if finding.source_slug in order else None
