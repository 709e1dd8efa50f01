"""The visit kit: what its buttons do, what goes on the sheet, and what it does with words that it did not expect."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.shelf.kit import KitList
from tests.paper.reading import opened, tagged, words_of
from tests.views.conftest import SITE, Publish
from tests.views.kit_form import (
    ADDRESS,
    FILLED,
    KIT,
    QUESTIONS,
    headings,
    in_form,
    landing,
    listed,
    press,
    problems,
    said,
    tree,
)

pytestmark = pytest.mark.django_db


def test_the_empty_kit_asks_in_five_parts_and_says_that_nothing_is_kept(client: Client, kit: None) -> None:
    answer = client.get(ADDRESS)
    assert headings(answer) == [
        "Get ready for your visit",
        "What I want from this visit",
        "What matters to me",
        "What I have tried",
        "My medicines",
        "My questions",
    ]
    page = answer.content.decode()
    assert "Nothing that you write is kept." in page
    assert "gone when you close this page" in page
    assert "computer that others use too" in page
    assert in_form(answer)["medicine-0-name"] == [""]
    assert listed(answer) == []


def test_no_list_is_needed_for_the_kit_to_work(client: Client, site: None) -> None:
    answer = press(client, "show", in_form(client.get(ADDRESS)) | {"tried_own": "Rest"})
    assert headings(answer) == ["For my visit", "What I have tried", "Notes from the visit"]


def test_the_bank_is_by_stage_in_a_patients_order(client: Client, kit: None) -> None:
    found = tree(client.get(ADDRESS))
    assert [line.text for line in found.iter("summary")][-2:] == ["Surgery has been suggested", "Getting ready"]
    box = next(box for box in found.iter("input") if box.get("value") == "questions/aim")
    [why] = [each.text for each in found.iter() if each.get("id") == box.get("aria-describedby")]
    assert why == "It tells you what it is for."


def test_what_is_ticked_and_written_comes_on_the_list_whichever_button_is_pressed(client: Client, kit: None) -> None:
    new = FILLED | {"pick": ["questions/wait", "ready/aim"], "more": "Who drives?"}
    for button in ("keep", "add-questions", "add-medicine", "remove-medicine:1", "back"):
        answer = press(client, button, new)
        assert listed(answer) == ["questions/wait", "May my wife come?", "ready/aim", "Who drives?"]
        assert in_form(answer)["more"] == [""]
    assert said(press(client, "add-questions", new)) == "2 questions added to your list."
    assert said(press(client, "add-questions", FILLED)) == "Nothing new to add. Tick a question, or write one."
    assert landing(press(client, "add-questions", new)) == "status"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pick": ["questions/aim"]}, "1 question added to your list."),
        ({"question-1-words": "", "more": "Who drives?"}, "1 question added to your list."),
        ({"question-1-words": "May my son come?"}, "Nothing new to add. Tick a question, or write one."),
        ({"more": "May my wife come?"}, "Nothing new to add. Tick a question, or write one."),
        ({"pick": [], "question-1-words": ""}, "2 questions taken off your list."),
    ],
)
def test_what_was_added_is_told_though_as_many_were_taken_off(
    client: Client, kit: None, changed: dict[str, object], words: str
) -> None:
    assert said(press(client, "add-questions", FILLED | changed)) == words


def test_a_question_that_is_unticked_or_emptied_leaves_the_list(client: Client, kit: None) -> None:
    assert listed(press(client, "keep", FILLED | {"pick": []})) == ["May my wife come?"]
    assert said(press(client, "keep", FILLED | {"pick": []})) == "1 question taken off your list."
    assert listed(press(client, "keep", FILLED | {"question-1-words": " "})) == ["questions/wait"]


@pytest.mark.parametrize(
    ("button", "order", "words", "place"),
    [
        ("up:2", "acb", "Moved up: c It is now 2 of 3.", "up:1"),
        ("up:1", "bac", "Moved up: b It is now 1 of 3.", "down:0"),
        ("down:0", "bac", "Moved down: a It is now 2 of 3.", "down:1"),
        ("down:1", "acb", "Moved down: b It is now 3 of 3.", "up:2"),
        ("remove-question:1", "ac", "Removed: b", "status"),
        *(
            (wrong, "abc", "Nothing is lost. Your words are below.", "status")
            for wrong in ("up:0", "down:2", "up:-1", "up:99", "up:", "up", "down:1e3", "remove-question:3", "nothing")
        ),
        ("down:²", "abc", "Nothing is lost. Your words are below.", "status"),
    ],
)
def test_questions_are_moved_and_removed_by_buttons(
    client: Client, kit: None, button: str, order: str, words: str, place: str
) -> None:
    own = {f"question-{number}-words": letter for number, letter in enumerate("abc")}
    answer = press(client, button, own)
    assert ("".join(listed(answer)), said(answer), landing(answer)) == (order, words, place)


def test_a_question_of_the_bank_that_is_removed_is_unticked_too(client: Client, kit: None) -> None:
    answer = press(client, "remove-question:0", FILLED)
    assert "pick" not in in_form(answer)
    assert said(answer) == "Removed: What if I wait?"


def test_medicines_are_added_and_removed_and_one_row_always_stands(client: Client, kit: None) -> None:
    answer = press(client, "add-medicine", FILLED)
    assert said(answer) == "There is room for medicine 3 now."
    assert in_form(answer)["medicine-2-name"] == [""]
    answer = press(client, "remove-medicine:0", in_form(answer))
    assert (said(answer), in_form(answer)["medicine-0-name"]) == ("Removed: Tablets", ["Drops"])
    assert landing(answer) == "status"
    only = {"medicine-0-name": "", "medicine-0-dose": "5 mg"}
    answer = press(client, "remove-medicine:0", only)
    assert (said(answer), in_form(answer)["medicine-0-dose"]) == ("Medicine 1 removed.", [""])


def test_a_new_medicine_is_where_the_page_lands_with_the_words_that_say_so(client: Client, kit: None) -> None:
    found = tree(press(client, "add-medicine", FILLED))
    [row] = [row for row in found.iter("fieldset") if row.findtext("legend") == "Medicine 3"]
    box = next(box for box in row.iter("input"))
    assert (box.get("name"), box.get("id")) == ("medicine-2-name", "done")
    assert next(label.get("for") for label in row.iter("label")) == "done"
    [told] = [each for each in row.iter() if each.get("id") == box.get("aria-describedby")]
    assert (told.get("role"), told.text) == ("status", "There is room for medicine 3 now.")
    full = {f"medicine-{number}-name": "x" for number in range(30)}
    assert landing(press(client, "add-medicine", full)) == "status"


def test_own_questions_have_room_for_a_long_one(client: Client, kit: None) -> None:
    boxes = [box.get("name") for box in tree(press(client, "keep", FILLED)).iter("textarea")]
    assert boxes == ["want_own", "matter_own", "tried_own", "question-1-words", "more"]


def test_the_sheet_holds_what_was_written_and_nothing_that_is_empty(client: Client, kit: None) -> None:
    answer = press(client, "show", FILLED)
    parts = ["What I want from this visit", "My medicines", "My questions", "Notes from the visit"]
    assert headings(answer) == ["For my visit", *parts]
    main = tree(answer).find("body/main")
    assert ["".join(item.itertext()) for item in main.iter("li") if item.find("button") is None] == [
        "I want to hear my choices.",
        "What if I wait?",
        "May my wife come?",
    ]
    cells = [["".join(cell.itertext()) for cell in row] for row in main.iter("tr")]
    assert cells == [["Name", "Dose", "How often", "What for"], ["Tablets", "10 mg", "", ""], ["Drops", "", "", ""]]
    assert "<p>To lift my grandson.</p><p>And to dance.</p>" in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_way_back_from_the_sheet_brings_all_words_back(client: Client, kit: None) -> None:
    before = press(client, "keep", FILLED)
    after = press(client, "back", in_form(press(client, "show", in_form(before))))
    assert in_form(after) == in_form(before)
    assert (listed(after), said(after)) == (["questions/wait", "May my wife come?"], "")


@pytest.mark.parametrize(("button", "name"), [("pdf", "my-visit.pdf"), ("large-pdf", "my-visit-large-print.pdf")])
def test_the_sheet_is_a_tagged_file_to_keep_that_says_the_same(
    client: Client, kit: None, button: str, name: str
) -> None:
    answer = press(client, button, in_form(press(client, "show", FILLED)))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Robots-Tag"] == "noindex"
    document = tagged(answer.content)
    spoken = " ".join(words_of(answer.content))
    assert spoken.startswith("Get help now Numb between the legs, or a leg going weak fast. Call 999 For my visit")
    for words in ("choices.", "To lift my grandson. And to dance.", "Tablets 10 mg", "May my wife come?"):
        assert words in spoken
    titles = [tag.text.split() for tag in document.walk() if tag.role in ("/H1", "/H2")]
    assert titles[0] == ["For", "my", "visit"]
    [table] = document.named("/Table")
    assert [head.text.strip() for head in table.named("/TH")] == ["Name", "Dose", "How often", "What for"]
    assert opened(answer.content).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_kit_needs_as_many_queries_for_three_lists_as_for_one(
    client: Client, publish: Publish, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish(SITE | {"en/kit/questions.md": QUESTIONS})
    counts = []
    for documents in ({}, KIT):
        publish(SITE | {"en/kit/questions.md": QUESTIONS} | documents)
        for send in (lambda: client.get(ADDRESS), lambda: press(client, "show", FILLED)):
            with django_assert_max_num_queries(7) as made:
                send()
            counts.append(len(made))
    assert KitList.objects.count() == 3
    assert counts[:2] == counts[2:]


def test_full_boxes_go_on_paper_and_letters_that_no_font_has_are_told(client: Client, kit: None) -> None:
    full = {
        **dict.fromkeys(("want_own", "matter_own", "tried_own"), "x" * 1000),
        **{f"medicine-{row}-{cell}": "x" * 100 for row in range(30) for cell in ("name", "dose", "often", "reason")},
        **{f"question-{row}-words": f"{row:0>200}" for row in range(30)},
    }
    assert press(client, "pdf", full).headers["Content-Type"] == "application/pdf"
    # One letter, which would be spelled out in forty.
    answer = press(client, "pdf", full | {"want_own": "\ufdfa" * 1000})
    assert "it has too many letters that our files do not know. Nothing is lost." in problems(answer)[0]
    assert "For my visit" in headings(answer)
    assert in_form(answer)["want_own"] == ["\ufdfa" * 1000]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_reading_and_sending_are_allowed(client: Client, kit: None, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_a_guide_leads_to_the_kit(client: Client, kit: None) -> None:
    links = [link.get("href") for link in tree(client.get("/guides/questions/")).find("body/main").iter("a")]
    assert ADDRESS in links
