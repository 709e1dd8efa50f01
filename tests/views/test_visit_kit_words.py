"""The visit kit and words that it did not expect: too many, too long, hostile, unseen."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.views.kit.typed import MOST
from tests.paper.reading import opened, words_of
from tests.views.conftest import SITE, Publish
from tests.views.kit_form import ADDRESS, FILLED, QUESTIONS, in_form, listed, press, problems, said, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]

SHORT = "Not everything could be kept: our lists have changed, or there were too many rows."


def notes(answer: HttpResponse) -> str:
    """What a sheet says of things that are not on it."""
    found = [part for part in tree(answer).iter("div") if part.get("class") == "sheet-short"]
    return " ".join(" ".join("".join(part.itertext()) for part in found).split())


@pytest.mark.parametrize("button", ["show", "pdf", "large-pdf"])
@pytest.mark.parametrize("sent", [{}, {"want_own": " \r\n ", "medicine-3-name": "", "question-0-words": "\x00"}])
def test_an_empty_sheet_is_not_made(client: Client, kit: None, button: str, sent: dict[str, str]) -> None:
    answer = press(client, button, sent)
    assert problems(answer) == ["Your sheet is still empty. Tick or write at least one thing."]
    assert "<title>Error:" in answer.content.decode()


@pytest.mark.parametrize("button", ["show", "pdf"])
def test_words_that_are_too_long_are_named_and_kept(client: Client, kit: None, button: str) -> None:
    long = {"want_own": "w" * 1001, "medicine-1-dose": "d" * 101, "question-0-words": "q" * 201}
    answer = press(client, button, long)
    assert problems(answer) == [
        "In my own words: what I want: this is too long. Use at most 1000 letters.",
        "Medicine 1, Dose: this is too long. Use at most 100 letters.",
        "Question 1: this is too long. Use at most 200 letters.",
    ]
    kept = in_form(answer)
    assert [kept[name] for name in ("want_own", "medicine-0-dose", "question-0-words")] == [
        ["w" * 1001], ["d" * 101], ["q" * 201],
    ]  # fmt: skip
    assert problems(press(client, "add-medicine", long)) == []


def test_what_is_not_on_our_lists_is_left_out_and_said(client: Client, kit: None) -> None:
    strange = {
        "want": ["wants/none", "wants/plan", "../etc", "wants/plan"],
        "pick": ["questions/none", "wants/plan"],
        "question-0-pick": "questions/gone",
        "question-1-words": "Mine",
        "do[]": "x",
    }
    answer = press(client, "keep", strange)
    assert said(answer).endswith(SHORT)
    assert (in_form(answer)["want"], listed(answer)) == (["wants/plan"], ["Mine"])


@pytest.mark.parametrize(
    ("button", "order", "words"),
    [
        ("remove-question:1", ["Other", "Last"], "Removed: Mine"),
        ("remove-question:0", ["Mine", "Other", "Last"], "Nothing is lost. Your words are below."),
        ("up:2", ["Other", "Mine", "Last"], "Moved up: Other It is now 1 of 3."),
        ("down:1", ["Other", "Mine", "Last"], "Moved down: Mine It is now 2 of 3."),
        ("up:1", ["Mine", "Other", "Last"], "Nothing is lost. Your words are below."),
        ("keep", ["Mine", "Other", "Last"], "Nothing is lost. Your words are below."),
    ],
)
@pytest.mark.parametrize("gone", ["questions/gone", "wants/plan"])
def test_a_button_means_the_question_beside_it_though_one_above_has_left_our_lists(
    client: Client, kit: None, gone: str, button: str, order: list[str], words: str
) -> None:
    rows = {"question-0-pick": gone, "pick": [gone]}
    rows |= {f"question-{number}-words": own for number, own in enumerate(("Mine", "Other", "Last"), start=1)}
    answer = press(client, button, rows)
    assert listed(answer) == order
    assert said(answer) == f"{words} {SHORT}"


@pytest.mark.parametrize("rows", [{"want_own": "w" * 1001}, {}])
def test_what_has_left_our_lists_is_said_beside_a_fault_and_on_the_way_back_too(
    client: Client, kit: None, rows: dict[str, str]
) -> None:
    gone = {"question-0-pick": "questions/gone"}
    answer = press(client, "show", rows | gone)
    assert (len(problems(answer)), answer.content.decode().count(SHORT)) == (1, 1)
    sheet = press(client, "show", gone | {"more": "Mine"})
    assert press(client, "back", in_form(sheet)).content.decode().count(SHORT) == 1
    assert SHORT not in client.get(ADDRESS).content.decode()


def two_full_lists() -> dict[str, str]:
    """The small site with two lists of 30 questions, "first/q0" to "second/q29"."""
    lines = "".join(f"  - id: q{number}\n    words: Question {number}?\n" for number in range(30))
    text = QUESTIONS.partition("  - id: aim")[0] + lines + "---\n"
    return SITE | {f"en/kit/{name}.md": text for name in ("first", "second")}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"pick": 30}, ""),
        ({"pick": 31}, "1 more question did not fit on this sheet. It has room for 30."),
        ({"pick": 57}, "27 more questions did not fit on this sheet. It has room for 30."),
        ({"pick": 30, "more": "Who drives?"}, "1 more question did not fit on this sheet. It has room for 30."),
    ],
)
def test_a_sheet_says_how_many_questions_it_has_no_room_for(
    client: Client, publish: Publish, sent: dict[str, Any], told: str
) -> None:
    publish(two_full_lists())
    names = [f"{name}/q{number}" for name in ("first", "second") for number in range(30)]
    ticked = sent | {"pick": names[: sent["pick"]]}
    answer = press(client, "show", ticked)
    assert notes(answer) == told
    for paper in (press(client, "pdf", ticked), press(client, "large-pdf", in_form(answer))):
        said_there = " ".join(words_of(paper.content))
        assert told in said_there
        assert ("did not fit" in said_there) == bool(told)


def test_a_sheet_says_that_something_left_our_lists_also_in_the_file(client: Client, kit: None) -> None:
    gone = {"question-0-pick": "questions/gone", "question-1-words": "Mine"}
    answer = press(client, "show", gone)
    assert notes(answer) == SHORT
    for paper in (press(client, "pdf", gone), press(client, "pdf", in_form(answer))):
        assert SHORT in " ".join(words_of(paper.content))
    assert notes(press(client, "show", FILLED)) == ""


def test_rows_are_bounded(client: Client, kit: None) -> None:
    many = {f"medicine-{number}-name": f"m{number}" for number in range(300)}
    many |= {f"question-{number}-words": f"q{number}" for number in range(300)}
    answer = press(client, "add-medicine", many | {"more": "One too many"})
    pairs = in_form(answer)
    assert len([name for name in pairs if name.endswith("-name")]) == MOST
    assert listed(answer) == [f"q{number}" for number in range(MOST)]
    assert pairs["more"] == ["One too many"]
    assert said(answer).startswith("Your list has 30 medicines, and that is the most.")
    full = press(client, "add-questions", pairs)
    assert said(full) == ("Your list has 30 questions, and that is the most. Remove one to make room for another.")
    assert in_form(full)["more"] == ["One too many"]
    assert said(press(client, "keep", pairs | {"more": "", "pick": "questions/aim"})).startswith("Your list has 30")


HOSTILE = [
    '# $ @ * _ ` \\ ~ #let x = 1 $x^2$ @ref *b* \\u{0} <label> [c] #image("/etc/passwd") // /* */',
    "<script>alert(1)</script> {{ 7|add:7 }} {% load x %} &amp; \"'",
    "عربي עברית 中文 ไทย 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 é̷̟ \u200d",
    "x" * 100,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_out_as_words(client: Client, kit: None, words: str) -> None:
    sent = {"want_own": words, "matter_own": words * 5, "medicine-0-name": words[:100], "more": words}
    sheet = press(client, "show", sent)
    assert "<script>alert" not in sheet.content.decode()
    assert words.split()[0] in "".join(tree(sheet).find("body/main").itertext())
    for button in ("pdf", "large-pdf"):
        paper = press(client, button, in_form(sheet))
        assert paper.headers["Content-Type"] == "application/pdf"
    if words.isascii():
        assert "".join(words.split()) in "".join(words_of(paper.content))


def test_what_nobody_sees_is_taken_out(client: Client, kit: None) -> None:
    sent = {"want_own": "a\x00b\u202ec\r\nd\ud800", "medicine-0-name": "e\u2066\tf\ng"}
    sent["want_own"] = sent["want_own"].replace("\ud800", "\ufeff")
    kept = in_form(press(client, "keep", sent))
    assert (kept["want_own"], kept["medicine-0-name"]) == (["abc\nd"], ["e f g"])
    other = in_form(press(client, "keep", {"want_own": "cafe\u0301\rand tea", "more": "cafe\u0301\rand tea"}))
    assert (other["want_own"], other["question-0-words"]) == (["caf\u00e9\nand tea"], ["caf\u00e9 and tea"])
    lone = client.post(ADDRESS, b"want_own=x%ED%A0%80y&do=keep", content_type="application/x-www-form-urlencoded")
    assert lone.status_code == 200
    assert in_form(lone)["want_own"][0][0] == "x"


def test_the_fullest_kit_still_fits_on_paper(client: Client, kit: None) -> None:
    full = {f"medicine-{n}-{column}": "W" * 100 for n in range(30) for column in ("name", "dose", "often", "reason")}
    full |= {f"question-{n}-words": f"{n} " + "W" * 190 for n in range(30)}
    full |= dict.fromkeys(("want_own", "matter_own", "tried_own"), "W" * 1000)
    paper = press(client, "large-pdf", full)
    assert paper.headers["Content-Type"] == "application/pdf"
    assert 10 < len(opened(paper.content).pages) < 120
