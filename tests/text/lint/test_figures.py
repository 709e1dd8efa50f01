"""Rules about numbers: each has a source, none stands beside another that it was not compared with."""

import pytest

from portal.text.lint import Sheet, figures
from portal.text.lint.figures import figures_in, totals_in

TABLE = "| What | With | Without |\n|---|---|---|\n| pain | {} | {} |"


@pytest.mark.parametrize(
    ("text", "found", "totals"),
    [
        ("39 of 100 had it", ["39 of 100"], {"100"}),
        ("from 2 to 4½ in 10 people", ["4½ in 10"], {"10"}),
        ("1,234 out of 10,000", ["1,234 out of 10,000"], {"10000"}),
        ("3 in every 1,000", ["3 in every 1,000"], {"1000"}),
        ("21 people of 100", ["21 people of 100"], {"100"}),
        ("2.3 % or 2.3% or 2.3 per cent", ["2.3 %", "2.3%", "2.3 per cent"], {"100"}),
        ("One in ten, two out of a hundred", ["One in ten"], {"10"}),
        ("one in a hundred is not said so, one in hundred is", ["one in hundred"], {"100"}),
        ("about 6 to 8 weeks, 30 minutes, age 50, level 4 of it", [], set()),
        ("in 2014, on page 3, at 5 o'clock", [], set()),
        ("one of two friends", [], set()),
        ("0123456789% is no share of anything", [], set()),
    ],
)
def test_results_are_told_from_times_and_ages(text: str, found: list[str], totals: set[str]) -> None:
    assert figures_in(text) == found
    assert totals_in(text) == totals


def said(rule: figures.Rule, body: str, **fields: str) -> list[tuple[int, str]]:
    """What one rule says about a body, by line."""
    return [(remark.line, remark.message) for remark in rule.remarks(Sheet(body, fields=fields))]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("39 of 100 had it [@peul-2007].", []),
        ("39 of 100 had it.", [1]),
        ("Some had it.\n\n- 39 of 100\n- 5 % [@x]", [3]),
        ("In one trial [@x], few did.\n\nSo 39 of 100 had it.", [3]),
        (TABLE.format("3 of 100", "4 of 100") + "\n\nNo source.", [3, 3]),
        (TABLE.format("3 of 100 [@x]", "4 of 100"), []),
        ("::: callout today\n5 % of people\n:::", [2]),
        ("A result over\ntwo lines, 5 of 10\n[@x].", []),
        ("", []),
    ],
)
def test_a_result_needs_a_source_in_its_own_paragraph_item_or_table(body: str, lines: list[int]) -> None:
    assert [line for line, _message in said(figures.figures_have_a_source, body)] == lines


def test_a_result_without_a_source_is_named_with_its_mend() -> None:
    [(line, message)] = said(figures.figures_have_a_source, "39 of 100 had it.")
    assert (line, message) == (1, "“39 of 100” has no source; put [@source-name] behind it, or show the finding")


@pytest.mark.parametrize(
    ("body", "answer", "is_told"),
    [
        ("39 of 100 had it [@x].", "39 of 100 had it.", False),
        ("39 of 100 had it.", "39 of 100 had it.", True),
        ("40 of 100 had it [@x].", "39 of 100 had it.", True),
        ("Words.", "No result.", False),
    ],
)
def test_what_the_short_answer_counts_is_sourced_in_the_text(body: str, answer: str, is_told: bool) -> None:
    rule = figures.figures_of_the_short_answer_are_in_the_text
    found = [(remark.line, remark.field) for remark in rule.remarks(Sheet(body, fields={"short_answer": answer}))]
    assert found == ([(0, "short_answer")] if is_told else [])


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (TABLE.format("3 of 100 [@a]", "4 of 100 [@a]"), []),
        (TABLE.format("3 of 100 [@a]", "4 of 100 [@b]"), [1]),
        (TABLE.format("less [@a]", "more [@b]"), []),
        ("With it 3 of 100 [@a], without it 4 of 100 [@b].", [1]),
        ("With it 3 of 100 [@a]. Without it 4 of 100 [@b].", []),
        ("Studies differ: from 2 to 4 in 10 [@a][@b].", []),
    ],
)
def test_results_of_two_studies_are_not_set_side_by_side(body: str, lines: list[int]) -> None:
    assert [line for line, _message in said(figures.figures_of_one_study_stand_together, body)] == lines


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("3 of 100", "4 of 100", ""),
        ("3 of 100", "4 %", ""),
        ("3 of 100", "4 of 1,000", "this table counts out of 100, 1000; count all of it out of the largest"),
        ("3 in 10", "30 %", "this table counts out of 10, 100; count all of it out of the largest"),
        ("fewer", "more", ""),
    ],
)
def test_a_table_counts_out_of_one_number(one: str, other: str, message: str) -> None:
    found = said(figures.a_table_counts_out_of_one_number, TABLE.format(one, other))
    assert found == ([(1, message)] if message else [])


def test_the_first_part_holds_seven_results_and_later_parts_more() -> None:
    results = [f"{number} of 100 [@x]." for number in range(1, 9)]
    assert [line for line, _ in said(figures.the_first_part_has_few_numbers, "\n\n".join(results))] == [15]
    assert said(figures.the_first_part_has_few_numbers, "\n\n".join(results[:7])) == []
    assert said(figures.the_first_part_has_few_numbers, "\n\n".join([*results[:7], "word " * 900, results[7]])) == []


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("Infection is rare.", True),
        ("Infection is rare: 2 of 100 [@x].", False),
        ("Infection is rare [@x].", False),
        ("Infection is rare, but no reliable count was found.", False),
        ("Is infection rare?", False),
        ("Rarely do birds sing.", False),
        ("You may often need another operation.", True),
        ("::: dont\n- Do not smoke, for it often makes an infection worse.\n:::", False),
    ],
)
def test_a_vague_amount_beside_a_harm_or_gain_is_remarked(sentence: str, is_told: bool) -> None:
    assert bool(said(figures.amounts_beside_outcomes_are_counted, sentence)) == is_told
