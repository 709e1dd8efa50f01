"""Rules about numbers: each has a source, none stands beside another that it was not compared with."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from portal.text.lint.sheet import Found, Passage, Rule, Sheet, blocks, warns
from portal.text.readability import WORD

SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
LARGE = f"{SMALL}|twenty|fifty|hundred|thousand"
NUMBER = r"\d+(?:[.,]\d+)*[½¼¾]?|[½¼¾]"
# A result, not a time or an age: "39 of 100", "2 to 4½ in 10", "2.3 %"; and "one in ten".
FIGURE = re.compile(
    rf"(?=[\d½¼¾])(?:(?:{NUMBER})\s+(?:people\s+)?(?:in|of|out of)\s+(?:every\s+)?(?P<total>\d[\d,]*)\b"
    r"|(?<![\d.,])\d{1,3}(?:[.,]\d+)*[½¼¾]?\s?(?:%|per\s?cent\b))"
)
SAID_FIGURE = re.compile(rf"\b(?:{SMALL})\s+(?:in|out of)\s+(?:every\s+)?(?P<said>{LARGE})\b", re.IGNORECASE)
# Found much faster, so that only the few texts that have it are searched for the whole.
SAID_TOTAL = re.compile(rf"\s(?:in|out of)\s+(?:every\s+)?(?:{LARGE})\b", re.IGNORECASE)
SAID = {word: str(number) for number, word in enumerate(SMALL.split("|"), start=1)}
SAID |= {"twenty": "20", "fifty": "50", "hundred": "100", "thousand": "1000"}
# An amount that leaves the reader to guess, beside something gained or lost.
VAGUE = re.compile(
    r"\b(?:rare(?:ly)?|uncommon(?:ly)?|commonly|very common|often|frequent(?:ly)?|seldom|a small (?:number|chance|risk)"
    r"|high(?:er)? (?:chance|risk)|low(?:er)? (?:chance|risk)|unlikely)\b",
    re.IGNORECASE,
)
OUTCOME = re.compile(
    r"\b(?:infect\w*|bleed\w*|clots?|tears?|torn|nerve (?:injury|damage)|another operation|complication\w*|die[sd]?"
    r"|death|harms?|screws?|paraly\w*|come back|comes back|came back|better|relief|recover\w*)\b",
    re.IGNORECASE,
)
NOT_COUNTED = re.compile(r"no (?:reliable )?(?:count|figure|number)|not counted|nobody (?:has )?counted", re.IGNORECASE)
FIRST_PART, MOST_NUMBERS = 900, 7


@lru_cache(maxsize=1000)
def found_in(text: str) -> tuple[re.Match[str], ...]:
    """The results in a text, in order. Several rules ask about the same passages."""
    said = SAID_FIGURE.finditer(text) if SAID_TOTAL.search(text) else iter(())
    return tuple(sorted([*FIGURE.finditer(text), *said], key=lambda match: match.start()))


def figures_in(text: str) -> list[str]:
    """The results in a text, as they are written."""
    return [" ".join(match[0].split()) for match in found_in(text)]


def totals_in(text: str) -> set[str]:
    """The numbers that results in a text are counted out of; a percentage is out of 100."""
    return {_total(match) for match in found_in(text)}


def _total(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if said := groups.get("said"):
        return SAID[said.lower()]
    return (groups.get("total") or "100").replace(",", "")


@blocks("JAMA attribution; DISCERN 4")
def figures_have_a_source(sheet: Sheet) -> Found:
    """A result in the text names its source in the same paragraph, item or table."""
    if not found_in(sheet.bare):
        return
    for table, passages in groupby(sheet.prose, key=lambda passage: passage.sort == "row"):
        run = list(passages)
        together = {source for passage in run for source in passage.sources} if table else set()
        for passage in run:
            if not (passage.sources or together):
                for figure in figures_in(passage.words):
                    yield passage.line, f"“{figure}” has no source; put [@source-name] behind it, or show the finding"


@blocks("JAMA attribution; DISCERN 4")
def figures_of_the_short_answer_are_in_the_text(sheet: Sheet) -> Found:
    """What the short answer counts is said again, with its source, in the text."""
    for name, words in sheet.field_words():
        for figure in figures_in(words):
            if figure not in _sourced(sheet):
                yield (
                    name,
                    f"{name} says “{figure}”, which the text does not say with a source; say it there, or take it out",
                )


@blocks("DISCERN 6; this site: only what was compared")
def figures_of_one_study_stand_together(sheet: Sheet) -> Found:
    """A table of results, or a sentence with two of them, has one source: only what was compared stands together."""
    for table in _tables(sheet):
        if len({source for row in table for source in row.sources}) > 1 and any(figures_in(row.words) for row in table):
            yield table[0].line, "this table sets results of different studies side by side; make one table a study"
    for passage in sheet.prose if found_in(sheet.bare) else ():
        if passage.sort == "row":
            continue
        for sentence in re.split(r"(?<=[.!?])\s+(?!\[@)", passage.text):
            cited = set(re.findall(r"\[@([^\]]+)\]", sentence))
            if len(cited) > 1 and len(figures_in(sentence)) > 1:
                yield passage.line, "this sentence sets results of different studies side by side; make two of it"


@blocks("CDC 17; PEMAT 7")
def a_table_counts_out_of_one_number(sheet: Sheet) -> Found:
    """All results of a table are counted out of the same number, so that rows can be compared."""
    for table in _tables(sheet):
        totals = {total for row in table for total in totals_in(row.words)}
        if len(totals) > 1:
            numbers = ", ".join(sorted(totals, key=int))
            yield table[0].line, f"this table counts out of {numbers}; count all of it out of the largest"


@warns("CDC 15; PEMAT 6")
def the_first_part_has_few_numbers(sheet: Sheet) -> Found:
    """At most seven results within the first 900 words; the rest stands under “All the numbers”."""
    words = count = 0
    for passage in sheet.passages:
        words += len(WORD.findall(passage.words))
        count += len(figures_in(passage.words))
        if words <= FIRST_PART and count > MOST_NUMBERS:
            yield passage.line, f"more than {MOST_NUMBERS} results by here; move some under “All the numbers”"
            return


@warns("CDC 20; PEMAT 6")
def amounts_beside_outcomes_are_counted(sheet: Sheet) -> Found:
    """An amount such as “rarely”, beside a gain or a harm, has a number, or says that none was found."""
    for passage in sheet.prose:
        if passage.is_safety or passage.sources or NOT_COUNTED.search(passage.words) or figures_in(passage.words):
            continue
        for sentence in passage.sentences:
            vague = VAGUE.search(sentence)
            if vague and OUTCOME.search(sentence) and not sentence.rstrip().endswith("?"):
                words = f"“{vague[0]}” leaves people to guess; give a number with its source, or say that no reliable"
                yield passage.line, f"{words} count was found"


def _sourced(sheet: Sheet) -> set[str]:
    """The results that the text gives with a source."""
    return {figure for passage in sheet.passages if passage.sources for figure in figures_in(passage.words)}


def _tables(sheet: Sheet) -> Iterator[list[Passage]]:
    if not found_in(sheet.bare):
        return
    for is_table, rows in groupby(sheet.passages, key=lambda passage: passage.sort == "row"):
        if is_table:
            yield list(rows)


RULES: tuple[Rule, ...] = (
    figures_have_a_source,
    figures_of_the_short_answer_are_in_the_text,
    figures_of_one_study_stand_together,
    a_table_counts_out_of_one_number,
    the_first_part_has_few_numbers,
    amounts_beside_outcomes_are_counted,
)
