"""Messages from readers on the desk: the list, one message and its answer, and throwing one away."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.admin.feedback import answering
from portal.desk import drafts
from portal.desk.documents import Origin, Revision
from portal.desk.exchange.renaming import rename
from portal.desk.people import User
from portal.visitors import triage
from portal.visitors.feedback import Clear, Feedback, Handling
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.desk.four_eyes import publish
from tests.site.asked import HOSTILE
from tests.visitors.messages import sent

LIST = "/admin/portal/feedback/"
SAID, DONE = "Some did not know the word.", "We explain it."
pytestmark = pytest.mark.django_db


def one(message: Feedback) -> str:
    return reverse("admin:portal_feedback_change", args=[message.pk])


@pytest.fixture
def team(loaded: Any) -> Any:
    """A signed-in person who may do what is named with messages: `team("view", "change")`."""

    def signed_in(*verbs: str) -> Client:
        user = User.objects.create_user("team", first_name="Dr", last_name="Example", is_staff=True)
        names = [*(f"{verb}_feedback" for verb in verbs), "view_document"]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def nurse(team: Any) -> Client:
    return team("view", "change")


def rows(answer: Any) -> list[str]:
    found = [body for table in parsed(answer).iter("table") for body in table.iter("tbody")]
    return [" ".join(" ".join(row.itertext()).split()) for body in found for row in body.iter("tr")]


def save(client: Client, message: Feedback, **typed: Any) -> Any:
    return client.post(one(message), form_in(client.get(one(message)), "account") | typed)


def test_the_list_shows_messages_newest_first_and_the_words_as_typed(nurse: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-03 12:00Z")
    sent(HOSTILE, Clear.NO)
    time_machine.move_to("2026-11-04 12:00Z")
    sent("", Clear.YES, part="", heading="")
    answer = nurse.get(LIST)
    assert rows(answer) == [
        "A spacer between the bones Yes no words new 4 Nov 2026",
        f"A spacer between the bones: What it can cost No {HOSTILE} new 3 Nov 2026",
    ]
    assert "<script>alert" not in answer.content.decode()


def test_the_list_is_narrowed_by_state_answer_page_and_words(nurse: Client) -> None:
    sent("first")
    triage.look_at(sent("second", Clear.YES), by=User.objects.get())

    def shown(query: str) -> set[str]:
        return {word for word in ("first", "second") for row in rows(nurse.get(f"{LIST}?{query}")) if word in row}

    assert shown("state__exact=new") == {"first"}
    assert shown("clear__exact=yes") == shown("q=second") == {"second"}
    assert shown("page=procedure:interspinous-spacer") == shown("page=odd") == {"first", "second"}
    assert shown("page=guide:questions") == set()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(nurse: Client, count: int) -> None:
    for _number in range(count):
        sent()
    with CaptureQueriesContext(connection) as asked:
        nurse.get(LIST)
    assert len(asked) == 8


def test_one_message_shows_the_words_and_where_they_belong(nurse: Client) -> None:
    message = sent(HOSTILE)
    answer = nurse.get(one(message))
    page = answer.content.decode()
    assert HOSTILE in words_of(answer)
    assert "<script>alert" not in page
    assert 'href="/procedures/interspinous-spacer/#what-it-can-cost"' in page
    assert f'href="/admin/portal/proceduredocument/{document("procedure", "interspinous-spacer").pk}/change/"' in page


def test_a_message_about_a_page_that_is_gone_can_still_be_set_aside(nurse: Client) -> None:
    message = sent(part="", heading="", ref=document("guide", "questions").ref)
    Feedback.objects.filter(pk=message.pk).update(slug="gone")
    assert "Readers do not see this page at present." in words_of(nurse.get(one(message)))
    assert save(nurse, message, state="set_aside").status_code == 302
    assert Feedback.objects.get().state == "set_aside"


def test_an_answer_names_the_published_text_and_is_shown(nurse: Client) -> None:
    message, spacer = sent(), document("procedure", "interspinous-spacer")
    author = User.objects.create_user("author")
    first, text = spacer.head_id, spacer.head.text.replace("is small", "is very small")
    draft = drafts.revise(spacer, text=text, based_on=spacer.head, author=author, origin=Origin.STAFF, note="simpler")
    publish(spacer, revision=draft, by=author)
    options = [
        " ".join("".join(option.itertext()).split()) for option in parsed(nurse.get(one(message))).iter("option")
    ]
    assert [option.split(",")[0] for option in options] == [
        "none",
        f"revision {draft.pk}",
        f"revision {first}",
    ]
    assert options[1].endswith(": simpler")
    typed = {"state": "answered", "said": SAID, "changed": DONE, "revision": draft.pk, "is_shown": "on"}
    answer = save(nurse, message, **typed)
    assert (answer.status_code, answer.url) == (302, LIST)
    kept = Feedback.objects.get()
    assert (kept.state, kept.said, kept.changed, kept.is_shown) == ("answered", SAID, DONE, True)
    assert (kept.revision_number, kept.revision_digest) == (draft.pk, Revision.objects.get(pk=draft.pk).digest)
    assert kept.answered_on == timezone.localdate()
    shown = nurse.get(one(message))
    assert f'/history/{draft.pk}/">See the text that answered it' in shown.content.decode()
    assert f"Dr Example: answered, “{DONE}” (shown to readers)" in words_of(shown)


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({}, 200, "Choose what becomes of it"),
        ({"state": "new"}, 200, "new is not one of the available choices"),
        ({"state": "answered"}, 409, "Write what was changed: a message is answered by a sentence."),
        ({"state": "answered", "changed": DONE, "is_shown": "on"}, 409, "Write what readers said, in your own words"),
        (
            {"state": "answered", "said": SAID, "changed": DONE, "is_shown": "on"},
            409,
            "Choose the text that did it: readers are told only of a change that is live.",
        ),
        ({"state": "planned", "changed": DONE}, 200, "You have written an answer. Choose “answered”"),
        ({"state": "answered", "changed": DONE, "revision": "999999"}, 200, "999999 is not one of the available"),
        ({"state": "planned", "seen": "77"}, 409, "Somebody else has handled this message meanwhile."),
    ],
)
def test_what_does_not_fit_together_is_refused_with_the_words_kept(
    nurse: Client, typed: dict[str, str], status: int, words: str
) -> None:
    message = sent()
    answer = save(nurse, message, **typed)
    assert (answer.status_code, words in words_of(answer)) == (status, True)
    assert (Feedback.objects.get().state, Handling.objects.count()) == ("new", 0)
    assert form_in(answer, "account")["changed"] == [typed.get("changed", "")]


def test_who_only_looks_cannot_change_or_throw_away(team: Any) -> None:
    client, message = team("view"), sent()
    assert client.get(one(message)).status_code == 200
    assert b"Save" not in client.get(one(message)).content
    assert client.post(one(message), {"state": "planned", "seen": 0}).status_code == 403
    assert client.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Feedback.objects.get().state == "new"


def test_what_is_no_message_is_thrown_away_with_its_history(team: Any) -> None:
    client, message = team("view", "change", "delete"), sent("buy now")
    triage.look_at(message, by=User.objects.get())
    assert "buy now" in words_of(client.get(f"{LIST}{message.pk}/delete/"))
    assert Feedback.objects.count() == 1
    assert client.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 302
    assert (Feedback.objects.count(), Handling.objects.count()) == (0, 0)


def test_the_front_page_tells_those_who_may_handle_them(team: Any) -> None:
    client = team("view", "change")
    for number in range(10):
        sent(str(number))
    triage.set_aside(Feedback.objects.order_by("pk")[0], by=User.objects.get())
    said = words_of(client.get("/admin/"))
    assert "New messages from readers 9" in said
    assert "A spacer between the bones: What it can cost treatment Read it and decide sent on" in said
    assert f'href="{LIST}?state__exact=new"' in client.get("/admin/").content.decode()


def test_the_front_page_does_not_trouble_who_only_looks(team: Any) -> None:
    sent()
    client = team("view")
    assert "New messages from readers" not in words_of(client.get("/admin/"))


def test_the_text_that_was_named_stays_named_when_newer_ones_have_gone_live(
    nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_OFFERED", 1)
    message, spacer = sent(), document("procedure", "interspinous-spacer")
    author, first = User.objects.create_user("author"), spacer.head
    save(nurse, message, state="answered", said=SAID, changed=DONE, revision=first.pk)
    text = first.text.replace("is small", "is very small")
    draft = drafts.revise(spacer, text=text, based_on=first, author=author, origin=Origin.STAFF, note="simpler")
    publish(spacer, revision=draft, by=author)
    assert save(nurse, message, changed="Better words.").status_code == 302
    kept = Feedback.objects.get()
    assert (kept.changed, kept.revision_number, kept.revision_digest) == ("Better words.", first.pk, first.digest)
    assert save(nurse, message, revision="").status_code == 302
    assert Feedback.objects.values_list("revision_number", "revision_digest").get() == (None, "")


def test_a_message_follows_its_page_to_another_name(nurse: Client) -> None:
    message, spacer = sent(), document("procedure", "interspinous-spacer")
    rename(spacer, "spacer")
    answer = nurse.get(one(message))
    assert "Readers do not see this page at present." not in words_of(answer)
    assert 'href="/procedures/spacer/#what-it-can-cost"' in answer.content.decode()
    shown = nurse.get(LIST)
    assert rows(shown)[0].startswith("A spacer between the bones: What it can cost No")
    assert ("page=procedure%3Aspacer" in shown.content.decode(), "interspinous" in words_of(shown)) == (True, False)
    for query in ("page=procedure:spacer", "q=spacer", "q=interspinous-spacer"):
        assert len(rows(nurse.get(f"{LIST}?{query}"))) == 1
    assert save(nurse, message, state="answered", changed=DONE, revision=spacer.head_id).status_code == 302
    assert f'/history/{spacer.head_id}/">See the text that answered it' in nurse.get(one(message)).content.decode()
