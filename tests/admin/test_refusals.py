"""What must not happen at the desk, tried by hand: each is refused with words that say why, and nothing changes."""

import pytest
from django.core import signing
from django.test import Client

from portal.admin.addresses import screen
from portal.desk import reviewing
from portal.desk.approvals import Approval, Publication
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.shelf.treatments import Procedure
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.desk.four_eyes import approved
from tests.desk.test_publishing import revised

SPACER = ("procedure", "interspinous-spacer")
pytestmark = pytest.mark.django_db


def press(client, action, **more):
    found = document(*SPACER)
    sent = {"action": action, "revision": found.head_id} | more
    return client.post(screen(found, "publishing"), sent, follow=True)


@pytest.fixture
def mine(loaded, everything):
    """A draft by the person who may do everything with documents."""
    return revised(document(*SPACER), "is small", "is tiny", User.objects.get(username="chief"))


def test_nobody_approves_their_own_words_not_even_who_may_do_everything(mine, everything):
    press(everything, "submit")
    refused = press(everything, "approve")
    assert (refused.status_code, "somebody else must approve it" in words_of(refused)) == (409, True)
    assert "Nobody has approved this revision." in words_of(press(everything, "publish"))
    assert "is small" in Procedure.objects.get().edition.html


def test_an_approval_of_older_words_is_refused(mine, everything, publisher):
    reviewing.submit(mine, by=User.objects.get(username="chief"))
    second = User.objects.create_user("second-hand")
    revised(document(*SPACER), "is tiny", "is minute", second)
    refused = press(everything, "approve", revision=mine.pk)
    assert (refused.status_code, "There is a newer revision of this page." in words_of(refused)) == (409, True)
    assert [row.decision for row in Approval.objects.all()] == ["submitted"]


def test_a_button_that_is_pressed_twice_does_nothing_twice(mine, everything, publisher):
    second = User.objects.create_user("second-hand")
    newer = revised(document(*SPACER), "is tiny", "is minute", second)
    reviewing.submit(newer, by=second)
    assert press(everything, "approve").status_code == 200
    again = press(everything, "approve")
    assert (again.status_code, "approved already" in words_of(again)) == (409, True)
    assert press(publisher, "publish").status_code == 200
    counted = Publication.objects.count()
    again = press(publisher, "publish")
    assert (again.status_code, "Readers see this revision already." in words_of(again)) == (409, True)
    assert Publication.objects.count() == counted


def test_a_form_that_is_sent_twice_saves_once(loaded, writer):
    address = screen(document(*SPACER), "change")
    sent = form_in(writer.get(address)) | {"title": "Another title"}
    writer.post(address, sent)
    counted = Revision.objects.count()
    again = writer.post(address, sent, follow=True)
    assert "Nothing was changed, so nothing was saved" in words_of(again)
    assert Revision.objects.count() == counted


def test_columns_that_the_form_does_not_offer_are_named_and_nothing_is_saved(mine, everything):
    found = document(*SPACER)
    address = screen(found, "change")
    sent = form_in(everything.get(address)) | {"title": "Mine", "live": mine.pk, "owner": "1", "due_id": mine.pk}
    refused = everything.post(address, sent)
    assert "does not offer: due_id, live, owner. Nothing was saved." in words_of(refused)
    again = Document.objects.get(pk=found.pk)
    assert (again.live_id, again.owner, again.due_id, again.head_id) == (found.live_id, None, None, found.head_id)


@pytest.mark.parametrize(
    "address",
    [
        "/guides/a-draft/",
        "/en/guides/a-draft/",
        "/guides/a-draft.pdf",
        "/guides/a-draft.large.pdf",
        "/preview/a-draft/",
        # The signature holds the time, and the processes of one run must call the test alike.
        pytest.param(f"/preview/{signing.dumps('a-draft')}/", id="signed"),
        "/pictures/a-draft-000000000000.jpg",
    ],
)
def test_a_guessed_address_of_a_draft_is_not_found(loaded, writer, address):
    add = screen(document("guide", "questions"), "change").rsplit("/", 3)[0] + "/add/"
    sent = form_in(writer.get(add)) | {"address-slug": "a-draft", "title": "A secret draft", "stage": "pain"}
    writer.post(add, sent)
    assert Document.objects.filter(slug="a-draft").exists()
    for client in (Client(), writer):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "secret draft" not in answer.content.decode()


def test_a_draft_is_not_shown_to_who_is_not_signed_in(mine):
    found = document(*SPACER)
    for name in ("change", "preview", "publishing", "history", "comparing"):
        answer = Client().get(screen(found, name))
        assert (answer.status_code, b"tiny" in answer.content) == (302, False)


def test_what_was_approved_and_then_edited_asks_again(mine, everything, publisher):
    approved(mine)
    second = User.objects.create_user("second-hand")
    revised(document(*SPACER), "is tiny", "is minute", second)
    assert "Nobody has approved this revision." in words_of(press(publisher, "publish"))
