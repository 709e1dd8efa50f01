"""What happens to messages: sent once, handled by people with a name, answered in a sentence, forgotten in time."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.desk.people import User
from portal.shelf.counter import Counter
from portal.visitors import triage
from portal.visitors.feedback import KEPT_FOR, Clear, Feedback, Handling, State
from tests.visitors.messages import SPACER, TEXT, sent, ticket

pytestmark = pytest.mark.django_db
ANSWER = triage.Answer(said="Some did not know the word.", changed="We explain it.", is_shown=True, revision=TEXT)


@pytest.fixture
def nurse() -> User:
    return User.objects.create_user("nurse", first_name="Dr", last_name="Example")


def row(message: Feedback) -> dict[str, Any]:
    names = ("state", "said", "changed", "is_shown", "revision_number", "revision_digest", "answered_on")
    return Feedback.objects.values(*names).get(pk=message.pk)


EMPTY = {
    "said": "",
    "changed": "",
    "is_shown": False,
    "revision_number": None,
    "revision_digest": "",
    "answered_on": None,
}


def test_a_message_holds_the_part_and_the_day_and_nothing_of_the_reader() -> None:
    message = sent("What is a spacer?", Clear.PARTLY)
    held = Feedback.objects.values().get(pk=message.pk)
    assert {name: value for name, value in held.items() if name not in ("id", "ticket")} == EMPTY | {
        "language": "en",
        "kind": "procedure",
        "slug": "interspinous-spacer",
        "part": "what-it-can-cost",
        "heading": "What it can cost",
        "clear": "partly",
        "words": "What is a spacer?",
        "sent_on": timezone.localdate(),
        "state": "new",
    }


def test_one_form_makes_one_message() -> None:
    place = triage.Place("en", SPACER)
    assert [triage.send(place=place, clear="no", words="first", ticket=ticket("a")) for _time in range(2)] == [True] * 2
    assert list(Feedback.objects.values_list("clear", "words")) == [("no", "first")]


@pytest.mark.parametrize("other", [{"clear": "yes"}, {"words": "second"}, {"place": triage.Place("en", SPACER, "a")}])
def test_another_message_from_the_same_form_is_not_taken_for_the_first(other: dict[str, Any]) -> None:
    first = {"place": triage.Place("en", SPACER), "clear": "no", "words": "first", "ticket": ticket("a")}
    assert triage.send(**first)
    assert not triage.send(**first | other)
    assert list(Feedback.objects.values_list("part", "clear", "words")) == [("", "no", "first")]


def test_who_handled_a_message_and_when_is_kept(nurse: User) -> None:
    message = sent()
    triage.look_at(message, by=nurse)
    triage.answer(message, by=nurse, told=ANSWER)
    triage.set_aside(message, by=nurse)
    rows = Handling.objects.order_by("pk").values_list("state", "changed", "is_shown", "by__username")
    assert list(rows) == [
        ("planned", "", False, "nurse"),
        ("answered", "We explain it.", True, "nurse"),
        ("set_aside", "", False, "nurse"),
    ]
    assert row(message) == EMPTY | {"state": "set_aside"}


def test_an_answer_names_the_text_that_did_it(nurse: User) -> None:
    message = sent()
    triage.answer(message, by=nurse, told=triage.Answer(" So. ", " We did. ", False, TEXT))
    assert row(message) == {
        "state": "answered",
        "said": "So.",
        "changed": "We did.",
        "is_shown": False,
        "revision_number": 7,
        "revision_digest": TEXT[1],
        "answered_on": timezone.localdate(),
    }


def test_an_answer_that_is_written_anew_keeps_its_day(nurse: User, time_machine: Any) -> None:
    first = timezone.localdate()
    message = sent()
    triage.answer(message, by=nurse, told=ANSWER)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    triage.answer(message, by=nurse, told=triage.Answer("So.", "Otherwise.", True, TEXT))
    assert (row(message)["answered_on"], row(message)["changed"]) == (first, "Otherwise.")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (triage.Answer("Said.", " ", False), "Write what was changed: a message is answered by a sentence."),
        (
            triage.Answer(" ", "Changed.", True, TEXT),
            "Write what readers said, in your own words: it stands above the answer.",
        ),
        (
            triage.Answer("Said.", "Changed.", True),
            "Choose the text that did it: readers are told only of a change that is live.",
        ),
    ],
)
def test_an_answer_without_its_sentence_or_its_text_is_refused(nurse: User, told: triage.Answer, words: str) -> None:
    message = sent()
    with pytest.raises(triage.TriageRefused, match=words):
        triage.answer(message, by=nurse, told=told)
    assert (row(message), Handling.objects.count()) == (EMPTY | {"state": "new"}, 0)


def test_who_comes_second_is_told(nurse: User) -> None:
    message = sent()
    triage.look_at(message, by=nurse, seen=0)
    with pytest.raises(triage.TriageRefused, match="Somebody else has handled this message meanwhile"):
        triage.set_aside(message, by=nurse, seen=0)
    assert row(message)["state"] == "planned"
    triage.set_aside(message, by=nurse, seen=Handling.objects.get().pk)
    assert row(message)["state"] == "set_aside"


def test_a_message_that_somebody_has_thrown_away_is_not_handled(nurse: User) -> None:
    message = sent()
    triage.throw_away(Feedback.objects.get())
    with pytest.raises(triage.TriageRefused, match="thrown this message away"):
        triage.look_at(message, by=nurse)


def test_readers_are_told_when_an_answer_comes_changes_or_goes_and_only_then(nurse: User) -> None:
    message = sent()
    numbers = [Counter.current("en")]
    steps = (
        lambda: triage.look_at(message, by=nurse),
        lambda: triage.answer(message, by=nurse, told=triage.Answer("", "We did.", False)),
        lambda: triage.answer(message, by=nurse, told=ANSWER),
        lambda: triage.answer(message, by=nurse, told=triage.Answer("So.", "Otherwise.", True, TEXT)),
        lambda: triage.set_aside(message, by=nurse),
        lambda: triage.answer(message, by=nurse, told=ANSWER),
        lambda: triage.throw_away(Feedback.objects.get()),
    )
    for step in steps:
        step()
        numbers.append(Counter.current("en"))
    assert [after - before for before, after in pairwise(numbers)] == [0, 0, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"ticket": "short"}, "a_ticket_is_a_sha_256"),
        ({"state": State.ANSWERED}, "an_answered_message_says_what_and_when"),
        ({"is_shown": True}, "only_an_answer_that_says_what_was_said_is_shown"),
        ({"revision_number": 3, "revision_digest": "a"}, "only_an_answer_names_a_revision"),
    ],
)
def test_what_must_always_hold_is_held_by_the_database(broken: dict[str, Any], rule: str) -> None:
    message = sent()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Feedback.objects.filter(pk=message.pk).update(**broken)


def test_after_two_years_the_timed_run_forgets_messages_and_the_words_of_those_that_were_answered(nurse: User) -> None:
    old, answered, young = sent("old"), sent("answered"), sent("young")
    triage.look_at(old, by=nurse)
    triage.answer(answered, by=nurse, told=ANSWER)
    before, number = row(answered), Counter.current("en")
    last = timezone.localdate() - KEPT_FOR
    Feedback.objects.filter(pk__in=[old.pk, answered.pk]).update(sent_on=last - timedelta(days=1))
    Feedback.objects.filter(pk=young.pk).update(sent_on=last)
    call_command("tick")
    assert list(Feedback.objects.order_by("pk").values_list("pk", "words")) == [(answered.pk, ""), (young.pk, "young")]
    assert (row(answered), Counter.current("en")) == (before, number)
    assert triage.forget_messages() == 0


def test_it_is_told_how_much_was_forgotten(nurse: User) -> None:
    sent("old")
    triage.answer(sent("answered"), by=nurse, told=ANSWER)
    triage.answer(sent(""), by=nurse, told=ANSWER)
    Feedback.objects.update(sent_on=timezone.localdate() - KEPT_FOR - timedelta(days=1))
    assert triage.forget_messages() == 2
