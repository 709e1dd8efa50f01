"""Putting a question to the index: what is found, what was perhaps meant, and what must stand above everything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log

from django.db.models import Max

from portal.search import spelling
from portal.search.asked import Group, Scope, stems_of
from portal.search.engines import engine
from portal.search.entries import Entry, Word
from portal.search.excerpts import Piece, excerpt, marked
from portal.search.ranking import Judged, Text, by_score, judge
from portal.search.thesaurus import Thesaurus
from portal.shelf.addresses import address_of
from portal.text.references import Ref
from portal.text.tokens import Token, tokens

LONGEST_QUESTION = 200  # signs; the rest of a longer one is not looked at
MOST_WORDS = 24
SHOWN = 10
# How many entries the database may propose: those that hold everything that is asked for, and those that hold a part.
CLOSE, LOOSE = 30, 30
import os
UNK=float(os.environ.get('UNK','1'))
COLUMNS = ("pk", "kind", "names", "heads", "gist", "stems")


@dataclass(frozen=True)
class Hit:
    """Something that was found: its title and the passage that answers best, in pieces, those that were asked for marked."""

    kind: str
    address: str
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True)
class Found:
    """The answer to a question.

    `meant` is the question with its slips mended, "" where nothing was; `urgent` names cards and the crisis line that
    must stand first. `is_mended` tells that nothing answers what was typed, and the hits answer what was meant.
    """

    hits: tuple[Hit, ...] = ()
    meant: str = ""
    is_mended: bool = False
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Question:
    groups: tuple[Group, ...]
    unknown: set[str]


def find(question: str, scope: Scope) -> Found:
    """What answers a question in a reader's own words. Typing errors are mended only where nothing else is found."""
    text = question[:LONGEST_QUESTION]
    typed = tokens(text, scope.language)[:MOST_WORDS]
    if not typed:
        return Found()
    thesaurus = Thesaurus.in_language(scope.language)
    asked = _question([token.stem for token in typed], scope.language, thesaurus)
    hits = _hits(asked.groups, scope, thesaurus)
    mends = _mends(typed, asked.unknown, scope.language, thesaurus)
    urgent = _urgent(typed, thesaurus)
    if not mends:
        return Found(hits, urgent=urgent)
    meant = _with_mends(text, typed, mends)
    if hits:
        return Found(hits, meant, urgent=urgent)
    again = _question([token.stem for token in tokens(meant, scope.language)], scope.language, thesaurus)
    hits = _hits(again.groups, scope, thesaurus)
    return Found(hits, meant if hits else "", bool(hits), urgent)


def suggest(typed: str, scope: Scope, *, at_most: int = 8) -> list[tuple[str, str]]:
    """Titles and addresses of what is called like the words typed so far, of which the last need not be finished."""
    words = tokens(typed[:LONGEST_QUESTION], scope.language)[:MOST_WORDS]
    if not words:
        return []
    keys = engine().named([*(token.stem for token in words[:-1]), words[-1].word], scope, at_most=at_most)
    rows = Entry.objects.in_bulk(keys)
    return [(rows[key].title, rows[key].get_absolute_url()) for key in keys]


def _question(typed: Sequence[str], language: str, thesaurus: Thesaurus) -> _Question:
    """Typed stems as groups with their weights, and those stems that nothing here has."""
    groups = thesaurus.groups(typed)
    stems = stems_of(groups)
    counted = dict(
        Word.objects.in_language(language).stemmed(stems).values_list("stem").annotate(most=Max("entries"))
    )
    total = max(Entry.objects.in_language(language).count(), 1)
    weights = [_weight(group, counted, total) for group in groups]
    known = [w for w in weights if w < log(1 + (total + 0.5) / 0.5)]
    cap = (sum(known) / len(known) if known else 99) * UNK if len(groups) > 3 else 99
    weighed = tuple(replace(group, weight=min(w, cap) if w >= log(1 + (total + 0.5) / 0.5) else w) for group, w in zip(groups, weights))
    return _Question(weighed, {stem for stem in typed if stem not in counted and (stem,) not in thesaurus.equals})


def _weight(group: Group, counted: dict[str, int], total: int) -> float:
    """Inverse document frequency (Robertson and Spärck Jones, as in BM25), of the entries that any way leads to."""
    held = sum(min(counted.get(stem, 0) for stem in way.phrase) for way in group.ways)
    held = min(held, total)
    return log(1 + (total - held + 0.5) / (held + 0.5))


def _hits(groups: Sequence[Group], scope: Scope, thesaurus: Thesaurus) -> tuple[Hit, ...]:
    keys = engine().entries(groups, scope, every=True, at_most=CLOSE)
    if len(keys) < CLOSE and len(groups) > 1:
        keys += engine().entries(groups, scope, every=False, at_most=LOOSE)
    rows = Entry.objects.filter(pk__in=set(keys)).values_list(*COLUMNS)
    judged = [(key, judge(groups, Text.of(*columns), thesaurus.left_out)) for key, *columns in rows]
    best = by_score((key, found) for key, found in judged if found.is_enough(groups))[:SHOWN]
    shown = Entry.objects.only("language", "kind", "slug", "title", "passages").in_bulk([key for key, _found in best])
    return tuple(_hit(shown[key], found, groups) for key, found in best)


def _hit(entry: Entry, found: Judged, groups: Sequence[Group]) -> Hit:
    stems = stems_of(groups)
    passages = entry.passages.split("\n")
    passage = passages[max(found.place, 0)] if passages else ""
    return Hit(
        entry.kind,
        address_of(entry.language, Ref(entry.kind, entry.slug)),
        marked(entry.title, stems, entry.language),
        excerpt(passage, stems, entry.language),
    )


def _mends(typed: Sequence[Token], unknown: set[str], language: str, thesaurus: Thesaurus) -> dict[str, str]:
    unknown = unknown - thesaurus.left_out
    return spelling.mended(language, typed, unknown) if unknown else {}


def _with_mends(text: str, typed: Iterable[Token], mends: dict[str, str]) -> str:
    meant, done = "", 0
    for token in typed:
        meant += text[done : token.start] + mends.get(token.word, text[token.start : token.end])
        done = token.end
    return meant + text[done:]


def _urgent(typed: Sequence[Token], thesaurus: Thesaurus) -> tuple[str, ...]:
    """What must stand first. Slips of the finger are always mended here: an emergency is typed with shaking hands."""
    stems = [token.stem for token in typed]
    known = thesaurus.stems
    mended = [
        spelling.nearest(stem, known) or stem if stem not in known and spelling.can_be_mended(stem) else stem
        for stem in stems
    ]
    return tuple(thesaurus.meant([*stems, *mended]))
