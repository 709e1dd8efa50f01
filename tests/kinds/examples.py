"""One canonical text of each kind with every field filled in."""

from tests.kinds.findings import FINDINGS, finding
from tests.kinds.searching import SEARCH_WORDS

COMMON = """---
format: 1
title: Slipped disc
medical_name: lumbar disc herniation
summary: Why a disc can press on a nerve, and what helps.
short_answer: |-
  Most people get better without an operation.

  An operation can help the leg sooner.
lay_names:
  - trapped nerve
  - "sciatica: the leg pain"
misspellings:
  - siatica
asked_as:
  - when can I walk again
"""
RELATED = """related:
  - guide:your-medicines
"""
CHECK_ITEMS = """check_items:
  - id: leg-or-back
    question: Which pain does it help most?
    choices:
      - Leg pain
      - Back pain
    truth: It helps leg pain most.
    passage: what-you-gain
"""
BODY = """---

## What you gain

A disc can press on a nerve. [@peul-2008]
"""
SUMMARY = """
::: summary
:::
"""
EXAMPLES = {
    "article": COMMON
    + """claims:
  - id: less-blood
    claim: You bleed less.
    answer: Yes, much less in a fusion.
    pages:
      - benefit:less-bleeding
"""
    + RELATED
    + BODY
    + "\n::: claims\n:::\n",
    "condition": COMMON + 'icd10:\n  - M51.1\n  - M54\nsnomed:\n  - "76107001"\nis_safety: true\n' + RELATED + BODY,
    "procedure": COMMON
    + """is_operation: true
treats:
  - slipped-disc
stay: 0-1
duration: "45"
anaesthetic:
  - general
  - local
recovery:
  - id: driving
    activity: Driving
    range: 2-4
    unit: weeks
may_not_suit:
  - you have back pain but no leg pain
benefit_findings:
  - peul-2008-recovery
harm_findings:
  - peul-2008-harm
"""
    + RELATED
    + CHECK_ITEMS
    + BODY
    + SUMMARY
    + "\n::: recovery\n:::\n\n::: check leg-or-back\n:::\n",
    "benefit": COMMON
    + """claim: You lose less blood.
verdict: partly
verdict_line: True for fusion, small for disc surgery.
findings:
  - peul-2008-recovery
harm_findings:
  - peul-2008-harm
procedures:
  - microdiscectomy
"""
    + RELATED
    + BODY
    + SUMMARY,
    "risk": COMMON
    + "findings:\n  - peul-2008-harm\nprocedures:\n  - microdiscectomy\n"
    + RELATED
    + BODY
    + "\n::: finding peul-2008-recovery\n:::\n\n::: figure disc\n:::\n\n::: card get-help-now\n:::\n"
    + SUMMARY,
    "guide": COMMON
    + "stage: getting_ready\nposition: 2\nis_safety: true\ncountry: GB\n"
    + RELATED
    + BODY
    + "\nRead about the [disc](condition:slipped-disc).\n",
    "decision": COMMON
    + """condition: slipped-disc
options:
  - microdiscectomy
  - waiting
at_first:
  - microdiscectomy
  - waiting
comparisons:
  - id: recovery
    finding: peul-2008-recovery
    about: gain
    first: microdiscectomy
    first_group: early
    second: waiting
    second_group: later
in_words:
  - id: harm
    option: microdiscectomy
    about: harm
    finding: peul-2008-harm
  - id: harm-of-waiting
    option: waiting
    about: harm
    finding: peul-2008-harm
what_matters:
  - id: soon
    statement: I want the pain in my leg to go soon.
"""
    + RELATED
    + CHECK_ITEMS
    + BODY
    + "\n::: check leg-or-back\n:::\n",
    "source": """---
format: 1
title: Surgery versus prolonged conservative treatment for sciatica
authors: Peul WC, van Houwelingen HC, and others
publication: BMJ
year: 2008
type: randomised_trial
doi: 10.1136/bmj.a143
pmid: "18502911"
pmcid: PMC2427077
url: https://www.bmj.com/content/336/7657/1355
is_incomplete: true
missing: the second report
---
""",
    "term": """---
format: 1
title: sciatica
also:
  - sciatic pain
definition: Pain down the leg, from a nerve in the back.
say: sy-AT-i-ka
---

It often gets better by itself.
""",
    "picture": """---
format: 1
template: slipped-disc
title:
  en: A slipped disc
caption:
  en: The disc presses on a nerve.
alt:
  en: A disc between two bones, bulging towards a nerve.
description:
  en: |-
    Two bones of the back.

    Between them a disc.
labels:
  - id: nerve
    text:
      en: nerve
credit: Drawn for this site
---
""",
    "card": """---
format: 1
title: Get help now
position: 1
shown_on: every_page
in_brief: Numb between the legs, or a leg going weak fast.
---

::: callout emergency
Call {emergency_number}.
:::
""",
    "kit": """---
format: 1
title: Questions while getting ready
part: question
stage: getting_ready
position: 4
lines:
  - id: medicines
    words: What should I do about each of my medicines?
    why: Some have to be paused.
---
""",
    "clinic": """---
format: 1
is_demo: true
name: Spine clinic
country: GB
publisher: The trust
funder: The taxpayer
clinic_phone: +44 20 7946 0000
out_of_hours_phone: "111"
emergency_number: "999"
crisis_line: 116 123
email: spine@clinic.example
owners:
  - id: ward
    name: Sister M. Ward
    role: answers readers
---
""",
    "finding": finding("two_counts", FINDINGS["two_counts"]),
    "search": SEARCH_WORDS,
}
