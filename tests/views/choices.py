"""A small decision aid with five choices, and its table as a screen reader has it."""

from dataclasses import dataclass

import html5lib
from django.test import Client

from tests.views.conftest import SITE

ADDRESS, SHEET = "/decisions/narrow-canal/", "/decisions/narrow-canal.comparison.pdf"
STAY = """---
format: 1
title: {title}
summary: About {slug}.
short_answer: This is {slug}. More is said later.
{more}treats:
  - spinal-stenosis
---

## What it is

Words about {slug}.
{end}"""
OPERATION = """is_operation: true
stay: 1-4
duration: 60-120
recovery:
  - id: up-and-walking
    activity: Get up and walk
    range: 0-1
    unit: days
may_not_suit:
  - your back hurts but your legs do not
"""
LASTING = """---
format: 1
label:
  en: Daily life at five years
shape: {shape}
design: randomised_trial
population:
  en: 267 people
{figures}industry_tie: not_seen
certainty: not_rated
source: moojen-2013
seen_at: abstract at PubMed
seen_on: 2026-11
---
"""
GROUPS = """arms:
  - id: alone
    name:
      en: nerves freed alone
    percent: 61
  - id: fused
    name:
      en: nerves freed and fused
    percent: 63
"""
ONE_GROUP = """arms:
  - id: alone
    name:
      en: nerves freed alone
    percent: 18
"""
DECISION = """---
format: 1
title: A narrow canal side by side
summary: Each choice by the same questions.
short_answer: You have several choices. None is the best one for everybody.
condition: spinal-stenosis
options:
  - waiting
  - interspinous-spacer
  - decompression
  - fusion
  - magnets
{first}comparisons:
  - id: again
    finding: moojen-2013-another-operation
    about: harm
    first: interspinous-spacer
    first_group: spacer
    second: decompression
    second_group: decompression
  - id: daily-life
    finding: daily-life
    about: gain
    first: decompression
    first_group: alone
    second: fusion
    second_group: fused
  - id: eight-years
    finding: eight-years
    about: harm
    first: decompression
    first_group: alone
in_words:
  - id: waiting
    option: waiting
    about: gain
    finding: course
  - id: waiting-harm
    option: waiting
    about: harm
    finding: nobody-counted
  - id: fusion-harm
    option: fusion
    about: harm
    finding: nobody-counted
what_matters:
  - id: walk
    statement: I want to walk further.
---

## What may tip the scales

Ask about it [@moojen-2013].
"""
AT_FIRST = "at_first:\n  - interspinous-spacer\n  - decompression\n"
TREATMENTS = {"waiting": "", "decompression": OPERATION, "fusion": "is_operation: true\n", "magnets": ""}


def treatment(slug: str, more: str = "", title: str = "") -> str:
    """A treatment as a document, which shows its recovery where it has one."""
    end = "\n::: recovery\n:::\n" if "recovery" in more else ""
    return STAY.format(slug=slug, title=title or slug.capitalize(), more=more, end=end)


COMPARED = SITE | {
    "en/decisions/narrow-canal.md": DECISION.format(first=AT_FIRST),
    "all/findings/daily-life.md": LASTING.format(shape="two_counts", figures=GROUPS),
    "all/findings/eight-years.md": LASTING.format(shape="one_count", figures=ONE_GROUP).replace(
        "Daily life at five", "Operated again by eight"
    ),
    "all/findings/course.md": LASTING.format(shape="words", figures="says:\n  en: Many stay the same.\n"),
    "all/findings/nobody-counted.md": LASTING.format(
        shape="not_counted", figures="who_looked:\n  en: a review\nsays:\n  en: Nobody counted the harm.\n"
    ),
    **{f"en/procedures/{slug}.md": treatment(slug, more) for slug, more in TREATMENTS.items()},
}
SPACER = "A spacer between the bones"


@dataclass(frozen=True)
class Table:
    """A comparison as a screen reader has it: the choices, and for each question what stands under each of them."""

    choices: list[str]
    lines: dict[str, dict[str, str]]


def said(element: object) -> str:
    return " ".join("".join(element.itertext()).split())


def table(page: str) -> Table:
    root = html5lib.parse(page, namespaceHTMLElements=False)
    found = next(each for each in root.iter("table") if each.get("class") == "comparison-table")
    choices = [said(head) for head in list(found.find("thead").iter("th"))[1:]]
    lines = {}
    for row in found.iter("tr"):
        cells = row.findall("td")
        if cells:
            # Each cell also names its choice, for narrow screens.
            assert [said(cell.find("p")) for cell in cells] == choices
            name = " ".join((row.find("th").text or "").split())
            lines[name] = {
                choice: said(cell).removeprefix(choice).strip() for choice, cell in zip(choices, cells, strict=True)
            }
    return Table(choices, lines)


def shown(client: Client, asked: str = "") -> Table:
    response = client.get(ADDRESS + asked)
    assert response.status_code == 200
    return table(response.content.decode())
