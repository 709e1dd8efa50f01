"""The canonical text of a finding of each shape, with every field filled in."""

DETAILS = """design: randomised_trial
population:
  en: 283 people with sciatica
operation_tested:
  en: surgery with a microscope
timing: by
time: 1.50
time_unit: years
"""
AFTER = """switched:
  en: 44 of 100 told to wait had surgery
lost:
  en: 12 of 100
industry_tie: none_seen
certainty: very_low
note:
  en: "Chance alone could explain this: the groups were small."
source: peul-2008
seen_at: abstract at the publisher
seen_on: 2026-11
---
"""


def finding(shape: str, fields: str) -> str:
    """A finding of a shape, with the fields of that shape."""
    return f"---\nformat: 1\nlabel:\n  en: Leg pain after two years\nshape: {shape}\n{DETAILS}{fields}{AFTER}"


ARMS = """arms:
  - id: early
    name:
      en: Early surgery
{first}  - id: waiting
    name:
      en: Told to wait
{second}"""

FINDINGS = {
    "two_counts": ARMS.format(
        first="    count: 41\n    total: 141\n    percent: 29.10\n", second="    count: 0\n    total: 142\n"
    ),
    "one_count": "arms:\n  - id: all\n    name:\n      en: Everybody\n    percent: 8\n",
    "difference": """measure: mean
scale:
  en: leg pain
unit:
  en: points
scale_low: 0
scale_high: 100
better: lower
"""
    + ARMS.format(first="    value: 10.2\n", second="    value: 22.30\n")
    + "difference: -12.1\nfavours: early\ninterval_low: -23.6\ninterval_high: -0.5\ninterval_percent: 99\n"
    + "smallest_noticed: 10\n",
    "ratio": "ratio_kind: odds_ratio\nratio: 0.42\ninterval_low: 0.23\ninterval_high: 0.77\n"
    + ARMS.format(first="", second=""),
    "range": "range_low: 2.1\nrange_high: 8\nrange_unit: percent\narms:\n  - id: all\n    name:\n      en: Everybody\n",
    "words": "says:\n  en: No difference was seen.\n",
    "not_counted": "who_looked:\n  en: a review of 14 trials\nsays:\n  en: Nobody counted it.\n",
}
