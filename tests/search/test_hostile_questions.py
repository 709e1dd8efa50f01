"""Whatever is typed is only looked for: no question is an error, and none is understood by a database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.search.entries import Entry, Word
from portal.search.finding import LONGEST_QUESTION, find
from portal.search.suggesting import suggest
from tests.search.library import EN, found

HOSTILE = [
    '"',
    "'",
    '"disc',
    "disc'",
    "'disc' & !'nerve'",
    "disc*",
    "*",
    "names:disc",
    "{names heads} : disc",
    "^disc",
    "-disc",
    "disc + nerve",
    "NEAR(disc nerve, 5)",
    "disc NEAR nerve",
    "disc AND nerve",
    "disc OR nerve",
    "disc NOT nerve",
    "AND",
    "OR NOT AND NEAR",
    "(",
    ")",
    "((((((((((disc",
    "disc <-> nerve",
    "disc:*AB",
    "disc | nerve & !bone",
    "\\",
    "disc\\'",
    "%",
    "%s %(x)s {where} {0}",
    "disc%",
    "_",
    "\0",
    "disc\0nerve",
    "😀",
    "👩🏽‍⚕️ disc",
    "\ud800",
    "disc\udfff",
    "\u202edisc\u202c",
    "\u200bdisc\ufeff",
    "\ue000\ue001",
    "'; DROP TABLE portal_entry; --",
    "1' OR '1'='1",
    "<script>alert(1)</script>",
    "a" * 10_000,
    "disc " * 2_000,
    "é" * 10_000,
    "e" + "\u0301" * 10_000,
    "椎" * 10_000,
    "'" * 10_000,
    "1" * 10_000,
    "M54.30" * 100,
    "\r\n\t\v\f\x1c",
    "ﷺ" * 200,
    "İıſßŉ",
    "١٢٣",
    "𝒟𝒾𝓈𝒸",
    "ⅷ²³½",
]


@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: ascii(question)[:40])
def test_a_hostile_question_is_no_error_and_changes_nothing(library: object, question: str) -> None:
    before = Entry.objects.count(), Word.objects.count()
    find(question, EN)
    suggest(question, EN)
    assert (Entry.objects.count(), Word.objects.count()) == before
    assert found("slipped disc") == ["/conditions/slipped-disc/"]


@pytest.mark.parametrize("question", ["disc AND nerve", "disc OR nerve", '"disc" nerve*', "(disc: nerve)"])
def test_signs_and_operators_of_databases_are_only_words(library: object, question: str) -> None:
    assert "/conditions/slipped-disc/" in found(question)
    assert found("nerve NOT burning") == found("nerve not burning")


def test_only_the_beginning_of_a_long_question_is_looked_at(library: object) -> None:
    long = "slipped disc ".ljust(LONGEST_QUESTION) + "driving"
    assert found(long) == found("slipped disc")


# Lone surrogates are in it: an address may hold them.
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(st.characters(), max_size=40))
def test_any_text_is_a_question(library: object, question: str) -> None:
    for language_scope in (EN, EN.__class__("xx"), EN.__class__("hi")):
        find(question, language_scope)
        suggest(question, language_scope)
