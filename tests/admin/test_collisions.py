"""Two who write in one document at once: nothing of either is lost, and only where both wrote must a person decide."""

import pytest

from portal.admin.addresses import screen
from portal.desk.documents import Origin, Revision
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.admin.test_panel import links
from tests.admin.test_writing import SPACER, opened

pytestmark = pytest.mark.django_db


def test_a_stale_save_of_the_same_place_is_refused_with_both_texts_and_can_be_saved_after_reading(
    loaded, writer, publisher
):
    spacer, mine = opened(writer, *SPACER)
    _same, theirs = opened(publisher, *SPACER)
    publisher.post(screen(spacer, "change"), form_in(theirs) | {"title": "Their title"})
    newest = document(*SPACER).head
    sent = form_in(mine) | {"title": "My title", "saving-note": "mine"}
    refused = writer.post(screen(spacer, "change"), sent)
    assert refused.status_code == 409
    assert document(*SPACER).head == newest
    assert Revision.objects.get(text__contains="title: My title").parent == spacer.head
    said = words_of(refused)
    assert "You both changed the same place once." in said
    assert "Title Newest, saved meanwhile Their title Yours, not saved My title Before both" in said
    kept = form_in(refused)
    assert (kept["title"], kept["saving-note"], kept["saving-based_on"]) == (["My title"], ["mine"], [str(newest.pk)])
    assert writer.post(screen(spacer, "change"), kept).status_code == 302
    assert document(*SPACER).head.parent == newest


def test_saving_twice_after_a_collision_takes_nothing_of_the_others_away(loaded, writer, publisher):
    spacer, mine = opened(writer, *SPACER)
    _same, theirs = opened(publisher, *SPACER)
    publisher.post(screen(spacer, "change"), form_in(theirs) | {"title": "Their title", "summary": "Their summary."})
    refused = writer.post(screen(spacer, "change"), form_in(mine) | {"title": "My title", "stay": "2"})
    again = form_in(refused)
    assert (again["title"], again["summary"], again["stay"]) == (["My title"], ["Their summary."], ["2"])
    assert [place for place, _conflict in refused.context["collisions"]] == ["Title"]
    assert writer.post(screen(spacer, "change"), again).status_code == 302
    head = document(*SPACER).head
    assert ("title: My title" in head.text, "summary: Their summary." in head.text) == (True, True)
    history = words_of(writer.get(screen(spacer, "history")))
    assert history.count("kept, not taken over") == 1


def test_each_place_that_both_changed_leads_to_where_the_form_holds_it(loaded, writer, publisher):
    spacer, mine = opened(writer, *SPACER)
    _same, theirs = opened(publisher, *SPACER)
    body = form_in(mine)["body"][0]
    publisher.post(screen(spacer, "change"), form_in(theirs) | {"title": "Theirs", "body": f"{body}\r\n\r\nTheirs."})
    refused = writer.post(screen(spacer, "change"), form_in(mine) | {"title": "Mine", "body": f"{body}\r\n\r\nMine."})
    held = form_in(refused)["body"][0].split("\r\n")
    number = held.index("Mine.") + 1
    [field, text] = [link for said, link in links(refused).items() if said == "Title" or "In the text" in said]
    assert (field["href"], "data-line" in field) == ("#field-title", False)
    assert text["href"] == f"#typed-line-{text['data-line']}"
    # A new paragraph begins with the blank line above it.
    assert int(text["data-line"]) == number - 1


def test_a_stale_save_of_another_place_is_joined_and_said_so(loaded, writer, publisher):
    spacer, mine = opened(writer, *SPACER)
    _same, theirs = opened(publisher, *SPACER)
    publisher.post(screen(spacer, "change"), form_in(theirs) | {"summary": "Their summary."})
    newest = document(*SPACER).head
    said = writer.post(screen(spacer, "change"), form_in(mine) | {"title": "My title"}, follow=True)
    head = document(*SPACER).head
    assert f"revision {head.pk} has both of your changes" in words_of(said)
    assert (head.origin, head.parent, head.author.username) == (Origin.MERGE, newest, "writer")
    assert "title: My title" in head.text
    assert "summary: Their summary." in head.text


@pytest.mark.parametrize("forged", ["", "0", "999999", "x", "-1", "9" * 40])
def test_a_form_without_a_true_base_is_stale(loaded, writer, forged):
    spacer, page = opened(writer, *SPACER)
    before = Revision.objects.count()
    sent = form_in(page) | {"title": "My title", "saving-based_on": forged}
    refused = writer.post(screen(spacer, "change"), sent)
    assert document("procedure", "interspinous-spacer").head == spacer.head
    # What can be read is kept beside; what cannot is still in the form.
    assert (refused.status_code, Revision.objects.count() - before) in ((200, 0), (409, 1))
    assert form_in(refused)["title"] == ["My title"]


def test_a_base_of_another_document_counts_for_nothing(loaded, writer):
    spacer, page = opened(writer, *SPACER)
    sent = form_in(page) | {"title": "Mine", "saving-based_on": document("guide", "questions").head_id}
    assert writer.post(screen(spacer, "change"), sent).status_code == 409
