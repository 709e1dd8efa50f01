"""The screen on which a person joins a file's words and the site's."""

from pathlib import Path

import pytest

from portal.admin.addresses import screen
from portal.desk import reviewing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import begin
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.desk import four_eyes
from tests.desk.four_eyes import approved
from tests.library import DOCUMENTS, change_file, write_library

SPACER = ("procedure", "interspinous-spacer")
PATH = "en/procedures/interspinous-spacer.md"
pytestmark = pytest.mark.django_db


def publish(client, words: dict[str, str]) -> None:
    """Write and publish as a person does."""
    spacer = document(*SPACER)
    client.post(screen(spacer, "change"), form_in(client.get(screen(spacer, "change"))) | words)
    head = approved(document(*SPACER).head)
    client.post(screen(spacer, "publishing"), {"action": "publish", "revision": str(head.pk)})
    assert document(*SPACER).live_id == head.pk


@pytest.fixture
def clash(loaded: Path, publisher) -> Document:
    """The site and the file have both changed the title."""
    publish(publisher, {"title": "The site’s title"})
    change_file(loaded, PATH, "title: A spacer between the bones", "title: The file’s title")
    load(plan(loaded))
    return document(*SPACER)


@pytest.fixture
def both_new(tmp_path: Path, publisher) -> Document:
    """Staff began a guide, and a file of the same name came."""
    text = DOCUMENTS["en/guides/questions.md"]
    author = User.objects.get(username="publisher")
    ours = text.replace("What if I wait?", "Only ours.")
    ref = Ref("guide", "questions")
    document = begin(ref=ref, language="en", text=ours, author=author, origin=Origin.STAFF)
    load(plan(write_library(tmp_path / "content", {"en/guides/questions.md": text})))
    document.refresh_from_db()
    return document


def test_both_texts_and_the_older_one_are_shown_and_the_form_holds_the_sites(clash, publisher):
    page = publisher.get(screen(clash, "joining"))
    words = words_of(page)
    assert "Both changed the same place once." in words
    for text in ("title: The file’s title", "title: The site’s title", "A spacer between the bones"):
        assert text in words
    kept = form_in(page)
    assert kept["title"] == ["The site’s title"]
    assert (kept["saving-based_on"], kept["saving-joins"]) == ([str(clash.head_id)], [str(clash.clash_id)])


@pytest.mark.parametrize(("start", "title"), [("theirs", "The file’s title"), ("ours", "The site’s title")])
def test_the_form_can_start_from_either_side(clash, publisher, start, title):
    assert form_in(publisher.get(screen(clash, "joining"), {"from": start}))["title"] == [title]


def test_what_a_person_joined_is_a_draft_with_both_parents_and_settles_the_clash_when_it_is_published(clash, publisher):
    sent = form_in(publisher.get(screen(clash, "joining"))) | {"title": "Both titles"}
    publisher.post(screen(clash, "joining"), sent | {"_publishing": "1"}, follow=True)
    joined = document(*SPACER)
    head = joined.head
    assert (head.origin, head.parent, head.merges, head.author.username) == (
        Origin.MERGE,
        clash.head,
        clash.clash,
        "publisher",
    )
    assert joined.clash == clash.clash
    assert Procedure.objects.get().title == "The site’s title"
    moved_on = publisher.get(screen(clash, "joining"), follow=True)
    assert "File and site are joined in the newest text." in words_of(moved_on)
    publisher.post(screen(clash, "publishing"), {"action": "publish", "revision": str(approved(head).pk)})
    settled = document(*SPACER)
    assert (settled.live, settled.synced, settled.clash) == (head, clash.clash, None)
    assert Procedure.objects.get().title == "Both titles"


def test_a_colleagues_save_meanwhile_is_shown_and_what_was_typed_is_kept(clash, publisher, writer):
    sent = form_in(publisher.get(screen(clash, "joining"))) | {"title": "Both titles"}
    writer.post(
        screen(clash, "change"), form_in(writer.get(screen(clash, "change"))) | {"summary": "Their new summary."}
    )
    refused = publisher.post(screen(clash, "joining"), sent)
    assert refused.status_code == 409
    assert form_in(refused)["summary"] == ["Their new summary."]
    assert "You changed different places, so both fit together." in words_of(refused)
    assert "Your words are kept in the history already" in words_of(refused)
    kept = form_in(refused)
    assert (kept["title"], kept["saving-joins"]) == (["Both titles"], [str(clash.clash_id)])
    publisher.post(screen(clash, "joining"), kept)
    head = document(*SPACER).head
    assert (head.merges, head.parent.author.username) == (clash.clash, "writer")


def test_a_join_that_came_too_late_is_in_the_history_once_whatever_its_writer_does(clash, publisher, writer):
    sent = form_in(publisher.get(screen(clash, "joining"))) | {"title": "Both titles", "saving-note": "both"}
    writer.post(
        screen(clash, "change"), form_in(writer.get(screen(clash, "change"))) | {"summary": "Their new summary."}
    )
    newest = document(*SPACER).head
    for _sent_twice in range(2):
        publisher.post(screen(clash, "joining"), sent)
    kept = Revision.objects.get(text__contains="title: Both titles")
    assert (kept.parent, kept.merges, kept.author.username) == (clash.head, clash.clash, "publisher")
    assert (kept.origin, kept.note) == (Origin.MERGE, "both")
    assert document(*SPACER).head == newest


def test_who_joins_after_a_colleague_did_gets_their_words_back_and_can_save_them(clash, publisher, writer):
    sent = form_in(publisher.get(screen(clash, "joining"))) | {"title": "Mine of both"}
    writer.post(screen(clash, "joining"), form_in(writer.get(screen(clash, "joining"))) | {"title": "Theirs of both"})
    theirs = document(*SPACER).head
    refused = publisher.post(screen(clash, "joining"), sent)
    assert refused.status_code == 409
    [(place, collision)] = refused.context["collisions"]
    assert (place, collision.theirs, collision.ours) == ("Title", "Theirs of both", "Mine of both")
    kept = form_in(refused)
    assert (kept["title"], kept["saving-based_on"]) == (["Mine of both"], [str(theirs.pk)])
    publisher.post(screen(clash, "joining"), kept)
    head = document(*SPACER).head
    assert (head.parent, head.author.username) == (theirs, "publisher")
    assert "title: Mine of both" in head.text


def test_a_join_that_is_sent_twice_is_saved_once(clash, publisher):
    sent = form_in(publisher.get(screen(clash, "joining"))) | {"title": "Both titles"}
    publisher.post(screen(clash, "joining"), sent)
    before = Revision.objects.count()
    said = publisher.post(screen(clash, "joining"), sent, follow=True)
    assert "Nothing was changed, so nothing was saved" in words_of(said)
    assert Revision.objects.count() == before


def test_setting_aside_where_nothing_waits_any_more_says_so(loaded, publisher):
    said = publisher.post(screen(document(*SPACER), "joining"), {"_set_aside": "1"}, follow=True)
    assert "There is nothing to join in this document." in words_of(said)


def test_wrong_words_are_named_and_nothing_is_saved(clash, publisher):
    before = Revision.objects.count()
    refused = publisher.post(screen(clash, "joining"), form_in(publisher.get(screen(clash, "joining"))) | {"stay": "x"})
    assert "Not saved yet. Please mend this:" in words_of(refused)
    assert "Both changed the same place once." in words_of(refused)
    assert Revision.objects.count() == before


def test_a_draft_that_something_went_live_past_is_joined_here_too(loaded, publisher):
    spacer = document(*SPACER)
    publisher.post(
        screen(spacer, "change"), form_in(publisher.get(screen(spacer, "change"))) | {"title": "The draft’s title"}
    )
    change_file(loaded, PATH, "title: A spacer between the bones", "title: The file’s title")
    load(plan(loaded))
    page = publisher.get(screen(spacer, "joining"))
    assert "other words of the same document went live" in words_of(page)
    publisher.post(screen(spacer, "joining"), form_in(page))
    joined = document(*SPACER)
    assert (joined.clash, joined.head.merges) == (None, joined.live)
    publisher.post(screen(spacer, "publishing"), {"action": "publish", "revision": str(approved(joined.head).pk)})
    assert Procedure.objects.get().title == "The draft’s title"


def test_a_withdrawn_page_can_stay_withdrawn_and_the_files_words_stay_in_the_history(loaded, publisher, writer):
    spacer = document(*SPACER)
    publisher.post(screen(spacer, "withdraw"), {"reason": "no longer offered"})
    change_file(loaded, PATH, "is small", "is little")
    load(plan(loaded))
    waiting = document(*SPACER)
    assert waiting.clash is not None
    refused = writer.post(screen(spacer, "joining"), {"_set_aside": "1"})
    assert refused.status_code == 403
    page = publisher.get(screen(spacer, "joining"))
    assert "Leave it withdrawn" in words_of(page)
    said = publisher.post(screen(spacer, "joining"), {"_set_aside": "1"}, follow=True)
    assert "It stays withdrawn." in words_of(said)
    settled = document(*SPACER)
    assert (settled.live, settled.clash, settled.synced) == (None, None, waiting.clash)
    assert not plan(loaded).has_work


def test_without_anything_to_join_the_screen_says_so(loaded, publisher):
    said = publisher.get(screen(document(*SPACER), "joining"), follow=True)
    assert "There is nothing to join in this document." in words_of(said)


def test_who_may_only_look_cannot_join(clash, staff):
    assert staff("ward", "view").get(screen(clash, "joining")).status_code == 403


def test_a_document_that_waits_says_so_on_every_screen(clash, publisher):
    for name in ("change", "publishing", "history"):
        assert screen(clash, "joining") in publisher.get(screen(clash, name)).content.decode()


def test_a_document_that_was_never_published_is_not_called_withdrawn(both_new, publisher):
    page = words_of(publisher.get(screen(both_new, "joining")))
    assert "Staff began this document here" in page
    assert "withdrawn" not in page
    said = publisher.post(screen(both_new, "joining"), {"_set_aside": "1"}, follow=True)
    assert "Only the file’s words of a withdrawn page can be set aside." in words_of(said)
    both_new.refresh_from_db()
    assert both_new.clash is not None


def test_a_join_that_keeps_the_sites_words_can_be_approved_and_settles_the_file(clash, publisher, writer):
    publisher.post(screen(clash, "joining"), form_in(publisher.get(screen(clash, "joining"))))
    joined = document(*SPACER)
    assert joined.head.digest == joined.live.digest
    reviewing.submit(joined.head, by=joined.head.author)
    four_eyes.publish(joined, revision=joined.head, by=joined.head.author)
    settled = document(*SPACER)
    assert (settled.live, settled.clash) == (joined.head, None)
