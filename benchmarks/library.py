"""A made-up library of any size, with pages as long and as mixed as the shipped ones, for measuring how loading grows.

    write_library(Path("/tmp/x/content"), 1000)

The words mean nothing to a patient, so nothing of this is ever shown to one: it is written to a temporary folder.
"""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SHIPPED = ("all", "en/glossary")
TOPICS = ("the nerve", "your lower back", "a worn joint", "the bones of the spine", "the way you move", "pain at night")
HEADINGS = ("What it is", "What it feels like", "What may help", "What to ask", "What comes next", "How it is found")
# So many that drawing a body takes 6.9 ms on the machine this was made for, as the longest shipped pages do.
SECTIONS = 12
SENTENCES = (
    "Many people notice {topic} first when they walk, and it gets better when they sit down for a while.",
    "A scan can show changes in {topic} that have caused no trouble, so it is only one part of the answer.",
    "Talk with your *own* team about {topic}, because they know your health and your plans.",
    "An MRI scan, a disc that bulges and a short course of physiotherapy are often named together with {topic}.",
    "Trials have followed people with trouble of {topic} for up to two years, and most of them were better by then.",
    "If {topic} keeps you from sleeping for more than a week, ask for help **before** you change a medicine.",
    "Surgery is one way to treat {topic}; a fusion or an implant is needed by few people, and waiting is a choice too.",
)
ITEMS = (
    "how far you can walk before {topic} makes you stop",
    "what you take for pain, and whether it helps",
    "a list of questions about {topic}, with the **most important** one first",
    "somebody who can listen with you and write things down",
)


def write_library(root: Path, pages: int) -> list[Path]:
    """Write the shipped sources, findings, pictures and words, and `pages` pages beside them; returns the pages."""
    for folder in SHIPPED:
        shutil.copytree(settings.CONTENT_DIR / folder, root / folder)
    sources = [path.stem for path in sorted((root / "all/sources").glob("*.md"))]
    findings = [path.stem for path in sorted((root / "all/findings").glob("*.md"))]
    folder, made = root / "en/conditions", []
    folder.mkdir(parents=True)
    for number in range(pages):
        made.append(folder / f"made-up-{number:05}.md")
        made[-1].write_text(page_text(number, pages, sources, findings), encoding="utf-8", newline="\n")
    return made


def page_text(number: int, pages: int, sources: list[str], findings: list[str]) -> str:
    chance = random.Random(number)
    near = [f"condition:made-up-{chance.randrange(pages):05}" for _ in range(4)]
    head = [
        "---\nformat: 1",
        f"title: Made-up page {number}",
        f"summary: {_sentence(chance)}",
        f"short_answer: {' '.join(_sentence(chance) for _ in range(4))}",
        f"lay_names:\n  - made-up name {number}\n  - another name {number}",
        f"related:\n  - {near[0]}\n---\n",
    ]
    return "\n".join([*head, *_sections(chance, near, sources, findings)]) + "\n"


def _sections(chance: random.Random, near: list[str], sources: list[str], findings: list[str]) -> Iterator[str]:
    for at in range(SECTIONS):
        yield f"## {HEADINGS[at % len(HEADINGS)]}: {chance.choice(TOPICS)}\n"
        yield f"{_sentence(chance)} {_sentence(chance)} [@{chance.choice(sources)}]\n"
        if at % 2:
            yield "\n".join(f"- {chance.choice(ITEMS).format(topic=chance.choice(TOPICS))}" for _ in range(4)) + "\n"
        else:
            yield f"{_sentence(chance)} Read more about [{chance.choice(TOPICS)}]({near[at // 2 % len(near)]}).\n"
            yield f"{_sentence(chance)}\n"
        if at == 2:
            yield f"::: finding {chance.choice(findings)}\n:::\n"
        if at == 4:
            rows = [f"| {chance.choice(TOPICS)} | {week} to {week + 3} weeks |" for week in range(1, 5)]
            yield "\n".join(["| What | How long |", "| --- | --- |", *rows]) + "\n"
    yield f"Call {{clinic_phone}} if you are not sure. {_sentence(chance)}"


def _sentence(chance: random.Random) -> str:
    return chance.choice(SENTENCES).format(topic=chance.choice(TOPICS))
