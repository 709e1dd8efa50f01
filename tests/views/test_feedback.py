"""“Was this clear?”: the links, the form, and what is kept of it."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk import drafts
from portal.desk.documents import Document, Origin
from portal.desk.exchange.renaming import rename
from portal.desk.people import User
from portal.desk.press.projection import take_off
from portal.shelf.treatments import Procedure
from portal.visitors.feedback import Feedback
from tests.admin.forms import words_of
from tests.desk.four_eyes import publish
from tests.views.asking import ASK, LATER, PART, form_fields, kept, opened, problems, send, still_typed

SPACER = "/procedures/interspinous-spacer/"
pytestmark = pytest.mark.django_db


def test_every_section_of_a_page_has_one_link_with_a_name_of_its_own(client: Client, site: None) -> None:
    page = client.get(SPACER)
    link = f'<div class="was-it-clear"><a href="{PART}" rel="nofollow">Was “What it can cost” clear?</a></div>'
    assert page.content.decode().count('class="was-it-clear"') == 1
    assert link in page.content.decode()
    # Below its section and above the sources, which are no section of the text.
    text = page.content.decode()
    assert text.index('id="what-it-can-cost"') < text.index(link) < text.index('<section class="words"')
    assert "csrf" not in text


def test_the_links_are_no_part_of_what_is_reviewed_nor_of_paper(client: Client, site: None) -> None:
    client.get(SPACER)
    assert "/feedback/" not in Procedure.objects.get().edition.html


def test_a_message_is_kept_with_its_part_and_leads_to_the_thanks(strict: Client, time_machine: Any) -> None:
    answer = send(strict, time_machine)
    assert (answer.status_code, answer.url) == (302, f"{ASK}thanks/?part=what-it-can-cost")
    assert kept() == [("what-it-can-cost", "What it can cost", "no", "What is a spacer?")]
    thanks = strict.get(answer.url)
    assert 'href="/procedures/interspinous-spacer/#what-it-can-cost"' in thanks.content.decode()
    assert "Thank you. We have it" in words_of(thanks)


def test_the_form_says_what_not_to_write_and_is_kept_by_nobody(client: Client, site: None) -> None:
    answer = client.get(PART)
    said = words_of(answer)
    assert "Do not write your name, or anything about your health." in said
    assert "We cannot answer you, and nobody reads this at once." in said
    assert "Get help now" in said
    assert "no-store" in answer.headers["Cache-Control"]
    assert set(answer.cookies) == {"csrftoken"}


@pytest.mark.parametrize("part", ["", "nowhere", "words-on-this-page", "<script>", "x\r\nSet-Cookie: a=b", "\x00"])
def test_a_part_that_the_page_has_not_is_taken_for_the_whole_page(strict: Client, time_machine: Any, part: str) -> None:
    answer = send(strict, time_machine, f"{ASK}?{urlencode({'part': part})}")
    gone = f"?{urlencode({'part': part})}" if part else ""
    assert (answer.status_code, answer.url) == (302, f"{ASK}thanks/{gone}")
    assert kept() == [("", "", "no", "What is a spacer?")]
    said = "is not on this page any more"
    shown = strict.get(answer.url)
    assert [said in words_of(strict.get(f"{ASK}{gone}")), said in words_of(shown)] == [bool(part)] * 2
    assert 'href="/procedures/interspinous-spacer/">' in shown.content.decode()


def test_a_part_that_goes_while_the_form_is_open_is_told(strict: Client, time_machine: Any) -> None:
    fields = opened(strict) | {"clear": "no", "words": "What is a spacer?"}
    time_machine.move_to(timezone.now() + LATER)
    spacer, author = Document.objects.get(kind="procedure"), User.objects.create_user("author")
    text = spacer.head.text.replace("What it can cost", "What it may cost")
    draft = drafts.revise(spacer, text=text, based_on=spacer.head, author=author, origin=Origin.STAFF)
    publish(spacer, revision=draft, by=author)
    answer = strict.post(PART, fields)
    assert (answer.status_code, kept()) == (302, [("", "", "no", "What is a spacer?")])
    assert "So we kept your answer as one about the whole page." in words_of(strict.get(answer.url))


def test_an_address_that_is_far_too_long_stops_nothing(strict: Client, time_machine: Any) -> None:
    answer = send(strict, time_machine, f"{ASK}?{urlencode({'part': 'x' * 20_000})}")
    assert (answer.status_code, answer.url) == (302, f"{ASK}thanks/?part={'x' * 200}")


@pytest.mark.parametrize(
    "address", ["/feedback/terms/x/", "/feedback/findings/moojen-2013-another-operation/", "/feedback/guides/nowhere/"]
)
def test_there_is_no_form_about_what_is_no_page(client: Client, site: None, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.get(f"{address}thanks/").status_code == 404


def taken_down() -> None:
    document = Document.objects.get(kind="procedure")
    Document.objects.filter(pk=document.pk).update(live=None)
    take_off(document)


def test_a_page_that_was_taken_down_is_asked_about_no_more(client: Client, site: None) -> None:
    taken_down()
    answer = client.get(ASK)
    assert (answer.status_code, "What was not clear?" in words_of(answer)) == (410, False)
    assert client.post(ASK, {"clear": "no"}).status_code == 410
    assert kept() == []


def test_what_was_typed_while_a_page_was_taken_down_is_kept(strict: Client, time_machine: Any) -> None:
    fields = opened(strict) | {"clear": "no", "words": "What is a spacer?"}
    time_machine.move_to(timezone.now() + LATER)
    taken_down()
    answer = strict.post(PART, fields)
    assert (answer.status_code, answer.url) == (302, f"{ASK}thanks/?part=what-it-can-cost")
    assert Feedback.objects.values_list("slug", "part", "words").get() == (
        "interspinous-spacer", "", "What is a spacer?",
    )  # fmt: skip
    thanks = strict.get(answer.url)
    assert thanks.status_code == 200
    assert "The page was taken down while you wrote. We kept your answer all the same." in words_of(thanks)
    assert "Back to" not in words_of(thanks)
    # The same form once more is the same message.
    assert (strict.post(PART, fields).status_code, len(kept())) == (302, 1)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"csrfmiddlewaretoken": ""}, "This could not be sent yet, and nothing was kept."),
        ({"nothing_here": "x"}, "This looked as if a program had filled it in."),
        ({"stamp": ""}, "Something was missing from this form."),
    ],
)
def test_what_cannot_be_taken_comes_back_though_the_page_is_gone(
    strict: Client, time_machine: Any, wrong: dict[str, str], told: str
) -> None:
    fields = opened(strict) | {"clear": "no", "words": "What is a spacer?"}
    time_machine.move_to(timezone.now() + LATER)
    taken_down()
    answer = strict.post(PART, fields | wrong)
    assert (answer.status_code, still_typed(answer), kept()) == (410, True, [])
    assert told in problems(answer)
    assert "We no longer publish the page that you wrote about." in words_of(answer)
    again = form_fields(answer)
    time_machine.move_to(timezone.now() + LATER)
    assert strict.post(PART, again).status_code == 302
    assert kept() == [("", "", "no", "What is a spacer?")]


@pytest.mark.parametrize("has_token", [True, False])
def test_what_was_typed_follows_a_page_to_its_new_address(strict: Client, time_machine: Any, has_token: bool) -> None:
    fields = opened(strict) | {"clear": "no", "words": "What is a spacer?"}
    time_machine.move_to(timezone.now() + LATER)
    rename(Document.objects.get(kind="procedure"), "spacer")
    new = "/feedback/procedures/spacer/"
    if not has_token:
        del fields["csrfmiddlewaretoken"]
    answer = strict.post(PART, fields)
    # 308: the browser sends the same form to the new address.
    assert (answer.status_code, answer.url) == (308, f"{new}?part=what-it-can-cost")
    followed = strict.post(answer.url, fields)
    if has_token:
        assert (followed.status_code, followed.url) == (302, f"{new}thanks/?part=what-it-can-cost")
        assert kept() == [("what-it-can-cost", "What it can cost", "no", "What is a spacer?")]
    else:
        assert (followed.status_code, still_typed(followed), kept()) == (403, True, [])
    assert (strict.get(PART).status_code, strict.get(PART).url) == (301, f"{new}?part=what-it-can-cost")


def test_yes_is_enough(strict: Client, time_machine: Any) -> None:
    send(strict, time_machine, clear="yes", words="")
    assert kept() == [("what-it-can-cost", "What it can cost", "yes", "")]


@pytest.mark.parametrize("clear", ["", "maybe", "no\r\nBcc: a@b.example"])
def test_another_answer_is_asked_for_again(strict: Client, time_machine: Any, clear: str) -> None:
    answer = send(strict, time_machine, clear=clear)
    assert (answer.status_code, kept()) == (200, [])
    assert b"<title>Error: Was" in answer.content
    assert form_fields(answer)["words"] == ["What is a spacer?"]


def test_the_same_form_sent_twice_makes_one_message(strict: Client, time_machine: Any) -> None:
    fields = opened(strict) | {"clear": "no", "words": "Once"}
    time_machine.move_to(timezone.now() + LATER)
    assert [strict.post(PART, fields).status_code for _time in range(3)] == [302, 302, 302]
    assert [words for *_rest, words in kept()] == ["Once"]


def test_who_goes_back_and_writes_something_else_is_asked_once_more(strict: Client, time_machine: Any) -> None:
    fields = opened(strict) | {"clear": "no", "words": "Once"}
    time_machine.move_to(timezone.now() + LATER)
    strict.post(PART, fields)
    answer = strict.post(PART, fields | {"words": "Twice"})
    assert answer.status_code == 200
    assert "You sent this form before, with another answer" in problems(answer)
    assert [words for *_rest, words in kept()] == ["Once"]
    again = form_fields(answer)
    assert again["words"] == ["Twice"]
    time_machine.move_to(timezone.now() + LATER)
    assert strict.post(PART, again).status_code == 302
    assert [words for *_rest, words in kept()] == ["Once", "Twice"]


def test_too_many_words_are_told_and_kept(strict: Client, time_machine: Any) -> None:
    answer = send(strict, time_machine, words="x" * 1003)
    assert problems(answer) == "There is a problem Shorten what you wrote by 3 characters: 1000 fit"
    assert (still_typed(answer, "x" * 1003), kept()) == (True, [])
    assert send(strict, time_machine, words="x" * 1000).status_code == 302


def test_nothing_of_what_was_typed_is_logged(strict: Client, time_machine: Any, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    send(strict, time_machine, words="zwitscherling", nothing_here="zwitscherling")
    send(strict, time_machine, words="zwitscherling")
    strict.post(PART, {"words": "zwitscherling"})
    strict.post(PART, b"words=zwitscherling" + b"x" * 10_000_000, content_type="application/x-www-form-urlencoded")
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in said if "zwitscherling" in line or "127.0.0.1" in line] == []


@pytest.mark.parametrize("before", [1, 3])
def test_how_much_has_come_costs_nothing(strict: Client, time_machine: Any, before: int) -> None:
    for _time in range(before):
        send(strict, time_machine)
    with CaptureQueriesContext(connection) as shown:
        fields = opened(strict)
    time_machine.move_to(timezone.now() + LATER)
    with CaptureQueriesContext(connection) as taken:
        strict.post(PART, fields | {"clear": "no"})
    assert (len(shown), len(taken)) == (2, 8)
