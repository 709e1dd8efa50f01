"""Putting a question to the index: what is found, what was perhaps meant, and what must stand above everything."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log
from os.path import commonprefix

from portal.search import spelling
from portal.search.asked import Group, Look, Phrase, Scope, Way, stems_of
from portal.search.engines import engine
from portal.search.entries import ANY, Entry, Word
from portal.search.excerpts import Piece, excerpt, marked
from portal.search.ranking import KIND_WEIGHTS, Outline, best, place
from portal.search.thesaurus import Thesaurus
from portal.text.tokens import Token, tokens, words

LONGEST_QUESTION = 200  # signs; the rest of a longer one is not looked at
MOST_WORDS = 24
SHOWN, SUGGESTED = 10, 8
# How many entries the database proposes for a closer look: first those whose outline holds all that is asked for, then
# whose text does, then those that hold a part.
PROPOSED = 30
LOOKS = (Look(True, False), Look(True, True), Look(False, False), Look(False, True))
TO_SHOW = ("language", "kind", "slug", "title", "stems", "summary", "passages")
# In a small library many a plain word stands once. It must not outweigh what a question is about.
HEAVIEST = 2.8
# How often, of the entries that have both words of a phrase, they stand side by side: a rough share.
SIDE_BY_SIDE = 0.3


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
    groups: tuple[Group, ...]
    unknown: set[str]


def find(question: str, scope: Scope) -> Found:
    """What answers a question in a reader's own words. Only a word that nothing here holds is taken for a slip."""
    text = question[:LONGEST_QUESTION]
    typed = tokens(text, scope.language)[:MOST_WORDS]
    if not typed:
        return Found()
    thesaurus = Thesaurus.in_language(scope.language)
    asked = _question(words(typed), scope.language, thesaurus)
    surely = _surely(typed, asked.unknown, thesaurus)
    urgent = tuple(thesaurus.meant([*surely, *(token.stem for token in typed)]))
    if thesaurus.is_elsewhere(surely):
        return Found(urgent=urgent)
    if mends := spelling.mended(scope.language, typed, asked.unknown, thesaurus.idle) if asked.unknown else {}:
        meant = _with_mends(text, typed, mends)
        again = _question(words(tokens(meant, scope.language)[:MOST_WORDS]), scope.language, thesaurus)
        if hits := _hits(again.groups, scope, thesaurus):
            return Found(hits, meant, tuple(mends), urgent)
    return Found(_hits(asked.groups, scope, thesaurus), urgent=urgent)


def suggest(typed: str, scope: Scope) -> list[Entry]:
    """Entries that are called like the words typed so far, of which the last need not be finished.

    Titles that begin so come before those of which another name does, and pages before words.
    """
    found = tokens(typed[:LONGEST_QUESTION], scope.language)[:MOST_WORDS]
    if not found:
        return []
    # So much of the last word as is certain to stand in its stem, too: "driv" of "driving", which has the stem "drive".
    begun = commonprefix([found[-1].word, found[-1].stem])  # noqa: RUF071  of letters, not of folders
    named = engine().named([*(token.stem for token in found[:-1]), begun], scope, at_most=PROPOSED)
    rows = Entry.objects.only("language", "kind", "slug", "title").in_bulk([outline.key for outline in named])
    entries = [rows[outline.key] for outline in named if outline.key in rows]
    said = " ".join(token.word for token in found)
    entries.sort(key=lambda entry: (not _words(entry).startswith(said), -KIND_WEIGHTS.get(entry.kind, 1.0)))
    return entries[:SUGGESTED]


def _words(entry: Entry) -> str:
    return " ".join(token.word for token in tokens(entry.title, entry.language))


def _question(typed: Sequence[Phrase], language: str, thesaurus: Thesaurus) -> _Question:
    """Typed words as groups with their weights, and those of their stems that nothing here has."""
    groups = thesaurus.groups(typed)
    rows = Word.objects.in_language(language).stemmed({ANY, *stems_of(groups)}).values_list("stem", "entries")
    counted: dict[str, int] = {}
    for stem, entries in rows:
        counted[stem] = max(entries, counted.get(stem, 0))
    meant = {stem for group in groups for stem in group.typed if group.typed not in thesaurus.equals}
    return _Question(_weighed(groups, counted), meant - counted.keys())


def _weighed(groups: Sequence[Group], counted: Mapping[str, int]) -> tuple[Group, ...]:
    """Groups by inverse document frequency (Robertson and Spärck Jones, as in BM25) of the way that is most common.

    What nothing here says weighs no more than the rest on average: it may be beside the point.
    """
    total = counted.get(ANY, 0)
    held = [max(_held(way, counted) for way in group.ways) for group in groups]
    weights = [min(HEAVIEST, log(1 + (total - entries + 0.5) / (entries + 0.5))) for entries in held]
    known = [weight for weight, entries in zip(weights, held, strict=True) if entries]
    if known:
        usual = sum(known) / len(known)
        weights = [weight if entries else min(weight, usual) for weight, entries in zip(weights, held, strict=True)]
    return tuple(Group(group.ways, weight) for group, weight in zip(groups, weights, strict=True))


def _held(way: Way, counted: Mapping[str, int]) -> float:
    """In how many entries a way stands; of a phrase only the words are counted, and they seldom stand side by side."""
    least = min(counted.get(stem, 0) for stem in way.phrase)
    return least if len(way.phrase) == 1 else least * SIDE_BY_SIDE


def _hits(groups: Sequence[Group], scope: Scope, thesaurus: Thesaurus) -> tuple[Hit, ...]:
    outlines: dict[int, Outline] = {}
    for look in LOOKS if len(groups) > 1 else LOOKS[:2]:
        for outline in engine().entries(groups, scope, look, at_most=PROPOSED):
            outlines.setdefault(outline.key, outline)
        if len(outlines) >= PROPOSED:
            break
    found = best(groups, outlines.values(), thesaurus.left_out, Entry.objects.texts, at_most=SHOWN)
    rows = Entry.objects.only(*TO_SHOW).in_bulk([judged.key for judged in found])
    # One that was withdrawn since the database proposed it is gone.
    return tuple(_hit(rows[judged.key], groups) for judged in found if judged.key in rows)


def _hit(entry: Entry, groups: Sequence[Group]) -> Hit:
    stems = stems_of(groups)
    at = place(groups, entry.stems)
    passage = entry.passages.split("\n")[at] if at >= 0 else entry.summary
    return Hit(
        entry.kind,
        entry.get_absolute_url(),
        marked(entry.title, stems, entry.language),
        excerpt(passage, stems, entry.language),
    )


def _with_mends(text: str, typed: Iterable[Token], mends: dict[str, str]) -> str:
    meant, done = "", 0
    for token in typed:
        meant += text[done : token.start] + mends.get(token.word, text[token.start : token.end])
        done = token.end
    return meant + text[done:]


def _surely(typed: Sequence[Token], unknown: Set[str], thesaurus: Thesaurus) -> list[str]:
    """Typed stems; of those that nothing here holds, slips of words of an emergency or of other matters mended."""
    return [
        spelling.nearest(stem, thesaurus.stems) or stem
        if stem in unknown - thesaurus.stems and spelling.can_be_mended(stem)
        else stem
        for stem in (token.stem for token in typed)
    ]
