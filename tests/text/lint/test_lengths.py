"""Rules about length."""

import pytest

from portal.text.lint import Rule, Sheet, lengths

EASY = "You can walk."
HARD = "Considerable multidisciplinary rehabilitation necessitates individualised interdisciplinary considerations."


def lines(rule: Rule, body: str, plain: str = "", **fields: str) -> list[int]:
    """The lines at which one rule has something to say."""
    return [remark.line for remark in rule.remarks(Sheet(body, plain, fields=fields))]


@pytest.mark.parametrize(("plain", "count"), [(EASY, 0), (HARD, 1), ("", 0)])
def test_a_page_that_reads_hard_is_remarked(plain: str, count: int) -> None:
    assert len(lines(lengths.the_page_reads_easily, "", plain)) == count


def test_explained_words_count_as_short_ones_but_the_bare_grade_has_its_own_limit() -> None:
    plain = "A laminectomy helps. " * 3
    explained = Sheet("", plain, explained=frozenset({"laminectomy"}))
    assert list(lengths.the_page_reads_easily.remarks(Sheet("", plain)))
    assert explained.grade.explained < explained.grade.raw
    assert bool(list(lengths.the_page_reads_easily.remarks(explained))) == (explained.grade.raw > 9.0)


@pytest.mark.parametrize(("answer", "count"), [(EASY, 0), (HARD, 1), ("", 0)])
def test_a_short_answer_that_reads_hard_is_remarked(answer: str, count: int) -> None:
    assert len(lines(lengths.the_short_answer_reads_easily, "", short_answer=answer)) == count


def test_a_sentence_has_thirty_words_at_most() -> None:
    assert lines(lengths.sentences_are_short, "Words.\n\n" + "word " * 31 + "end.") == [3]
    assert lines(lengths.sentences_are_short, "word " * 29 + "end.") == []


def test_sentences_have_fifteen_words_on_average() -> None:
    assert lines(lengths.sentences_are_short, "", "word " * 15 + "end. " + "word " * 14 + "end.") == [0]
    assert lines(lengths.sentences_are_short, "", "word " * 14 + "end. " + "word " * 14 + "end.") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("One. Two. Three.", []),
        ("One. Two. Three. Four.", [1]),
        ("## Part\n\nOne. Two.\nThree. Four.", [3]),
        ("- One. Two. Three. Four.", []),
        ("One, e.g. this. Two. Three.", []),
    ],
)
def test_a_paragraph_has_three_sentences_at_most(body: str, found: list[int]) -> None:
    assert lines(lengths.paragraphs_are_short, body) == found


def test_a_part_without_a_heading_for_long_is_remarked_once_at_its_heading() -> None:
    paragraph = "\n\n".join(["word " * 100] * 4)
    assert lines(lengths.parts_have_headings, f"## Long\n\n{paragraph}") == [1]
    assert lines(lengths.parts_have_headings, paragraph) == [1]
    assert lines(lengths.parts_have_headings, f"{'word ' * 200}\n\n## Next\n\n{'word ' * 200}") == []


def test_the_first_part_has_nine_hundred_words_and_what_comes_behind_it_may_be_longer() -> None:
    long, rule = "word " * 899 + "end.", lengths.the_first_part_is_short
    assert lines(rule, f"{long}\n\nOne more.") == [3]
    assert lines(rule, f"{long}\n\n## Questions to ask\n\n{long}") == []
    assert lines(rule, f"{long}\n\n## All the numbers\n\n{long}") == []
    assert lines(rule, f"{long}\n\n::: do\n- {long}\n:::") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Walk a bit. Rest a bit. Try again.", [1]),
        ("Walk a bit, because it helps you. Rest a bit. Try again.", []),
        ("Walk a bit. Rest a bit. Then try it all once more, but slowly.", []),
        ("- Walk.\n- Rest.\n- Try.", []),
        ("::: callout today\nCall us. Not sure? Call.\n:::", []),
    ],
)
def test_chopped_sentences_are_remarked(body: str, found: list[int]) -> None:
    assert lines(lengths.ideas_are_joined, body) == found


def test_a_summary_has_two_sentences_at_most() -> None:
    assert lines(lengths.the_summary_is_one_sentence_or_two, "", summary="One. Two. Three.") == [0]
    assert lines(lengths.the_summary_is_one_sentence_or_two, "", summary="One. Two.") == []
