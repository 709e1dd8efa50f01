"""The history of a document: what was saved and decided, any two texts beside each other, and the way back."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk.documents import Origin
from portal.desk.drafts import revise
from portal.desk.people import User
from portal.desk.publishing import correct, unschedule
from portal.desk.reviewing import approve, confirm, send_back, submit
from tests.admin.comparisons import changed_in, rows_in
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.desk.four_eyes import publish, schedule

SPACER = ("procedure", "interspinous-spacer")
FINDING = ("finding", "moojen-2013-another-operation")
pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return User.objects.create_user("author", first_name="Dr", last_name="Example")


def saved(place, old, new, by, note=""):
    """A revision of a document with one phrase replaced."""
    found = document(*place)
    assert old in found.head.text
    text = found.head.text.replace(old, new)
    return revise(found, text=text, based_on=found.head, author=by, origin=Origin.STAFF, note=note)


def compare(client, place=SPACER, **asked):
    names = {name.rstrip("_"): value for name, value in asked.items()}
    return client.get(screen(document(*place), "comparing"), names)


def queries(client, address):
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


def test_the_history_says_who_saved_what_when_and_what_became_of_it(loaded, writer, author):
    first = document(*SPACER).head
    second = saved(SPACER, "is small", "is tiny", author, note="plainer")
    submit(second, by=author, comment="please read")
    approve(second, by=User.objects.get(username="writer"))
    publish(document(*SPACER), revision=second, by=author)
    third = saved(SPACER, "is tiny", "is little", author)
    submit(third, by=author)
    send_back(third, by=User.objects.get(username="writer"), comment="Too many words for it.")
    page = writer.get(screen(document(*SPACER), "history"))
    rows = [" ".join(" ".join(row.itertext()).split()) for row in parsed(page).iter("tr")][1:]
    assert [row.split(" ")[0] for row in rows] == [str(third.pk), str(second.pk), str(first.pk)]
    assert "newest" in rows[0]
    assert "sent back by writer" in rows[0]
    assert "“Too many words for it.”" in rows[0]
    assert "readers see this one" in rows[1]
    assert "by Dr Example from a staff member “plainer”" in rows[1]
    told = [rows[1].index(words) for words in ("submitted for approval by Dr Example", "approved by", "published by")]
    assert told == sorted(told)
    assert "last agreed with its file" in rows[2]
    assert "Each is called a revision here, which has nothing to do with an operation." in words_of(page)
    assert "Times are those of London in winter, because the clinic’s own are not set." in words_of(page)
    assert "UTC" not in words_of(page)


def test_what_one_person_did_alone_is_told_with_its_confirmation(loaded, writer, author):
    second = saved(SPACER, "is small", "is tiny", author)
    found = document(*SPACER)
    correct(found, revision=second, by=author, note="a wrong dose")
    alone = second.publications.get()
    confirm(alone, by=User.objects.get(username="writer"), comment="Seen.")
    page = words_of(writer.get(screen(found, "history")))
    assert "corrected in urgency by Dr Example" in page
    assert "“a wrong dose”" in page
    assert "confirmed by writer" in page
    assert "“Seen.”" in page


def test_the_history_offers_the_newest_against_the_live_text_at_first(loaded, writer, author):
    first = document(*SPACER).head
    saved(SPACER, "is small", "is tiny", author)
    third = saved(SPACER, "is tiny", "is little", author)
    page = writer.get(screen(document(*SPACER), "history"))
    assert form_in(page, "compare-form") == {"from": [str(first.pk)], "to": [str(third.pk)]}
    answer = compare(writer, from_=first.pk, to=third.pk)
    assert changed_in(answer) == (["small"], ["little"])


@pytest.mark.parametrize("name", ["history", "comparing"])
def test_screens_cost_the_same_with_one_revision_and_with_three(loaded, writer, author, name):
    saved(SPACER, "is small", "is tiny", author)
    address = screen(document(*SPACER), name)
    writer.get(address)
    one = queries(writer, address)
    for old, new in (("is tiny", "is little"), ("is little", "is short")):
        submit(saved(SPACER, old, new, author), by=author)
    assert queries(writer, address) == one


def test_by_itself_the_newest_text_stands_beside_the_live_one(loaded, writer, author):
    live = document(*SPACER).head
    saved(SPACER, "is small", "is tiny", author)
    newest = saved(SPACER, "title: A spacer", "title: A block", author)
    answer = compare(writer)
    assert (answer.context["left_text"], answer.context["right_text"]) == (live, newest)
    assert "2 places differ: Title, section “What it can cost”." in words_of(answer)


def test_of_a_live_text_the_one_before_stands_beside_it(loaded, writer, author):
    first = document(*SPACER).head
    second = saved(SPACER, "is small", "is tiny", author)
    publish(document(*SPACER), revision=second, by=author)
    answer = compare(writer)
    assert (answer.context["left_text"], answer.context["right_text"]) == (first, second)
    assert compare(writer, to=first.pk).context["left_text"] == second
    saved(SPACER, "is tiny", "is little", author)
    assert compare(writer, to=second.pk).context["left_text"] == first


def test_beside_the_first_text_stands_the_newest_where_it_is_live_itself(loaded, writer, author):
    first = document(*SPACER).head
    second = saved(SPACER, "is small", "is tiny", author)
    assert compare(writer, to=first.pk).context["left_text"] == second


def test_a_document_with_one_text_says_that_there_is_nothing_to_compare(loaded, writer):
    answer = compare(writer)
    assert answer.status_code == 200
    assert "There is only one text so far" in words_of(answer)
    same = compare(writer, from_=document(*SPACER).head_id)
    assert "Both are the same revision." in words_of(same)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("x", "“x” is not the number of a revision."),
        ("-1", "“-1” is not the number of a revision."),
        ("0", "“0” is not the number of a revision."),
        ("１", "“１” is not the number of a revision."),
        ("1e3", "“1e3” is not the number of a revision."),
        ("9" * 99, "is not the number of a revision."),
        ("<script>", "“<script>” is not the number of a revision."),
        ("999999", "There is no revision 999999 of this document."),
    ],
)
def test_wrong_numbers_are_not_found_and_the_screen_says_why(loaded, writer, wrong, words):
    for asked in ({"from_": wrong}, {"to": wrong}):
        answer = compare(writer, **asked)
        assert answer.status_code == 404
        assert words in words_of(answer)
        assert "Choose two texts in the history" in words_of(answer)
        assert "<script>" not in answer.content.decode()


def test_another_documents_revision_is_not_found(loaded, writer):
    other = document("guide", "questions").head_id
    assert compare(writer, to=other).status_code == 404
    assert compare(writer, from_=other).status_code == 404


def test_the_reading_view_shows_words_under_the_labels_of_the_form(loaded, writer, author):
    saved(FINDING, "percent: 29", "percent: 31", author)
    answer = compare(writer, FINDING)
    assert ("Groups, spacer, Percent 29", "Groups, spacer, Percent 31") in rows_in(answer)
    assert changed_in(answer) == (["29"], ["31"])
    assert "1 place differs: Groups." in words_of(answer)
    written = compare(writer, FINDING, as_="source")
    assert changed_in(written) == (["29"], ["31"])
    assert "percent: 29" in " ".join(left for left, _right in rows_in(written))
    assert "1 place differs: Groups." in words_of(written)


def test_what_is_removed_and_added_is_said_and_not_only_coloured(loaded, writer, author):
    saved(SPACER, "is small", "is tiny", author)
    said = words_of(compare(writer))
    assert "removed: small (end)" in said
    assert "added: tiny (end)" in said


def test_texts_that_read_alike_say_that_they_differ_only_as_written(loaded, writer, author):
    saved(SPACER, "is small", "is *small*", author)
    assert "Both read the same." in words_of(compare(writer))
    assert changed_in(compare(writer)) == ([], [])
    assert changed_in(compare(writer, as_="source")) == ([], ["*", "*"])


@pytest.mark.parametrize("text", ["no fields at all", "---\nformat: 99\n---\n", "---\nformat: 1\n---\n\n# Too big\n"])
def test_a_text_that_cannot_be_read_is_compared_as_it_is_written(loaded, writer, author, text):
    found = document(*SPACER)
    revise(found, text=text, based_on=found.head, author=author, origin=Origin.STAFF)
    for view in ("reading", "source"):
        answer = compare(writer, as_=view)
        assert answer.status_code == 200
        assert "One of these texts cannot be drawn any more" in words_of(answer)
        assert text.split("\n")[-2 if "\n" in text else 0] in " ".join(right for _left, right in rows_in(answer))


def test_a_text_runs_no_typed_script(loaded, writer, author):
    saved(SPACER, "title: A spacer", 'title: <script>alert(1)</script><img src=x onerror="x"> A spacer', author)
    for view in ("reading", "source"):
        html = compare(writer, as_=view).content.decode()
        assert "<script>alert" not in html
        assert "<img" not in html


def test_very_many_rows_are_cut_off_and_the_screen_says_so(loaded, writer, author):
    lines = "\n\n".join(f"Sentence {number}." for number in range(1_500))
    saved(SPACER, "## What it can cost", f"{lines}\n\n## What it can cost", author)
    answer = compare(writer)
    assert len(rows_in(answer)) == 1_000
    assert "more rows are not shown here. Read both texts whole" in words_of(answer)
    assert "1 place differs: beginning of the text." in words_of(answer)


def test_the_tabs_lead_to_the_comparison_while_there_is_a_draft(loaded, writer, author):
    found = document(*SPACER)
    assert "Compare draft with live" not in words_of(writer.get(screen(found, "change")))
    saved(SPACER, "is small", "is tiny", author)
    for name in ("change", "publishing", "history"):
        assert "Compare draft with live" in words_of(writer.get(screen(found, name)))
    assert screen(found, "comparing") in writer.get(screen(found, "publishing")).content.decode()


def test_who_set_a_time_and_who_took_it_back_is_told(loaded, writer, author):
    found = document(*SPACER)
    draft, second = saved(SPACER, "is small", "is tiny", author), User.objects.create_user("second")
    at = datetime(2036, 12, 3, 9, tzinfo=timezone.get_default_timezone())
    schedule(found, revision=draft, at=at, by=author)
    unschedule(document(*SPACER), by=second)
    said = words_of(writer.get(screen(found, "history")))
    assert "set to go live on 3 Dec 2036, 09:00 by Dr Example" in said
    assert "schedule cancelled by second" in said
