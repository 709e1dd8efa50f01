"""Searching leaves no trace: nobody keeps an answer, nobody gets a cookie, no log line holds a question."""

import logging

import pytest
from django.db import OperationalError, connection
from django.test import Client

from portal.search.unanswered import Unanswered
from tests.kept import starting_with
from tests.search.library import LIBRARY
from tests.site.asked import Drawn

ASKED = [
    "/search/",
    "/search/?q=slipped+disc",
    "/search/?q=sciatcia",
    "/search/?q=cannot+pee",
    "/search/?q=want+to+die",
    "/search/?q=zzyzx",
    "/search/?q=&kind=guide",
    "/search/suggestions/?q=sli",
    "/search/suggestions/",
]


# The made-up library of the tests of finding.
library = starting_with(LIBRARY)


@pytest.mark.parametrize("address", ASKED)
def test_nobody_keeps_an_answer_and_nobody_gets_a_cookie(client: Client, library: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "public" not in answer.headers["Cache-Control"]
    assert (answer.cookies, client.session.keys(), "ETag" in answer.headers) == ({}, {}.keys(), False)
    assert client.head(address).status_code == 200
    for verb in ("post", "put", "patch", "delete"):
        assert getattr(client, verb)(address, {"q": "x"}).status_code == 405


@pytest.mark.parametrize("address", [address for address in ASKED if "suggestions" not in address])
def test_no_search_engine_lists_it_and_no_form_needs_a_token(client: Client, library: None, address: str) -> None:
    shown = Drawn(client.get(address).content.decode())
    assert shown.one("meta", name="robots").get("content") == "noindex"
    assert "csrf" not in shown.markup
    assert " style=" not in shown.markup
    assert {form.get("method") for form in shown.all("form")} == {"get"}


def test_only_what_found_nothing_on_the_whole_site_is_counted(client: Client, library: None) -> None:
    for address in ASKED:
        client.get(address)
    assert Unanswered.objects.count() == 1
    client.get("/search/", {"q": "yoga", "kind": "guide"})
    client.get("/search/", {"q": "yoga", "stage": "pain"})
    client.get("/search/suggestions/", {"q": "yoga"})
    assert Unanswered.objects.count() == 1
    client.get("/search/", {"q": "yoga"})
    assert (Unanswered.objects.count(), Unanswered.objects.shown().count()) == (2, 0)


@pytest.mark.parametrize("address", ["/search/", "/search/suggestions/"])
@pytest.mark.parametrize("is_broken", [False, True])
def test_no_log_line_holds_a_question(
    client: Client, library: None, caplog: pytest.LogCaptureFixture, address: str, is_broken: bool
) -> None:
    def answered(execute, sql, params, many, context):
        if is_broken and ("portal_word" in sql or "portal_entry" in sql):
            raise OperationalError(f"could not understand {params}: porcupines")
        return execute(sql, params, many, context)

    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG), connection.execute_wrapper(answered):
        answer = client.get(address, {"q": "porcupines disc"})
    assert answer.status_code == (500 if is_broken else 200)
    logged = [logging.Formatter("%(message)s").format(record) for record in caplog.records]
    assert [line for line in logged if "porcupine" in line and not line.startswith("(0.0")] == []
    assert any("OperationalError: " in line for line in logged) == is_broken
