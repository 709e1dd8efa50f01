"""Rules about the parts of a page, and what all rules have in common."""

from datetime import date

import pytest

from portal.text import lint
from portal.text.lint import RULES, Remark, Sheet, parts
from portal.text.references import Ref

PAGE = Ref("guide", "your-plan")


def test_a_part_that_its_kind_must_have_is_asked_for_by_name() -> None:
    sheet = Sheet("", headings=("my-choices",), parts=("My choices", "Questions to ask"))
    [remark] = parts.every_part_is_there.remarks(sheet)
    message = "the part “Questions to ask” is missing; write it under a heading “## Questions to ask”"
    assert remark == Remark(1, "", message, "every_part_is_there")


@pytest.mark.parametrize(
    ("link", "lines"),
    [
        ("guide:your-plan#agree", []),
        ("guide:your-plan#nowhere", [3]),
        ("guide:your-plan", []),
        ("guide:unknown#agree", []),  # that the page is unknown is said elsewhere
        ("https://example.org/#x", []),
    ],
)
def test_a_link_leads_to_a_heading_that_is_there(link: str, lines: list[int]) -> None:
    sheet = Sheet(f"Words.\n\nSee [this]({link}).", anchors={PAGE: frozenset({"agree"})})
    assert [remark.line for remark in parts.links_lead_to_a_heading.remarks(sheet)] == lines


@pytest.mark.parametrize(
    ("body", "acts", "count"),
    [("- One\n- Two\n- Three", True, 0), ("- One\n- Two", True, 1), ("", True, 1), ("", False, 0)],
)
def test_a_page_leaves_something_to_do(body: str, acts: bool, count: int) -> None:
    assert len(list(parts.there_is_something_to_ask_or_do.remarks(Sheet(body, acts=acts)))) == count


@pytest.mark.parametrize(
    ("due", "count"), [(None, 0), (date(2026, 11, 25), 0), (date(2026, 11, 24), 1), (date(2027, 1, 1), 0)]
)
def test_an_overdue_review_is_remarked(due: date | None, count: int) -> None:
    sheet = Sheet("", today=date(2026, 11, 25), review_due=due)
    assert len(list(parts.the_review_is_not_overdue.remarks(sheet))) == count


def test_every_rule_says_what_it_asks_for_and_where_it_comes_from() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == 23
    assert all(rule.source and rule.says.endswith(".") for rule in RULES)


def test_obstacles_and_remarks_are_told_apart_and_come_by_line() -> None:
    sheet = Sheet("One. Two. Three. Four.\n\nSo 5 of 10 did.\n\nAnd 6 of 10 did.")
    assert [(remark.line, remark.rule) for remark in lint.obstacles(sheet)] == [
        (3, "figures_have_a_source"),
        (5, "figures_have_a_source"),
    ]
    assert {remark.rule for remark in lint.remarks(sheet)} >= {"paragraphs_are_short"}


def test_passages_know_their_lines_sorts_and_blocks() -> None:
    table = "| a | b |\n|---|---|\n| c | d |"
    body = f"## Head\n\nOne\ntwo.\n\n- item\n  goes on\n\n{table}\n\n::: do\n- act [@x]\n:::\n\n> quote"
    found = [(passage.line, passage.sort, passage.words, passage.block) for passage in Sheet(body).passages]
    assert found == [
        (1, "heading", "Head", ""),
        (3, "paragraph", "One two.", ""),
        (6, "item", "item goes on", ""),
        (9, "row", "| a | b |", ""),
        (11, "row", "| c | d |", ""),
        (14, "item", "act", "do"),
        (17, "paragraph", "quote", ""),
    ]
