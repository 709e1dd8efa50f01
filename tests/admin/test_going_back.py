"""Restoring an earlier text from the screens of the history."""

import pytest

from portal.admin.addresses import screen
from portal.desk.documents import Document
from portal.desk.people import User
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.admin.test_history import SPACER, compare, saved
from tests.desk.four_eyes import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return User.objects.create_user("author", first_name="Dr", last_name="Example")


def test_an_earlier_text_is_restored_as_a_draft_that_readers_do_not_see(loaded, writer, author):
    first = document(*SPACER).head
    second = saved(SPACER, "is small", "is tiny", author)
    publish(document(*SPACER), revision=second, by=author)
    page = compare(writer)
    assert f"Restore revision {first.pk} as a new draft" in words_of(page)
    assert f"Restore revision {second.pk}" not in words_of(page)
    answer = writer.post(screen(document(*SPACER), "revision", first.pk), form_in(page, "restore"), follow=True)
    found = document(*SPACER)
    assert (found.head.text, found.head.parent, found.live) == (first.text, second, second)
    assert (found.head.author.username, found.head.note) == ("writer", f"Restored from revision {first.pk}")
    assert f"Saved as revision {found.head_id}, with the text of revision {first.pk}." in words_of(answer)


def test_restoring_waits_until_what_was_saved_meanwhile_has_been_seen(loaded, writer, author):
    first = document(*SPACER).head
    saved(SPACER, "is small", "is tiny", author)
    address = screen(document(*SPACER), "revision", first.pk)
    opened = form_in(writer.get(address), "restore")
    meanwhile = saved(SPACER, "is tiny", "is little", author)
    refused = writer.post(address, opened)
    assert refused.status_code == 409
    assert f"Not restored: revision {meanwhile.pk} was saved after you opened this." in words_of(refused)
    assert document(*SPACER).head == meanwhile
    assert writer.post(address, form_in(refused, "restore")).status_code == 302
    assert document(*SPACER).head.text == first.text


@pytest.mark.parametrize("based_on", ["", "x", "999999", "9" * 50])
def test_a_restoring_that_names_no_revision_of_the_document_is_refused(loaded, writer, author, based_on):
    first = document(*SPACER).head
    newest = saved(SPACER, "is small", "is tiny", author)
    answer = writer.post(screen(document(*SPACER), "revision", first.pk), {"based_on": based_on})
    assert (answer.status_code, document(*SPACER).head) == (409, newest)


def test_the_newest_text_has_no_button_and_is_not_restored(loaded, writer):
    found = document(*SPACER)
    address = screen(found, "revision", found.head_id)
    assert "Go back to this text" not in words_of(writer.get(address))
    answer = writer.post(address, {"based_on": found.head_id})
    assert answer.status_code == 409
    assert "nothing to restore" in words_of(answer)


def test_who_may_only_look_compares_and_does_not_restore(loaded, staff, author):
    first = document(*SPACER).head
    saved(SPACER, "is small", "is tiny", author)
    reader = staff("reader", "view")
    for answer in (compare(reader), reader.get(screen(document(*SPACER), "revision", first.pk))):
        assert answer.status_code == 200
        assert "Restore revision" not in words_of(answer)
    refused = reader.post(screen(document(*SPACER), "revision", first.pk), {"based_on": document(*SPACER).head_id})
    assert refused.status_code == 403
    assert Document.objects.get(pk=document(*SPACER).pk).revisions.count() == 2
