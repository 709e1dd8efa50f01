"""Putting a question to the index: what is found, what was perhaps meant, and what must stand above everything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log

from portal.search import spelling
from portal.search.asked import Group, Look, Phrase, Place, Scope, Way, stems_of
from portal.search.engines import engine
from portal.search.entries import ANY
from portal.search.excerpts import Asked, Piece, excerpt, marked
from portal.search.ranking import Outline, best, needed, place
from portal.search.reading import Shown, counted, shown, texts
from portal.search.thesaurus import Thesaurus
from portal.shelf.addresses import address_of
from portal.text.references import Ref
from portal.text.tokens import Token, stem, tokens, words

LONGEST_QUESTION = 200  # signs; the rest of a longer one is not looked at
MOST_WORDS = 24
SHOWN = 10
# How many entries the database proposes for a closer look, and how few of them are looked at all at once.
PROPOSED, FEW = 14, 30
ALL_IN_NAMES, ALL_IN_OUTLINES = Look(True, Place.NAMES), Look(True, Place.OUTLINE)
PART_IN_OUTLINES, PART_IN_TEXTS = Look(False, Place.OUTLINE), Look(False, Place.WHOLE)
# In a small library many a plain word stands once. It must not outweigh what a question is about.
HEAVIEST = 2.8
# How often, of the entries that have both words of a phrase, they stand side by side: a rough share.
SIDE_BY_SIDE = 0.3
# What weighs less than its rareness tells: a word that nothing here says may be the matter or beside it; figures ("42
# years", "L3") are mostly beside it.
OF_UNKNOWN, OF_FIGURES = 0.7, 0.3


@dataclass(frozen=True)
class Hit:
    """Something that was found: its title and the passage that answers best, in pieces, what was asked for marked."""

    kind: str
    address: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """The answer to a question.

    `meant` is the question that the hits answer where it is not the one that was typed: nothing here holds its words
    `unknown`, and a slip away stand others. `urgent` names cards and the crisis line that must stand first.
    """

    hits: tuple[Hit, ...] = ()
    meant: str = ""
    unknown: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Question:
    """What is asked for, what of it nothing here holds, and how many entries hold any of it, at most."""

    groups: tuple[Group, ...]
    unknown: set[str]
    reached: float


def find(question: str, scope: Scope) -> Found:
    """What answers a question in a reader's own words. Only a word that nothing here holds is taken for a slip."""
    text = question[:LONGEST_QUESTION]
    typed = tokens(text, scope.language)[:MOST_WORDS]
    if not typed:
        return Found()
    thesaurus = Thesaurus.in_language(scope.language)
    asked = _question(words(typed), scope.language, thesaurus)
    surely = _surely(typed, asked.unknown, thesaurus, scope.language)
    urgent = tuple(thesaurus.meant([*surely, *(token.stem for token in typed)]))
    if thesaurus.is_elsewhere(surely):
        return Found(urgent=urgent)
    if mends := spelling.mended(scope.language, typed, asked.unknown, thesaurus.idle) if asked.unknown else {}:
        meant = _with_mends(text, typed, mends)
        again = _question(words(tokens(meant, scope.language)[:MOST_WORDS]), scope.language, thesaurus)
        if hits := _hits(again, scope, thesaurus):
            return Found(hits, meant, tuple(mends), urgent)
    return Found(_hits(asked, scope, thesaurus), urgent=urgent)


def _question(typed: Sequence[Phrase], language: str, thesaurus: Thesaurus) -> _Question:
    """Typed words as groups with their weights, and those of their stems that nothing here has."""
    groups = thesaurus.groups(typed)
    held = counted(language, {ANY, *stems_of(groups)})
    meant = {stem for group in groups for stem in group.typed if group.typed not in thesaurus.equals}
    return _Question(_weighed(groups, held), meant - held.keys(), _reached(groups, held))


def _weighed(groups: Sequence[Group], counted: Mapping[str, int]) -> tuple[Group, ...]:
    """Groups by inverse document frequency (Robertson and Spärck Jones, as in BM25) of the way that is most common.

    What nothing here says, and bare figures, weigh a part of that.
    """
    total = counted.get(ANY, 0)
    held = [max(_held(way, counted) for way in group.ways) for group in groups]
    weights = [min(HEAVIEST, log(1 + (total - entries + 0.5) / (entries + 0.5))) for entries in held]
    known = [weight for weight, entries in zip(weights, held, strict=True) if entries]
    usual = sum(known) / len(known) if known else HEAVIEST
    return tuple(
        Group(group.ways, (weight if entries else min(weight, usual)) * _share(group, entries))
        for group, weight, entries in zip(groups, weights, held, strict=True)
    )


def _share(group: Group, entries: float) -> float:
    typed = "".join(group.typed)
    if typed.isdigit() or (not entries and any(map(str.isdigit, typed))):
        return OF_FIGURES
    return 1.0 if entries else OF_UNKNOWN


def _held(way: Way, counted: Mapping[str, int]) -> float:
    """In how many entries a way stands; of a phrase only the words are counted, and they seldom stand side by side."""
    least = min(counted.get(stem, 0) for stem in way.phrase)
    return least if len(way.phrase) == 1 else least * SIDE_BY_SIDE


def _reached(groups: Sequence[Group], counted: Mapping[str, int]) -> float:
    return min(counted.get(ANY, 0), sum(_held(way, counted) for group in groups for way in group.ways))


def _looks(asked: _Question) -> Iterator[tuple[Sequence[Group], Look]]:
    """Where to look for what: names by the very words before what means the same, all before a part of it.

    Where so few entries hold any of it that all of them can be judged, one look is enough.
    """
    part = needed(asked.groups)
    if asked.reached > FEW:
        yield _very_words(asked.groups), ALL_IN_NAMES
        yield asked.groups, ALL_IN_OUTLINES
        yield _very_words(part), PART_IN_OUTLINES
    yield part, PART_IN_TEXTS


def _very_words(groups: Iterable[Group]) -> list[Group]:
    return [Group(group.ways[:1], group.weight) for group in groups]


def _hits(asked: _Question, scope: Scope, thesaurus: Thesaurus) -> tuple[Hit, ...]:
    outlines: dict[int, Outline] = {}
    for groups, look in _looks(asked):
        for outline in engine().entries(groups, scope, look, at_most=PROPOSED if asked.reached > FEW else FEW):
            outlines.setdefault(outline.key, outline)
        if len(outlines) >= PROPOSED:
            break
    found = best(asked.groups, outlines.values(), thesaurus.left_out, texts, at_most=SHOWN)
    stems = stems_of(asked.groups)
    # "Under the knife" means an operation; "the" means nothing by itself.
    marks = Asked(stems - thesaurus.left_out or stems, scope.language)
    return tuple(_hit(entry, asked.groups, marks) for entry in shown(judged.key for judged in found))


def _hit(entry: Shown, groups: Sequence[Group], asked: Asked) -> Hit:
    at = place(groups, entry.stems)
    passage = entry.passages.split("\n")[at] if at >= 0 else entry.summary
    address = address_of(entry.language, Ref(entry.kind, entry.slug))
    return Hit(entry.kind, address, marked(entry.title, asked), excerpt(passage, asked))


def _with_mends(text: str, typed: Iterable[Token], mends: dict[str, str]) -> str:
    meant, done = "", 0
    for token in typed:
        meant += text[done : token.start] + mends.get(token.word, text[token.start : token.end])
        done = token.end
    return meant + text[done:]


def _surely(typed: Sequence[Token], unknown: Set[str], thesaurus: Thesaurus, language: str) -> list[str]:
    """Typed stems; of those that nothing here holds, slips of words of an emergency or of other matters mended."""
    slips = unknown - thesaurus.stems
    return [
        stem(spelling.nearest(token.word, thesaurus.grave), language) or token.stem
        if token.stem in slips and spelling.can_be_mended(token.word)
        else token.stem
        for token in typed
    ]
