"""Words as they are searched for: folded, and cut down to their stems by the rules of their language."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import snowballstemmer

# No word that anybody looks for is longer; more would only fill the index.
LONGEST_WORD = 40
# Snowball's name for a language, by its code. Words of other languages are found as they are written.
STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nb": "norwegian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
# Vowel signs and the like belong to the letter before them, though they are no letters: Indic scripts, Hebrew, Arabic.
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff"
_LETTERS = rf"(?:[^\W_]++|[{_SIGNS}]++)++"
# Written without blanks between words: Thai, Lao, Khmer, Japanese, Chinese.
_RUN = "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
# A code such as M51.26 is one word, and so is "can't".
_CODE = r"[A-Za-z][0-9]{1,3}\.[0-9A-Za-z]{1,4}(?![^\W_])"
WORD = re.compile(rf"(?P<run>{_RUN})|{_CODE}|{_LETTERS}(?:['’]{_LETTERS})*+")
# What is dropped when words are compared: accents, points and vowel marks that many people leave out.
_DROPPED = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f'’.]")

_own = threading.local()


class Token(NamedTuple):
    """A word of a text: folded, its stem, and where it stands."""

    word: str
    stem: str
    start: int
    end: int


def tokens(text: str, language: str) -> list[Token]:
    """The words of a text in order. "Slipped discs" is ("slipped", "slip"), ("discs", "disc").

    Where words are written without blanks between them, each two neighbouring signs count as a word.
    """
    found = []
    for match in WORD.finditer(text):
        if match["run"]:
            found += _pairs(match["run"], match.start())
        elif (word := folded(match[0])) and (its_stem := stem(word, language)):
            found.append(Token(word, its_stem, match.start(), match.end()))
    return found


def spans(text: str, is_meant: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where those words of a text stand that are meant, as they are written; of those that share a sign the first."""
    for match in WORD.finditer(text):
        start, end = match.span()
        if match.lastgroup != "run":
            if is_meant(match[0]):
                yield start, end
            continue
        last = max(start, end - 2)  # where the last pair begins, or the only sign stands
        while start <= last:
            pair, step = text[start : min(start + 2, end)], 1
            if is_meant(pair):
                yield start, start + len(pair)
                step = 2
            start += step


def words(found: Iterable[Token]) -> list[tuple[str, ...]]:
    """Tokens as words of stems: one each, but those that share a sign are pairs of one word without blanks."""
    joined: list[tuple[str, ...]] = []
    end = 0
    for token in found:
        joined[-1:] = [(*joined[-1], token.stem)] if joined and token.start < end else [*joined[-1:], (token.stem,)]
        end = token.end
    return joined


def stems(text: str, language: str) -> list[str]:
    """Only the stems."""
    return [token.stem for token in tokens(text, language)]


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word as it is compared: small letters, no accents, no apostrophe, "m5126" for "M51.26"."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return "".join(plain.split())[:LONGEST_WORD]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word, as Snowball's rules for the language cut it; "" where they leave nothing of it."""
    name = STEMMERS.get(language.partition("-")[0])
    return str(_stemmer(name).stemWord(word)).strip() if name else word


def _stemmer(name: str) -> Any:
    """One for each thread, because it keeps the word that it is working on."""
    kept: dict[str, Any] = _own.__dict__
    if name not in kept:
        kept[name] = snowballstemmer.stemmer(name)
    return kept[name]


def _pairs(run: str, start: int) -> list[Token]:
    found = []
    for at in range(max(len(run) - 1, 1)):
        pair = run[at : at + 2]
        # Some of these signs are written in two ways, as one or with a mark behind it.
        word = folded(pair)
        found.append(Token(word, word, start + at, start + at + len(pair)))
    return found
