"""“Was this clear?”: the links, the form, and everything that is sent to it which should not be."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk.documents import Document
from portal.desk.press.projection import take_off
from portal.shelf.pages import Procedure
from portal.views import feedback
from portal.visitors.feedback import Feedback
from tests.admin.forms import form_in, words_of

SPACER = "/procedures/interspinous-spacer/"
ASK = "/feedback/procedures/interspinous-spacer/"
PART = f"{ASK}?part=what-it-can-cost"
pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def strict(site: None) -> Client:
    """A browser whose forms must carry their token, as every real one."""
    return Client(enforce_csrf_checks=True)


def opened(client: Client, address: str = PART) -> dict[str, Any]:
    """What the form at an address would send as it is, by the class that crispy-forms draws it in."""
    answer = client.get(address)
    assert answer.status_code == 200
    return form_fields(answer)


def form_fields(answer: HttpResponse) -> dict[str, Any]:
    text = answer.content.decode().replace('method="post"', 'method="post" id="asked"')
    answer.content = text.encode()
    return form_in(answer, "asked")


def send(client: Client, time_machine: Any, address: str = PART, **typed: Any) -> HttpResponse:
    """Open the form, fill it in as people do, which takes some seconds, and send it."""
    fields = opened(client, address)
    time_machine.move_to(timezone.now() + LATER)
    return client.post(address, fields | {"clear": "no", "words": "What is a spacer?"} | typed)


def kept() -> list[tuple[str, str, str, str]]:
    return list(Feedback.objects.order_by("pk").values_list("part", "heading", "clear", "words"))


def problems(answer: HttpResponse) -> str:
    [summary] = re.findall(r'<section class="summary".*?</section>', answer.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", summary).split())


def still_typed(answer: HttpResponse, words: str = "What is a spacer?") -> bool:
    fields = form_fields(answer)
    return fields["clear"] == ["no"] and fields["words"] == [words]


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
    assert (answer.status_code, answer.url) == (302, f"{ASK}thanks/")
    assert kept() == [("", "", "no", "What is a spacer?")]


@pytest.mark.parametrize(
    "address", ["/feedback/terms/x/", "/feedback/findings/moojen-2013-another-operation/", "/feedback/guides/nowhere/"]
)
def test_there_is_no_form_about_what_is_no_page(client: Client, site: None, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.get(f"{address}thanks/").status_code == 404


def test_a_page_that_was_taken_down_is_asked_about_no_more(client: Client, site: None) -> None:
    document = Document.objects.get(kind="procedure")
    Document.objects.filter(pk=document.pk).update(live=None)
    take_off(document)
    assert client.get(ASK).status_code == 410
    assert client.post(ASK, {"clear": "no"}).status_code == 410


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


def test_who_is_quicker_than_people_is_asked_to_wait_and_then_gets_through(strict: Client, time_machine: Any) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    fields = opened(strict)
    answer = strict.post(PART, fields | {"clear": "no", "words": "What is a spacer?"})
    assert "This came faster than people write." in problems(answer)
    assert (still_typed(answer), kept()) == (True, [])
    time_machine.move_to(timezone.now() + LATER, tick=False)
    assert strict.post(PART, form_fields(answer)).status_code == 302
    assert len(kept()) == 1


def test_a_page_that_was_open_for_hours_gives_the_words_back(strict: Client, time_machine: Any) -> None:
    fields = opened(strict)
    time_machine.move_to(timezone.now() + timedelta(hours=4, minutes=1))
    answer = strict.post(PART, fields | {"clear": "no", "words": "What is a spacer?"})
    assert "This page was open for very long." in problems(answer)
    assert (still_typed(answer), kept()) == (True, [])
    time_machine.move_to(timezone.now() + LATER)
    assert strict.post(PART, form_fields(answer)).status_code == 302


@pytest.mark.parametrize("stamp", ["", "made-up", "a:b:c", "\x00", "x" * 5000])
def test_a_stamp_that_is_not_ours_gives_the_words_back(strict: Client, time_machine: Any, stamp: str) -> None:
    answer = send(strict, time_machine, stamp=stamp)
    assert "Something was missing from this form." in problems(answer)
    assert (still_typed(answer), kept()) == (True, [])


def test_the_field_that_people_do_not_see_stays_empty(strict: Client, time_machine: Any) -> None:
    shown = strict.get(PART).content.decode()
    [trap] = re.findall(r'<div class="left-empty" aria-hidden="true">.*?</div>\s*</div>', shown, re.DOTALL)
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    answer = send(strict, time_machine, website="https://spam.example/")
    assert "This looked as if a program had filled it in." in problems(answer)
    assert (still_typed(answer), kept()) == (True, [])


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("nul\x00 bell\x07 esc\x1b[31m", "nul bell esc[31m"),
        ("turned \u202eround\u2066", "turned round"),
        ("cafe\u0301\ufeff", "café"),
        ("a\r\nb\rc\n\n\n\n\nd  ", "a\nb\nc\n\nd"),
        ("Subject: x\r\nBcc: a@b.example", "Subject: x\nBcc: a@b.example"),
        ("<script>alert(1)</script> {{ x }}", "<script>alert(1)</script> {{ x }}"),
        ("😀 اللغة 背", "😀 اللغة 背"),
    ],
)
def test_words_are_kept_without_what_nobody_types(strict: Client, time_machine: Any, typed: str, left: str) -> None:
    assert send(strict, time_machine, words=typed).status_code == 302
    assert [words for *_rest, words in kept()] == [left]


@pytest.mark.parametrize("broken", [b"%ED%A0%80", b"%FF%FE", b"%C3", b"%00%ED%B0%80"])
def test_bytes_that_are_no_characters_stop_nothing(strict: Client, time_machine: Any, broken: bytes) -> None:
    fields = urlencode(opened(strict), doseq=True)
    time_machine.move_to(timezone.now() + LATER)
    body = re.sub(r"words=", "words=a" + broken.decode(), fields) + "&clear=no"
    answer = strict.post(PART, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    [(*_rest, words)] = kept()
    assert words.strip("\ufffd") == "a"


def test_too_many_words_are_told_and_kept(strict: Client, time_machine: Any) -> None:
    answer = send(strict, time_machine, words="x" * 1003)
    assert problems(answer) == "There is a problem Shorten what you wrote by 3 characters: 1000 fit"
    assert (still_typed(answer, "x" * 1003), kept()) == (True, [])
    assert send(strict, time_machine, words="x" * 1000).status_code == 302


def test_one_address_sends_so_much_and_then_waits(strict: Client, time_machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(feedback, "MOST_OF_ONE", 2)
    time_machine.move_to(timezone.now().replace(minute=1, second=0))
    answers = [send(strict, time_machine) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2].headers["Retry-After"] == "3600"
    assert "Too much has come in a short time." in problems(answers[2])
    assert (still_typed(answers[2]), len(kept())) == (True, 2)
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert send(other, time_machine).status_code == 302


def test_all_together_send_so_much_in_an_hour(site: None, time_machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(feedback, "MOST_OF_ALL", 2)
    time_machine.move_to(timezone.now().replace(minute=1, second=0))
    answers = [send(Client(REMOTE_ADDR=f"198.51.100.{number}"), time_machine) for number in range(3)]
    assert ([answer.status_code for answer in answers], len(kept())) == ([302, 302, 429], 2)


@pytest.mark.parametrize("how", ["no cookie", "no token", "another token"])
def test_a_form_without_its_token_comes_back_with_the_words_and_keeps_nothing(
    strict: Client, time_machine: Any, how: str
) -> None:
    fields = opened(strict) | {"clear": "no", "words": "What is a spacer?"}
    time_machine.move_to(timezone.now() + LATER)
    if how == "no cookie":
        strict.cookies.clear()
    else:
        fields["csrfmiddlewaretoken"] = "" if how == "no token" else "a" * 64
    answer = strict.post(PART, fields)
    assert (answer.status_code, kept()) == (403, [])
    assert "This could not be sent yet, and nothing was kept." in problems(answer)
    assert still_typed(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    time_machine.move_to(timezone.now() + LATER)
    assert strict.post(PART, form_fields(answer)).status_code == 302
    assert len(kept()) == 1


def test_where_no_form_gives_anything_back_readers_are_told_what_to_do(strict: Client) -> None:
    answer = strict.post("/conditions/spinal-stenosis/", {"words": "secret"})
    assert (answer.status_code, b"secret" in answer.content) == (403, False)
    assert "Go back and copy what you typed." in words_of(answer)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"words=" + b"x" * 10_000_000, 413, "It was far too long for us, and nothing was kept."),
        (b"&".join(b"a%d=" % number for number in range(1200)), 400, "We could not read what your browser sent"),
    ],
    ids=["ten megabytes", "a thousand fields"],
)
def test_what_is_far_too_much_is_told_in_words(
    strict: Client, settings: Any, body: bytes, status: int, words: str
) -> None:
    answer = strict.post(PART, body, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, kept()) == (status, [])
    assert words in words_of(answer)
    assert "Get help now" in words_of(answer)


def test_ten_megabytes_in_parts_are_told_in_words_too(strict: Client) -> None:
    answer = strict.post(PART, {"words": "x" * 10_000_000})
    assert (answer.status_code, kept()) == (413, [])


def test_nothing_of_what_was_typed_is_logged(strict: Client, time_machine: Any, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    send(strict, time_machine, words="zwitscherling", website="zwitscherling")
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
    assert (len(shown), len(taken)) == (5, 11)
