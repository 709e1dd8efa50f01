"""What is sent to readers' forms and should not be: told kindly, nothing kept, and the words come back where they can.

The browser of these tests raises whatever would be a “500”, so each request is also a test that there is none.
"""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.http import urlencode

from tests.admin.forms import words_of
from tests.views.asking import problems
from tests.views.hostile_requests import BROKEN, ENCODED, HOSTILE, STRANGE_FIELDS
from tests.views.readers_forms import FORMS, WORDS, Asked, kept, names_of_form_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(params=FORMS, ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Asked:
    return request.param


@pytest.fixture
def reader(kit: None, nothing_counted: None) -> Client:
    """A browser whose forms must carry their token, as every real one."""
    return Client(enforce_csrf_checks=True)


def post_bytes(client: Client, form: Asked, body: bytes, content_type: str = ENCODED, **more: Any) -> HttpResponse:
    return client.generic("POST", form.address, body, content_type, **more)


def is_kind(answer: HttpResponse) -> None:
    """A whole page with the emergency line, kept by nobody on the way, that sets no cookie but the form's."""
    assert "Get help now" in words_of(answer)
    is_guarded(answer)


def is_guarded(answer: HttpResponse) -> None:
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert set(answer.cookies) <= {"csrftoken"}
    for cookie in answer.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert WORDS not in str(answer.headers)
    assert "evil" not in str(answer.headers)


def test_every_form_that_gives_words_back_is_tried_here() -> None:
    tried = {resolve(form.address.partition("?")[0]).url_name for form in FORMS}
    assert tried == names_of_form_pages()


def test_what_is_sent_as_it_should_be_is_taken(form: Asked, reader: Client, time_machine: Any) -> None:
    answer = reader.post(form.address, form.filled(reader, time_machine))
    assert (answer.status_code, kept()) == (form.sent, 1 if form.sent == 302 else 0)
    is_guarded(answer)
    assert answer.headers.get("Location", "/").startswith("/")


@pytest.mark.parametrize("how", ["no cookie", "no token", "another token", "a broken token", "from another site"])
def test_a_form_without_its_token_comes_back_with_the_words(
    form: Asked, reader: Client, time_machine: Any, how: str
) -> None:
    fields = form.filled(reader, time_machine)
    token = {"no token": "", "another token": "a" * 64, "a broken token": "\0\r\nx: y" * 99}.get(how)
    if token is not None:
        fields["csrfmiddlewaretoken"] = token
    if how == "no cookie":
        reader.cookies.clear()
    elsewhere = {"origin": "https://elsewhere.example"} if how == "from another site" else {}
    answer = reader.post(form.address, fields, headers=elsewhere)
    assert (answer.status_code, kept()) == (403, 0)
    assert "This could not be sent yet, and nothing was kept." in problems(answer)
    assert b"<title>Error: " in answer.content
    assert form.has_words(answer)
    is_kind(answer)
    form_again = form.again(answer)
    time_machine.shift(5)
    assert reader.post(form.address, form_again).status_code == form.sent


@pytest.mark.parametrize("has_cookie", [True, False], ids=["cookie", "no cookie"])
@pytest.mark.parametrize("kind", [ENCODED, MULTIPART_CONTENT], ids=["address", "parts"])
@pytest.mark.parametrize(
    ("much", "status", "words"),
    [
        ({"x": "x" * 10_000_000}, 413, "It was far too long for us, and nothing was kept."),
        ({f"x{n}": "x" for n in range(10_000)}, 400, "We could not read what your browser sent, and nothing was kept."),
    ],
    ids=["ten megabytes", "ten thousand fields"],
)
def test_what_is_far_too_much_is_told_in_words(
    form: Asked, reader: Client, time_machine: Any, much: dict[str, str], status: int, words: str, kind: str,
    has_cookie: bool,
) -> None:  # fmt: skip
    fields = (form.filled(reader, time_machine) if has_cookie else {**form.typed}) | much
    body = urlencode(fields, doseq=True).encode() if kind == ENCODED else encode_multipart(BOUNDARY, fields)
    answer = post_bytes(reader, form, body, kind)
    assert (answer.status_code, kept()) == (status, 0)
    assert words in words_of(answer)
    assert WORDS not in answer.content.decode()
    assert not answer.cookies
    is_kind(answer)


def test_what_no_browser_sends_is_told_in_words(form: Asked, reader: Client) -> None:
    for has_cookie in (False, True):
        if has_cookie:
            reader.get(form.address)
        answers = {how: post_bytes(reader, form, body, kind) for how, (kind, body) in BROKEN.items()}
        assert {
            how: answer.status_code for how, answer in answers.items() if answer.status_code not in (400, 403)
        } == {}
        for answer in answers.values():
            is_kind(answer)
    assert kept() == 0


def test_a_length_that_is_none_stops_nothing(form: Asked, reader: Client) -> None:
    body = encode_multipart(BOUNDARY, {**form.typed})
    for length in ("-1", "abc", ""):
        answer = post_bytes(reader, form, body, MULTIPART_CONTENT, CONTENT_LENGTH=length)
        assert (length, answer.status_code in (400, 403)) == (length, True)
        is_kind(answer)


def test_bytes_that_are_no_characters_stop_nothing(form: Asked, reader: Client, time_machine: Any) -> None:
    for broken in ("%ED%A0%80", "%FF%FE", "%C3", "%00%ED%B0%80", "%C0%AF", "%F4%90%80%80", "%", "%zz"):
        body = urlencode(form.filled(reader, time_machine), doseq=True)
        answer = post_bytes(reader, form, body.replace(WORDS, WORDS + broken).encode())
        assert (broken, answer.status_code) == (broken, form.sent)
        is_guarded(answer)


def test_no_value_of_any_field_gets_out_of_its_place(form: Asked, reader: Client, time_machine: Any) -> None:
    fields = form.filled(reader, time_machine)
    for name in [name for name in fields if name != "csrfmiddlewaretoken"]:
        for how, value in HOSTILE.items():
            answer = reader.post(form.address, fields | {name: value})
            assert (name, how, answer.status_code in (200, 302, 429)) == (name, how, True)
            is_guarded(answer)
            assert b"<script>alert" not in answer.content
            assert b"<img src=x" not in answer.content


def test_fields_that_are_none_stop_nothing(form: Asked, reader: Client, time_machine: Any) -> None:
    answer = reader.post(form.address, form.filled(reader, time_machine) | STRANGE_FIELDS)
    assert answer.status_code == form.sent
    is_guarded(answer)


def test_the_same_form_sent_twice_is_one_message(form: Asked, reader: Client, time_machine: Any) -> None:
    fields = form.filled(reader, time_machine)
    answers = [reader.post(form.address, fields) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [form.sent] * 2
    assert kept() == (1 if form.sent == 302 else 0)


def test_a_hundred_at_once_are_taken_or_told_to_wait_with_the_words(
    form: Asked, reader: Client, time_machine: Any
) -> None:
    fields = form.filled(reader, time_machine)
    answers = [reader.post(form.address, fields) for _time in range(100)]
    statuses = [answer.status_code for answer in answers]
    taken = statuses.count(form.sent)
    assert statuses == [form.sent] * taken + [429] * (100 - taken)
    for answer in (answer for answer in answers if answer.status_code == 429):
        assert "in a short time" in problems(answer)
        assert "Nothing is lost" in problems(answer)
        assert form.has_words(answer)
        assert int(answer.headers["Retry-After"]) > 0
        is_kind(answer)
    assert kept() <= 1


def test_other_ways_of_asking_are_refused(form: Asked, reader: Client) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"):
        answer = reader.generic(method, form.address, urlencode(form.typed), ENCODED)
        assert (method, answer.status_code in (403, 405)) == (method, True)
    assert kept() == 0


def test_a_broken_connection_is_no_fault_of_ours(form: Asked, reader: Client) -> None:
    class Broken:
        def read(self, *_size: int) -> bytes:
            raise OSError("gone")

        readline = read

    more = {"wsgi.input": Broken(), "CONTENT_LENGTH": "10", "CONTENT_TYPE": ENCODED}
    answer = reader.post(form.address, **more)
    assert answer.status_code == 400
    is_kind(answer)


def test_names_that_the_site_has_not_lead_nowhere(
    form: Asked, reader: Client, settings: Any, time_machine: Any
) -> None:
    settings.ALLOWED_HOSTS = ["portal.example"]
    with CaptureQueriesContext(connection) as asked:
        refused = reader.post(form.address, form.typed, headers={"host": "evil.example"})
    assert (refused.status_code, refused.content) == (400, b"There is no site of this name here.")
    assert (refused.headers["Content-Type"], len(asked)) == ("text/plain", 0)
    assert not refused.cookies
    mine = {"host": "portal.example", "x-forwarded-host": "evil.example"}
    answer = reader.get(form.address, headers=mine)
    assert (answer.status_code, "evil.example" in answer.content.decode()) == (200, False)


def test_the_forms_cookie_goes_by_https_only_where_the_site_does(form: Asked, reader: Client, settings: Any) -> None:
    settings.CSRF_COOKIE_SECURE = True
    [cookie] = reader.get(form.address).cookies.values()
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
