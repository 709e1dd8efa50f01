"""The items of two instruments for patient information, in plain words: what each asks for, and why.

PEMAT-P is the Patient Education Materials Assessment Tool for printed material, the CCI the Clear Communication Index
of the CDC. Their numbers are kept, so that a colleague can look an item up; 13 and 14 of PEMAT are for films.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from portal.text.lint import RULES

PEMAT, CCI = "PEMAT", "CDC"
INSTRUMENTS = {PEMAT: _("PEMAT-P: can people understand it and act on it?"), CCI: _("CDC Clear Communication Index")}


class Item(NamedTuple):
    """One item: what it asks for, and what that means for a writer."""

    instrument: str
    number: int
    asks: Any
    means: Any


_PEMAT = (
    (1, _("Its purpose is clear at once"), _("Title and short answer say what the page is for.")),
    (2, _("Nothing leads away from the purpose"), _("Take out what a reader does not need to decide or to act.")),
    (3, _("Everyday words"), _("Say it as you would to a neighbour.")),
    (4, _("Medical words are explained"), _("Use them only so that people know them when they hear them.")),
    (5, _("Sentences say who does what"), _("“The surgeon opens”, not “is opened”.")),
    (6, _("Numbers are clear"), _("Few of them, each with what it counts and out of how many.")),
    (7, _("Nobody has to calculate"), _("All numbers of a table are out of the same total.")),
    (8, _("Short sections"), _("At most three sentences in a paragraph; lists where there are several things.")),
    (9, _("Headings that say what comes"), _("A reader finds the part that matters by the headings alone.")),
    (10, _("A sensible order"), _("What people need first comes first; steps are in the order of doing.")),
    (11, _("A summary"), _("The short answer, or key points, say again what matters most.")),
    (12, _("Key points stand out"), _("Boxes, bold words or lists draw the eye to what matters, and only to that.")),
    (15, _("Pictures where they help"), _("What is hard to say in words has a drawing.")),
    (16, _("Pictures belong to the words"), _("No picture is there for decoration alone.")),
    (17, _("Pictures have a clear caption"), _("The caption says what to see in the picture.")),
    (18, _("Pictures are simple"), _("Nothing is drawn that the words do not need.")),
    (19, _("Tables are simple"), _("Few columns, each with a short heading.")),
    (20, _("It says what to do"), _("At least one thing that the reader can do: a step, a question, a call.")),
    (21, _("It speaks to the reader"), _("“You can ask”, not “patients may ask”.")),
    (22, _("What to do is in small steps"), _("One thing a step, in the order of doing.")),
    (23, _("Something to use"), _("A list to tick, questions to take along, room for notes.")),
    (24, _("Calculations have an example"), _("Where somebody must work something out, show how.")),
    (25, _("It says how to use charts"), _("A line tells what a table or picture means for the reader’s choice.")),
    (26, _("Pictures help to act"), _("Where a drawing makes a step easier to do, it is there.")),
)
_CCI = (
    (1, _("One main message"), _("You can say in one sentence what readers should remember.")),
    (2, _("The main message comes first"), _("It is at the top of the page, not behind detail.")),
    (3, _("The main message stands out"), _("By its place, its size or a box.")),
    (4, _("A picture carries the main message"), _("At least one drawing shows what the page is about.")),
    (5, _("It asks the reader to do something"), _("For instance: ask, call, write down, decide together.")),
    (6, _("Main message and action say who does what"), _("Active words: “call us”, not “we should be called”.")),
    (7, _("Words that readers use"), _("No word that only staff say, unless it is explained.")),
    (8, _("Lists"), _("Several things of one sort are a list.")),
    (9, _("Parts with headings"), _("Small parts, each with a heading.")),
    (10, _("The most important part is in the first lines"), _("Who reads only the top has what matters.")),
    (11, _("What is known and what is not"), _("It says how sure the evidence is, and what nobody knows.")),
    (12, _("Advice on what to do"), _("It says what readers can do for themselves.")),
    (13, _("Why to do it"), _("It says what the advice is good for.")),
    (14, _("How to do it"), _("When, how often, with whom: so that nobody has to guess.")),
    (15, _("Numbers that readers use"), _("Only numbers that help somebody decide, as “39 of 100”.")),
    (16, _("It says what numbers mean"), _("Beside a number stands whether that is much or little, and of what.")),
    (17, _("No sums"), _("Readers need not add, take away or compare fractions.")),
    (18, _("What can happen"), _("It says what the harm would be like, not only that there is a risk.")),
    (19, _("Gains and harms"), _("Both are there, told in the same way.")),
    (20, _("Chances in words or a picture too"), _("A number for a risk also stands in words, or is drawn.")),
)
ITEMS: tuple[Item, ...] = tuple(Item(name, *item) for name, items in ((PEMAT, _PEMAT), (CCI, _CCI)) for item in items)
_NAMED = re.compile(r"(PEMAT|CDC) (\d+(?: and \d+)*)")


def rules_by_item() -> Mapping[tuple[str, int], frozenset[str]]:
    """The names of the linter's rules that look at each item, by instrument and number; a rule names its items."""
    found: dict[tuple[str, int], set[str]] = {}
    for rule in RULES:
        for name, numbers in _NAMED.findall(rule.source):
            for number in numbers.split(" and "):
                found.setdefault((name, int(number)), set()).add(rule.name)
    return {item: frozenset(names) for item, names in found.items()}
