"""A small library of documents, true to their kinds, for tests that need something published."""

from pathlib import Path

DOCUMENTS = {
    "all/sources/moojen-2013.md": """---
format: 1
title: Interspinous device against decompression
authors: Moojen WA, Arts MP
publication: BMJ
year: 2013
type: randomised_trial
doi: 10.1136/bmj.f6415
---
""",
    "all/findings/moojen-2013-another-operation.md": """---
format: 1
label:
  en: Another operation
shape: two_counts
design: randomised_trial
population:
  en: 159 people with a narrowed canal
timing: by
time: 1
time_unit: years
arms:
  - id: spacer
    name:
      en: a spacer
    percent: 29
  - id: decompression
    name:
      en: decompression
    percent: 8
industry_tie: not_seen
certainty: not_rated
source: moojen-2013
seen_at: abstract at PubMed
seen_on: 2026-11
---
""",
    "en/glossary/spacer.md": """---
format: 1
title: spacer
also:
  - spacers
definition: A small implant that holds two bones of the back a little apart.
---
""",
    "en/conditions/spinal-stenosis.md": """---
format: 1
title: A narrowed spinal canal
summary: When the space for the nerves in the lower back gets tight.
short_answer: The space for the nerves is tight, so your legs may hurt when you walk.
lay_names:
  - narrow back
---

## What it is

The canal is tight. One treatment is [a spacer](procedure:interspinous-spacer).
""",
    "en/procedures/interspinous-spacer.md": """---
format: 1
title: A spacer between the bones
summary: A small implant that makes room for the nerves.
short_answer: It may ease leg pain, but more people need another operation.
is_operation: true
treats:
  - spinal-stenosis
stay: 0-1
anaesthetic:
  - general
harm_findings:
  - moojen-2013-another-operation
---

## What it can cost

A spacer is small [@moojen-2013].

::: summary
:::
""",
    "en/risks/another-operation.md": """---
format: 1
title: Another operation
summary: Some people need surgery again.
short_answer: Some people need a second operation.
findings:
  - moojen-2013-another-operation
---

## How often

::: summary
:::
""",
    "en/guides/questions.md": """---
format: 1
title: Questions to ask
summary: What to ask before you decide.
short_answer: Write your questions down and take them with you.
stage: surgery_suggested
---

## Ask

What if I wait?
""",
}


def write_library(root: Path, documents: dict[str, str] | None = None) -> Path:
    """Write documents, by their path below content/, into a folder."""
    for path, text in (DOCUMENTS if documents is None else documents).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
    return root


def change_file(root: Path, path: str, old: str, new: str) -> str:
    """Replace some words of one file below a folder, and return its new text."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return text.replace(old, new)
