"""Rules about words."""

import pytest

from portal.text.lint import Rule, Sheet, wording


def words(rule: Rule, body: str, **more: object) -> list[str]:
    """What one rule says."""
    return [remark.message for remark in rule.remarks(Sheet(body, **more))]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("Your disc shows degeneration.", "degeneration"),
        ("This is wear and tear.", "wear and tear"),
        ("A trapped nerve hurts.", "trapped"),
        ("Your scan is abnormal.", "abnormal"),
        ("You may see the word degeneration in a letter.", ""),
        ("Pain that lasts (chronic pain) is different.", ""),
        ("Your chronically cheerful aunt.", ""),
        ("::: callout emergency\nA ruptured vessel.\n:::", ""),
        ("It changes with age.", ""),
    ],
)
def test_words_that_frighten_are_remarked_unless_they_are_explained_or_about_safety(body: str, word: str) -> None:
    found = words(wording.words_do_not_frighten, body)
    assert [message.split("”")[0].removeprefix("“") for message in found] == ([word] if word else [])


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("This operation cures sciatica.", 1),
        ("It is painless.", 1),
        ("Nobody can guarantee that.", 0),
        ("It does not cure you.", 0),
        ("It always works.", 1),
        ("You can always ask.", 0),
        ("::: do\n- Always call if you are not sure.\n:::", 0),
    ],
)
def test_promises_are_remarked(body: str, count: int) -> None:
    assert len(words(wording.nothing_is_promised, body)) == count


def test_a_promise_in_the_short_answer_is_remarked_too() -> None:
    [remark] = wording.nothing_is_promised.remarks(Sheet("", fields={"short_answer": "It is a miracle."}))
    assert (remark.line, remark.field) == (0, "short_answer")


@pytest.mark.parametrize(
    ("body", "more", "count"),
    [
        ("You need a laminotomy.", {}, 1),
        ("You need a laminotomy. The laminotomy helps.", {}, 1),
        ("A window in the bone (laminotomy) is cut.", {}, 0),
        ("You need a laminotomy.", {"explained": frozenset({"laminotomy"})}, 0),
        ("You need a laminotomy.", {"fields": {"medical_name": "Lumbar laminotomy"}}, 0),
        ("The diagnosis fits.", {}, 0),
        ("Your lower back hurts.", {}, 0),
    ],
)
def test_medical_words_are_explained_the_first_time(body: str, more: dict[str, object], count: int) -> None:
    assert len(words(wording.medical_words_are_explained, body, **more)) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("The wound is closed. The disc was removed. You walk. You rest.", 1),
        ("The surgeon closes the wound. The disc was removed. You walk. You rest.", 0),
        ("You are tired. You are worried. You get interested. You are seven.", 0),
        ("", 0),
    ],
)
def test_many_sentences_in_the_passive_are_remarked(body: str, count: int) -> None:
    assert len(words(wording.most_sentences_say_who_does_what, body)) == count


def test_a_page_that_nobody_can_find_is_remarked() -> None:
    asked = frozenset({"lay_names", "misspellings"})
    assert len(words(wording.people_can_find_it, "", asked=asked)) == 2
    assert words(wording.people_can_find_it, "", asked=asked, fields={"lay_names": ["x"], "misspellings": ["y"]}) == []
    assert words(wording.people_can_find_it, "") == []
