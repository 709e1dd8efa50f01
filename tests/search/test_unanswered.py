"""Questions that found nothing: words appear on the fifth day they were asked, and tell nobody who asked."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings as portal_settings
from django.db import IntegrityError, connection, connections, transaction

from portal.desk import ticking
from portal.search import unanswered
from portal.search.unanswered import KEPT_FOR, MOST_ROWS, Unanswered, forget_questions, note
from portal.text.tokens import tokens

pytestmark = pytest.mark.django_db
FIRST = datetime(2031, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def ask(time_machine) -> Callable[..., None]:
    """Ask a question on a day, counted from the first."""

    def asked(day: int, question: str = "yoga", language: str = "en") -> None:
        time_machine.move_to(FIRST + timedelta(days=day), tick=False)
        note(question, language=language)

    return asked


def shown() -> list[tuple[str, int]]:
    return list(Unanswered.objects.shown().values_list("words", "days"))


def test_words_appear_on_the_fifth_day_and_never_before(ask):
    for day in (0, 1, 20, 40):
        ask(day)
        assert shown() == []
        assert set(Unanswered.objects.values_list("words", flat=True)) == {""}
    ask(41)
    assert shown() == [("yoga", 5)]
    ask(42)
    assert shown() == [("yoga", 6)]


def test_a_day_counts_once_however_often_it_is_asked(ask):
    for _time in range(30):
        ask(0)
    assert [(row.days, row.words) for row in Unanswered.objects.all()] == [(1, "")]
    for day in (0, 1, 1, 2, 2, 3, 3, 3):
        ask(day)
    assert [(row.days, row.words) for row in Unanswered.objects.all()] == [(4, "")]


def test_a_clock_that_was_put_back_counts_nothing(ask):
    for day in (5, 4, 3, 2, 1):
        ask(day)
    assert [(row.days, row.asked_on) for row in Unanswered.objects.all()] == [(1, date(2031, 5, 9))]


def test_the_same_words_are_one_question_whatever_their_case_and_signs(ask):
    for day, question in enumerate(("Yoga, back!", "yoga back", "YOGA   BACK", "«yoga» back?", "yóga back")):
        ask(day, question)
    assert shown() == [("yoga back", 5)]


def test_languages_are_counted_apart(ask):
    for day in range(4):
        ask(day)
        ask(day, language="es")
    ask(4)
    assert [(row.language, row.days, row.words) for row in Unanswered.objects.order_by("language")] == [
        ("en", 5, "yoga"),
        ("es", 4, ""),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?!",
        "anna 1974",
        "07700 900123",
        "room ٣",
        "ward ²",
        "anna@clinic.example",
        "@anna",
        "https://clinic.example/anna",
        "c:\\anna",
        "my name is anna and i hurt",
        "supercalifragilisticexpialidocious " * 2,
        "a " * 7,
    ],
)
def test_what_may_tell_who_asked_is_never_counted(ask, question):
    for day in range(6):
        ask(day, question)
    assert not Unanswered.objects.exists()


def test_before_the_fifth_day_a_row_holds_no_word_and_no_time(ask):
    ask(0, "anna smith")
    row = Unanswered.objects.values().get()
    assert {name: value for name, value in row.items() if name not in ("id", "digest")} == {
        "language": "en",
        "days": 1,
        "asked_on": date(2031, 5, 4),
        "words": "",
    }
    assert "anna" not in row["digest"]
    assert str(Unanswered.objects.get()) == row["digest"]


def test_a_digest_cannot_be_guessed_without_the_key_of_the_site(ask, settings):
    ask(0)
    settings.SECRET_KEY = "another key, of which nobody knows anything"
    ask(0)
    assert Unanswered.objects.count() == 2


def test_nothing_but_the_day_the_words_and_their_number_is_kept():
    assert {field.name for field in Unanswered._meta.get_fields()} == {
        *("id", "language", "digest", "days", "asked_on", "words")
    }


def test_the_database_refuses_words_before_the_fifth_day():
    with pytest.raises(IntegrityError, match="words_are_kept_from_the_fifth_day"), transaction.atomic():
        Unanswered.objects.create(language="en", digest="x", days=4, asked_on=date(2031, 5, 4), words="yoga")


def test_what_nobody_asks_for_180_days_is_forgotten(ask):
    ask(0, "old")
    ask(1, "newer")
    assert forget_questions((FIRST + KEPT_FOR).date()) == 0
    assert forget_questions((FIRST + KEPT_FOR + timedelta(days=1)).date()) == 1
    assert [row.asked_on for row in Unanswered.objects.all()] == [date(2031, 5, 5)]


def test_the_first_tick_of_a_day_forgets(ask, time_machine):
    ask(0)
    time_machine.move_to(FIRST + KEPT_FOR, tick=False)
    ticking.tick()
    assert Unanswered.objects.count() == 1
    time_machine.move_to(FIRST + KEPT_FOR + timedelta(days=1), tick=False)
    ticking.tick()
    assert Unanswered.objects.count() == 0


def test_who_types_nonsense_all_day_fills_no_disk(ask, monkeypatch):
    assert MOST_ROWS == 20_000
    monkeypatch.setattr(unanswered, "MOST_ROWS", 3)
    for word in ("one", "two", "three", "four", "five"):
        ask(0, word)
    assert Unanswered.objects.count() == 3
    for day in range(1, 5):
        ask(day, "one")
        ask(day, "five")
    assert shown() == [("five", 5)]  # what was asked on fewest days has made room, "one" among it, which began anew


def test_the_most_wanted_come_first(ask):
    for day in range(7):
        ask(day, "yoga")
        ask(day, "acupuncture")
    ask(7, "yoga")
    assert shown() == [("yoga", 8), ("acupuncture", 7)]


@pytest.mark.parametrize("seed", range(3))
def test_any_history_counts_the_different_days_of_each_question(ask, seed):
    chance = random.Random(seed)  # noqa: S311  a history is to be the same each time
    days: dict[str, set[int]] = {}
    for day in sorted(chance.choices(range(12), k=60)):
        question = chance.choice(["yoga", "Yoga!", "heat pad", "heat  pad?", "anna 12"])
        ask(day, question)
        if not any(sign.isdigit() for sign in question):
            days.setdefault(" ".join(token.word for token in tokens(question, "en")), set()).add(day)
    assert dict(shown()) == {words: len(asked) for words, asked in days.items() if len(asked) >= 5}
    assert Unanswered.objects.count() == len(days)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(portal_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="one writer at a time")
def test_two_readers_who_ask_at_once_are_one_day():
    failed, together = [], Barrier(6)

    def asks() -> None:
        together.wait()
        try:
            note("yoga", language="en")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=asks) for _reader in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [row.days for row in Unanswered.objects.all()] == [1]


def test_a_row_that_another_reader_has_just_written_is_no_error(monkeypatch):
    found = Unanswered.objects.none()
    monkeypatch.setattr(type(found), "select_for_update", lambda rows: rows.none())
    note("yoga", language="en")
    note("yoga", language="en")
    assert Unanswered.objects.count() == 1
    assert connection.is_usable()
