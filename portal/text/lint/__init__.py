"""The content linter: one small rule a function, each with the item of an instrument or guideline that it comes from.

Some rules block publishing; the others are remarks that a writer may have a reason to leave. The instruments: PEMAT-P
(understandability and actionability of printed material), DISCERN (information on treatments), the JAMA benchmarks,
and the Clear Communication Index of the CDC. An item's number is its place there.
"""

from portal.text.lint import figures, lengths, parts, wording
from portal.text.lint.sheet import Remark, Rule, Sheet

__all__ = ["RULES", "Remark", "Rule", "Sheet", "obstacles", "remarks"]

RULES: tuple[Rule, ...] = (*parts.RULES, *figures.RULES, *lengths.RULES, *wording.RULES)


def obstacles(sheet: Sheet) -> list[Remark]:
    """What stops a page from being published, by line."""
    return _found(sheet, is_block=True)


def remarks(sheet: Sheet) -> list[Remark]:
    """What a writer should look at again, by line."""
    return _found(sheet, is_block=False)


def _found(sheet: Sheet, *, is_block: bool) -> list[Remark]:
    return sorted({remark for rule in RULES if rule.is_block == is_block for remark in rule.remarks(sheet)})
