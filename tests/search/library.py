"""A made-up library for finding things in, and search words for it."""

from textwrap import indent
from typing import Any

from portal.search.asked import Scope
from portal.search.finding import find
from portal.search.suggesting import suggest
from tests.views.conftest import CARD, CLINIC

EN = Scope("en", country="GB")


def guide(title: str, body: str = "Take your time.", *, about: str = "Made up for a test.", **fields: Any) -> str:
    """A guide's text; further fields are lists or single words."""
    given = {"stage": "pain"} | fields
    lines = "".join(
        f"{name}:\n{indent(chr(10).join(f'- {each}' for each in value), '  ')}\n"
        if isinstance(value, list)
        else f"{name}: {value}\n"
        for name, value in given.items()
    )
    return f"---\nformat: 1\ntitle: {title}\nsummary: {about}\nshort_answer: {about}\n{lines}---\n\n## Part\n\n{body}\n"


def condition(title: str, body: str = "Take your time.", **fields: Any) -> str:
    return guide(title, body, **fields).replace("stage: pain\n", "")


def term(title: str, definition: str) -> str:
    return f"---\nformat: 1\ntitle: {title}\nalso:\n  - {title}s\ndefinition: {definition}\n---\n"


WORDS = """---
format: 1
title: How readers say it
left_out: please tell me about what is the a my can i how to do and or not of in
elsewhere: knee replacement, teeth
same:
  - id: leg-pain
    words: sciatica, leg pain
  - id: cut
    words: incision, cut, wound
urgent:
  - id: passing-urine
    one_of: pee, bladder
    and_one_of: "cannot, can't, trouble"
    unless: catheter
    leads_to: every_page
  - id: fever
    one_of: fever after operation
    leads_to: after_treatment
  - id: dying
    one_of: want to die, overdose
    leads_to: crisis_line
---
"""
LIBRARY = {
    "en/conditions/slipped-disc.md": condition(
        "Slipped disc",
        "A soft disc can press on a nerve. Most discs shrink with time.",
        about="When a soft disc presses on a nerve.",
        medical_name="lumbar herniation",
        lay_names=["trapped nerve"],
        misspellings=["sliptdisk"],
        asked_as=["will it shrink by itself"],
        icd10=["M54.30"],
    ),
    "en/conditions/sciatica.md": condition("Sciatica", "It burns below the knee.", about="Burning from a nerve."),
    "en/guides/driving.md": guide(
        "Driving a car", "Ask your insurer first.", about="When you may drive.", stage="recovering"
    ),
    "en/guides/sick-pay-here.md": guide("Sick pay in Britain", "Ask your employer.", country="GB"),
    "en/guides/sick-pay-there.md": guide("Sick pay in Ireland", "Ask your employer.", country="IE"),
    "en/guides/sick-pay.md": guide("Sick pay anywhere", "Ask your employer.", stage="surgery_suggested"),
    "en/guides/breathing.md": guide("Breathing café", "A naïve question about the ångström.", about="Slow breaths."),
    "en/guides/wounds.md": guide("Looking after an incision", "Keep the dressing dry.", about="Dry and clean."),
    "en/glossary/laminectomy.md": term("laminectomy", "Taking away a roof of bone over the nerves."),
    "en/search/words.md": WORDS,
    "en/cards/get-help-now.md": CARD,
    "en/cards/after.md": CARD.replace("every_page", "after_treatment").replace("Get help now", "After a treatment"),
    "all/clinic.md": CLINIC,
}


def found(question: str, scope: Scope = EN) -> list[str]:
    """The addresses that a question finds, the best first."""
    return [hit.address for hit in find(question, scope).hits]


def suggested(typed: str, scope: Scope) -> list[tuple[str, str]]:
    """Titles and addresses of what is suggested while one types."""
    return [(entry.title, entry.get_absolute_url()) for entry in suggest(typed, scope)]
