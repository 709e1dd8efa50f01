"""How a text reads: its grade beside the live one, what the linter says and where, which words are hard, and what of
the instruments for patient information only a person can judge.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from portal.desk.documents import Document
from portal.desk.press.instruments import INSTRUMENTS, ITEMS, Item, rules_by_item
from portal.desk.press.sheets import sheet_of
from portal.desk.press.surroundings import languages
from portal.kinds.page import PageForm
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.pages import Condition, Page
from portal.shelf.reference import Term
from portal.text import lint
from portal.text.lint.figures import figures_have_a_source, figures_of_the_short_answer_are_in_the_text
from portal.text.lint.lengths import HARDEST
from portal.text.lint.wording import EVERYDAY, FRIGHTENING, MEDICAL
from portal.text.phrases import folded, pattern_of
from portal.text.plain import plain
from portal.text.readability import WORD, Grade, grade
from portal.text.references import Ref
from portal.text.render import Outside, render
from portal.text.syllables import syllables

# A word of this many syllables is hard; the formula counts them, and so do tired readers.
HARD = 4
# Long, and there is no plainer word for them.
ORDINARY = frozenset({"operation", "operations", "emergency", "emergencies"})
MOST_WORDS, MOST_REMARKS = 12, 100
# Shorter parts of a medical name are abbreviations or parts of speech.
SHORTEST_NAME = 6
_BETWEEN_NAMES = re.compile(r"[:;,()]| or | and ")
_UNSOURCED = {figures_have_a_source.name, figures_of_the_short_answer_are_in_the_text.name}


class Remark(NamedTuple):
    """Something to look at again: the body's line or 0, the field or "", what to do; `is_block` stops publishing."""

    line: int
    field: str
    words: str
    is_block: bool


class HardWord(NamedTuple):
    """A hard word, how often it comes, the body's line where it comes first, and what one may say for it, or ""."""

    word: str
    times: int
    line: int
    instead: str


class Check(NamedTuple):
    """An item of an instrument. `is_checked`: the linter looks at it; `is_fine`: it had nothing to say."""

    item: Item
    is_checked: bool
    is_fine: bool


@dataclass(frozen=True)
class Reading:
    """Everything that the panel beside a text says. `before` is the grade of what readers see now, if they do."""

    now: Grade
    before: Grade | None
    unsourced: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    left_out: int
    hard_words: tuple[HardWord, ...]
    checks: tuple[tuple[str, tuple[Check, ...], tuple[Check, ...]], ...]

    @property
    def is_above(self) -> bool:
        """Whether it reads harder than pages should."""
        return self.now.explained > HARDEST


def reading_of(form: PageForm, *, language: str, document: Document | None) -> Reading:
    """How the words in a valid form read. Costs four queries, however long the text is."""
    spoken = languages()[0] if language == SHARED_LANGUAGE else language
    live = Page.objects.at(language, document.ref).first() if document and document.live_id else None
    phrases = {term.slug: term.phrases for term in Term.objects.in_language(spoken).order_by("-slug")}
    explained = frozenset(phrase for some in phrases.values() for phrase in some)
    sheet = replace(
        sheet_of(form),
        parts=form.parts.get(spoken, ()),
        plain=plain(form.rendered) if form.rendered else "",
        explained=explained,
        anchors=_anchors(form, spoken),
        today=timezone.localdate(),
        review_due=live.review_due_on if live else None,
    )
    found = [*lint.remarks(sheet), *lint.obstacles(sheet)]
    # A part that is missing is told of, and stops nothing: a clinic may have a shorter page of its own.
    stopping = set(lint.obstacles(sheet_of(form)))
    said = {one.rule for one in found}
    every = [(one.rule in _UNSOURCED, _remark(one, one in stopping)) for one in found]
    rest = sorted((remark for is_figure, remark in every if not is_figure), key=lambda one: (not one.is_block, one))
    return Reading(
        now=_grade_now(sheet, phrases),
        before=_grade_of(live) if live else None,
        unsourced=tuple(remark for is_figure, remark in every if is_figure)[:MOST_REMARKS],
        remarks=tuple(rest[:MOST_REMARKS]),
        left_out=max(0, len(rest) - MOST_REMARKS),
        hard_words=tuple(_hard_words(sheet, _everyday_names(spoken))),
        checks=tuple(_checks(said)),
    )


def _remark(found: lint.Remark, is_block: bool) -> Remark:
    return Remark(found.line, found.field, found.message, is_block)


def _grade_now(sheet: lint.Sheet, phrases: Mapping[str, list[str]]) -> Grade:
    """The grade as publishing counts it: only words that are explained on this very page count as short."""
    terms = {phrase: slug for slug, some in phrases.items() for phrase in some}
    met = render(sheet.body, Outside(terms=terms, urls={}, finding_sources={})).terms
    return grade(sheet.plain, {phrase for slug in met for phrase in phrases[slug]})


def _grade_of(page: Page) -> Grade:
    return Grade(page.grade_raw, page.grade, page.sentences, page.words, page.longest_sentence)


def _anchors(form: PageForm, language: str) -> dict[Ref, frozenset[str]]:
    """The headings of the pages that the text links to."""
    refs = form.rendered.links if form.rendered else ()
    pages = Page.objects.in_language(language).among(refs).select_related("edition") if refs else ()
    return {page.ref: frozenset(row["anchor"] for row in page.edition.contents) for page in pages}


def _everyday_names(language: str) -> dict[str, str]:
    """What pages call a condition, by its medical names: "lumbar disc herniation" is "Slipped disc"."""
    named = Page.objects.in_language(language).of_kind(Condition.KIND).with_medical_name()
    rows = named.values_list("medical_name", "title")
    parts = ((part, title) for names, title in rows for part in _BETWEEN_NAMES.split(names))
    return {folded(part): title.partition(":")[0] for part, title in parts if len(part.strip()) >= SHORTEST_NAME}


def _hard_words(sheet: lint.Sheet, everyday: Mapping[str, str]) -> Iterator[HardWord]:
    """The hard words that readers cannot look up, those with something to say for them first, then the commonest."""
    count, first, shown = Counter[str](), dict[str, int](), dict[str, str]()
    explained = pattern_of(sheet.explained)
    passages = [(explained.sub(" ", one.words) if explained else one.words, one.line) for one in sheet.passages]
    # There may be thousands of names, and a pattern of all takes longer to make than all the rest.
    text = folded(" ".join(rest for rest, _line in passages))
    names = pattern_of(name for name in everyday if name in text)
    for rest, line in passages:
        named = [match[0] for match in names.finditer(rest)] if names else []
        hard = (word for word in WORD.findall(rest) if _is_hard(word))
        for word in (*named, *hard):
            key = folded(word)
            count[key] += 1
            first.setdefault(key, line)
            shown.setdefault(key, word)
    instead = {key: everyday.get(key) or _better(key) for key in count}
    chosen = sorted(count, key=lambda key: (not instead[key], -count[key], key))[:MOST_WORDS]
    return (HardWord(shown[key], count[key], first[key], instead[key]) for key in chosen)


# Texts say the same few thousand words again and again.
@lru_cache(maxsize=10_000)
def _is_hard(word: str) -> bool:
    # A name is not to be said otherwise.
    if word.lower() in EVERYDAY | ORDINARY or word[0].isupper() or not word.isalpha():
        return False
    return bool(syllables(word) >= HARD or MEDICAL.fullmatch(word) or _better(word))


def _better(word: str) -> str:
    found = _FRIGHTENING.fullmatch(word)
    return "" if found is None else _BETTER[(found.lastindex or 1) - 1]


_FRIGHTENING = re.compile("|".join(f"({pattern})" for pattern in FRIGHTENING), re.IGNORECASE)
_BETTER = tuple(FRIGHTENING.values())


def _checks(said: set[str]) -> Iterator[tuple[str, tuple[Check, ...], tuple[Check, ...]]]:
    """For each instrument its name, the items that the linter looked at, and those that only a person can judge."""
    rules = rules_by_item()
    for instrument, name in INSTRUMENTS.items():
        checks = [
            Check(item, bool(own), not own & said)
            for item in ITEMS
            if item.instrument == instrument
            for own in [rules.get((instrument, item.number), frozenset())]
        ]
        checked = tuple(check for check in checks if check.is_checked)
        yield str(name), checked, tuple(check for check in checks if not check.is_checked)
