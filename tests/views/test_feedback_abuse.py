"""What is sent to “Was this clear?” and should not be: told kindly, and what was typed comes back."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from portal.callers import Limit
from portal.views import feedback
from tests.admin.forms import words_of
from tests.views.asking import LATER, PART, form_fields, kept, opened, problems, send, still_typed

pytestmark = pytest.mark.django_db


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
    answer = send(strict, time_machine, nothing_here="https://spam.example/")
    assert "This looked as if a program had filled it in." in problems(answer)
    assert (still_typed(answer), kept()) == (True, [])


def test_whose_browser_has_filled_in_what_they_cannot_see_gets_through_the_second_time(
    strict: Client, time_machine: Any
) -> None:
    answer = send(strict, time_machine, nothing_here="me@home.example")
    again = form_fields(answer)
    assert "me@home.example" not in answer.content.decode()
    assert again["nothing_here"] in ("", [""])
    time_machine.move_to(timezone.now() + LATER)
    assert strict.post(PART, again).status_code == 302
    assert [words for *_rest, words in kept()] == ["What is a spacer?"]


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


def at_the_start_of_an_hour(time_machine: Any) -> None:
    time_machine.move_to(timezone.now().replace(minute=1, second=0))


def test_one_address_sends_so_much_and_then_waits(strict: Client, time_machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(feedback, "OF_ONE", Limit(2, 600))
    at_the_start_of_an_hour(time_machine)
    answers = [send(strict, time_machine) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2].headers["Retry-After"] == "600"
    assert "Too much has come from your network in a short time." in problems(answers[2])
    assert "send it again in ten minutes" in problems(answers[2])
    assert (still_typed(answers[2]), len(kept())) == (True, 2)
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert send(other, time_machine).status_code == 302


def test_all_together_send_so_much_in_an_hour(strict: Client, time_machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(feedback, "OF_ALL", Limit(2))
    at_the_start_of_an_hour(time_machine)
    answers = [send(Client(REMOTE_ADDR=f"198.51.100.{number}"), time_machine) for number in range(3)]
    assert ([answer.status_code for answer in answers], len(kept())) == ([302, 302, 429], 2)
    assert answers[2].headers["Retry-After"] == "3600"
    assert "Too much has come in a short time. Nothing is lost: send it again in an hour." in problems(answers[2])


def test_one_address_cannot_silence_everybody(strict: Client, time_machine: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(feedback, "OF_ONE", Limit(2, 600))
    monkeypatch.setattr(feedback, "OF_ALL", Limit(3))
    at_the_start_of_an_hour(time_machine)
    loud, quiet = Client(REMOTE_ADDR="198.51.100.1"), Client(REMOTE_ADDR="198.51.100.2")
    statuses = []
    for _stretch in range(3):
        statuses += [send(loud, time_machine).status_code for _time in range(3)]
        time_machine.shift(600)
    assert statuses == [302, 302, 429] * 3
    assert send(quiet, time_machine).status_code == 302
    # All have had their share now: who is loud is not heard for longer than the others.
    assert [send(who, time_machine).status_code for who in (quiet, loud)] == [429, 429]


@pytest.mark.parametrize("address", ["", "unix:"])
def test_where_the_address_is_not_known_only_all_together_are_counted(
    strict: Client, time_machine: Any, monkeypatch: Any, address: str
) -> None:
    monkeypatch.setattr(feedback, "OF_ONE", Limit(1, 600))
    monkeypatch.setattr(feedback, "OF_ALL", Limit(3))
    at_the_start_of_an_hour(time_machine)
    reader = Client(REMOTE_ADDR=address)
    answers = [send(reader, time_machine) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "in an hour" in problems(answers[3])


def test_where_no_form_gives_anything_back_readers_are_told_what_to_do(strict: Client) -> None:
    answer = strict.post("/conditions/spinal-stenosis/", {"words": "secret"})
    assert (answer.status_code, b"secret" in answer.content) == (403, False)
    assert "Go back and copy what you typed." in words_of(answer)
