"""What a language's search words say: what means the same, what says nothing, what is an emergency."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Self

from portal.search.asked import Group, Phrase, Way, way
from portal.search.reading import digests_of_search_words
from portal.shelf.reference import SearchWords
from portal.text.tokens import stem, stems, tokens

# What means the same counts a little less than the very word.
WORTH_OF_EQUALS = 0.8
MOST_KEPT = 16
# Of any script: Latin, Arabic, Chinese and Japanese.
COMMA = re.compile("[,\u060c\u3001\uff0c]")


@dataclass(frozen=True)
class Urgent:
    """Words of an emergency: one of each list that is not empty, and none of `unless`."""

    one_of: frozenset[Phrase]
    and_one_of: frozenset[Phrase]
    unless: frozenset[Phrase]
    leads_to: str

    def is_meant(self, typed: frozenset[str]) -> bool:
        """Whether the stems that somebody typed mean it."""
        return (
            _any_of(self.one_of, typed)
            and (not self.and_one_of or _any_of(self.and_one_of, typed))
            and not _any_of(self.unless, typed)
        )

    @property
    def stems(self) -> set[str]:
        return {each for phrase in self.one_of | self.and_one_of for each in phrase}


@dataclass(frozen=True)
class Thesaurus:
    """One language's. `left_out` are the stems of words that say nothing, `idle` those words themselves; `equals` are
    for each phrase the others that mean the same; `grave` are words by which an emergency or another matter is told.
    """

    left_out: frozenset[str]
    idle: frozenset[str]
    elsewhere: frozenset[Phrase]
    here: frozenset[str]
    equals: Mapping[Phrase, tuple[Way, ...]]
    urgent: tuple[Urgent, ...]
    grave: frozenset[str]

    @cached_property
    def longest(self) -> int:
        """How many words the longest phrase with equals has."""
        return max(map(len, self.equals), default=1)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """How many words the phrases of other matters have, the longest first."""
        return tuple(sorted(set(map(len, self.elsewhere)), reverse=True))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every stem by which an emergency or another matter is told."""
        told = frozenset(each for phrase in self.elsewhere for each in phrase)
        return told.union(*(urgent.stems for urgent in self.urgent))

    @classmethod
    def in_language(cls, language: str) -> "Thesaurus":
        """That of a language as it is published now; an empty one where there is none.

        Kept under the digests of the very texts, so that it can be neither old nor of a preview that was taken back.
        """
        now = (language, *digests_of_search_words(language))
        if now not in _KEPT:
            # Both in one query: texts that went live in between must not be kept under the digests of others.
            rows = SearchWords.objects.in_language(language).order_by("slug")
            texts = list(rows.values_list("edition__text_digest", "fields"))
            made = cls.of((fields for _digest, fields in texts), language)
            if len(_KEPT) >= MOST_KEPT:
                _KEPT.clear()
            now = (language, *(digest for digest, _fields in texts))
            _KEPT[now] = made
        return _KEPT[now]

    @classmethod
    def of(cls, documents: Iterable[Mapping[str, Any]], language: str) -> Self:
        """From the fields of documents."""
        idle: set[str] = set()
        elsewhere: set[Phrase] = set()
        here: set[str] = set()
        equals: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
        urgent: list[Urgent] = []
        grave: set[str] = set()
        for fields in documents:
            idle.update(token.word for token in tokens(fields.get("left_out") or "", language))
            elsewhere.update(_phrases(fields.get("elsewhere"), language))
            here.update(stems(fields.get("here") or "", language))
            for row in fields.get("same") or ():
                phrases = _phrases(row.get("words"), language)
                for phrase in phrases:
                    equals[phrase] |= dict.fromkeys(other for other in phrases if other != phrase)
            urgent += [_urgent(row, language) for row in fields.get("urgent") or ()]
            told = (row.get(name) for row in fields.get("urgent") or () for name in ("one_of", "and_one_of"))
            for words in (fields.get("elsewhere"), *told):
                grave.update(token.word for token in tokens(words or "", language))
        others = {phrase: tuple(way(other, WORTH_OF_EQUALS) for other in same) for phrase, same in equals.items()}
        left_out = frozenset(stem(word, language) for word in idle)
        return cls(
            left_out, frozenset(idle), frozenset(elsewhere), frozenset(here), others, tuple(urgent), frozenset(grave)
        )

    def groups(self, typed: Sequence[Phrase]) -> list[Group]:
        """What was typed, word by word, as things that are asked for; words that say nothing only if all are such.

        A word is one stem, or several where it is written without blanks.
        """
        found = {group.typed: group for group in self._groups(typed)}
        return list(found.values()) or [Group((way(word),)) for word in dict.fromkeys(typed)]

    def _groups(self, typed: Sequence[Phrase]) -> Iterator[Group]:
        at = 0
        while at < len(typed):
            runs = ((n, tuple(chain(*typed[at : at + n]))) for n in range(self.longest, 1, -1))
            length, phrase = next((run for run in runs if run[1] in self.equals), (1, typed[at]))
            if length > 1 or not self.left_out.issuperset(phrase):
                yield Group((way(phrase), *self.equals.get(phrase, ())))
            at += length

    def is_elsewhere(self, typed: Sequence[str]) -> bool:
        """Whether the stems that somebody typed name another matter, word by word, and none besides is of this one.

        "Heart surgery" is elsewhere, "a fusion after heart surgery" is not.
        """
        rest, at, found = list[str](), 0, False
        while at < len(typed):
            runs = (length for length in self.lengths if tuple(typed[at : at + length]) in self.elsewhere)
            length = next(runs, 0)
            found = found or length > 0
            rest += typed[at : at + 1] if not length else ()
            at += length or 1
        return found and self.here.isdisjoint(rest)

    def meant(self, typed: Iterable[str]) -> list[str]:
        """What should stand above everything, for words of an emergency; [] for others."""
        held = frozenset(typed)
        return list(dict.fromkeys(urgent.leads_to for urgent in self.urgent if urgent.is_meant(held)))


_KEPT: dict[tuple[str, ...], Thesaurus] = {}


def _phrases(words: str | None, language: str) -> list[Phrase]:
    found = (tuple(stems(phrase, language)) for phrase in COMMA.split(words or ""))
    return list(dict.fromkeys(phrase for phrase in found if phrase))


def _urgent(row: Mapping[str, Any], language: str) -> Urgent:
    one_of, and_one_of, unless = (
        frozenset(_phrases(row.get(name), language)) for name in ("one_of", "and_one_of", "unless")
    )
    return Urgent(one_of, and_one_of, unless, row["leads_to"])


def _any_of(phrases: Iterable[Phrase], typed: frozenset[str]) -> bool:
    return any(typed.issuperset(phrase) for phrase in phrases)
