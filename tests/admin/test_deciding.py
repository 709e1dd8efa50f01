"""Publishing, scheduling, approving, withdrawing and recording a review, as the desk offers them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk.approvals import Approval, SignOff
from portal.desk.documents import Document
from portal.desk.intervals import months_after
from portal.desk.ticking import tick
from portal.shelf.rows import ROWS
from portal.shelf.treatments import Procedure
from tests.admin.comparisons import changed_in, rows_in
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.desk.four_eyes import approved, publish

SPACER = ("procedure", "interspinous-spacer")
pytestmark = pytest.mark.django_db


def retitled(client, title="A spacer in the back", **more):
    """Save a draft of the spacer's page, as a person does; returns the document with its new head."""
    found = document(*SPACER)
    address = screen(found, "change")
    client.post(address, form_in(client.get(address)) | {"title": title} | more)
    return document(*SPACER)


def decide(client, found, action, **more):
    address = screen(found, "publishing")
    return client.post(address, {"action": action, "revision": found.head_id} | more, follow=True)


def approved_of(found):
    """The document, whose newest text a second person has approved."""
    approved(found.head)
    return found


def public_title():
    return Procedure.objects.get(slug="interspinous-spacer").title


def test_publishing_makes_exactly_the_shown_revision_live(loaded, publisher):
    shown = approved_of(retitled(publisher, "First"))
    decide(publisher, shown, "publish")
    assert (document(*SPACER).live_id, public_title()) == (shown.head_id, "First")


@pytest.mark.parametrize("action", ["publish", "correct"])
def test_an_older_screen_publishes_nothing_over_words_that_it_has_not_seen(loaded, publisher, action):
    before = public_title()
    shown = approved_of(retitled(publisher, "First"))
    retitled(publisher, "Second")
    answer = decide(publisher, shown, action, reason="a wrong size")
    assert (answer.status_code, public_title()) == (409, before)
    assert "There is a newer revision of this page" in words_of(answer)


def test_the_screen_shows_what_would_change_and_names_the_revision(loaded, publisher):
    found = approved_of(retitled(publisher))
    page = publisher.get(screen(found, "publishing"))
    assert f"Publish revision {found.head_id} now" in words_of(page)
    assert ("Title A spacer between the bones", "Title A spacer in the back") in rows_in(page)
    assert changed_in(page) == (["between", "bones"], ["in", "back"])
    assert "1 place differs: Title." in words_of(page)


def test_what_only_the_source_shows_is_shown_as_it_is_written(loaded, publisher):
    found = document(*SPACER)
    body = found.head.text.split("---\n\n", 1)[1].replace("is small", "is *small*")
    retitled(publisher, "A spacer between the bones", body=body)
    page = publisher.get(screen(found, "publishing"))
    assert changed_in(page) == ([], ["*", "*"])
    assert "Both texts say the same" not in words_of(page)


def test_one_who_may_not_publish_sees_no_button_and_is_refused(loaded, writer):
    found = retitled(writer)
    page = writer.get(screen(found, "publishing")).content.decode()
    assert 'value="publish"' not in page
    assert 'value="schedule"' not in page
    assert 'value="approve"' not in page
    for action in ("publish", "schedule", "unschedule", "approve", "send_back"):
        assert decide(writer, found, action).status_code == 403
    assert document(*SPACER).live_id != found.head_id


def test_what_cannot_be_published_says_why_in_plain_words(loaded, publisher):
    found = approved_of(retitled(publisher, summary=""))
    response = decide(publisher, found, "publish")
    assert response.status_code == 409
    assert "summary is needed" in words_of(response)
    assert public_title() == "A spacer between the bones"


def test_words_that_were_not_written_from_the_live_ones_are_refused(loaded, publisher, everything):
    old = approved_of(retitled(publisher, "Mine"))
    newer = approved_of(retitled(publisher, "Newer"))
    decide(publisher, newer, "publish")
    response = decide(publisher, old, "publish")
    assert response.status_code == 409
    assert "was not written from what readers saw last" in words_of(response)
    assert public_title() == "Newer"


@pytest.mark.parametrize(("action", "revision"), [("delete", "1"), ("publish", "x"), ("publish", "999999"), ("", "")])
def test_strange_decisions_are_not_found(loaded, publisher, action, revision):
    found = document(*SPACER)
    assert publisher.post(screen(found, "publishing"), {"action": action, "revision": revision}).status_code == 404


def test_a_revision_of_another_document_is_not_found(loaded, publisher):
    other = document("guide", "questions").head_id
    answer = publisher.post(screen(document(*SPACER), "publishing"), {"action": "publish", "revision": other})
    assert answer.status_code == 404


def test_a_schedule_is_shown_and_can_be_taken_back(loaded, publisher):
    found = approved_of(retitled(publisher))
    later = timezone.localtime() + timedelta(days=2)
    said = decide(publisher, found, "schedule", on=f"{later:%Y-%m-%d}", at=f"{later:%H:%M}")
    assert f"Revision {found.head_id} goes live by itself" in words_of(said)
    said = decide(publisher, found, "unschedule")
    assert "Nothing is scheduled any more" in words_of(said)
    assert document(*SPACER).due_at is None
    assert decide(publisher, found, "unschedule").status_code == 409


def test_a_scheduled_revision_goes_live_by_itself(loaded, publisher):
    found = approved_of(retitled(publisher))
    later = timezone.localtime() + timedelta(days=2)
    said = decide(publisher, found, "schedule", on=f"{later:%Y-%m-%d}", at=f"{later:%H:%M}")
    assert "Scheduled" in words_of(said)
    saved = Document.objects.get(pk=found.pk)
    assert (saved.due_id, saved.due_at.replace(second=0)) == (found.head_id, later.replace(second=0, microsecond=0))
    Document.objects.filter(pk=found.pk).update(due_at=timezone.now())
    tick()
    assert public_title() == "A spacer in the back"


@pytest.mark.parametrize("when", [{"on": "2001-01-01", "at": "08:00"}, {"on": "soon", "at": ""}, {}])
def test_a_time_that_cannot_be_is_refused(loaded, publisher, when):
    found = approved_of(retitled(publisher))
    assert decide(publisher, found, "schedule", **when).status_code == 409
    assert Document.objects.get(pk=found.pk).due_at is None


def test_a_colleague_approves_what_was_submitted_and_the_writer_cannot(loaded, writer, everything, staff):
    found = retitled(writer)
    decide(writer, found, "submit", comment="please read")
    assert "submitted for approval" in words_of(everything.get(screen(found, "publishing")))
    decide(everything, found, "approve")
    assert [row.decision for row in Approval.objects.all()] == ["approved", "submitted"]
    own = retitled(everything, "Third")
    refused = decide(everything, own, "approve")
    assert refused.status_code == 409
    assert "somebody else must approve it" in words_of(refused)


def test_sending_back_needs_a_reason_and_then_stops_publishing(loaded, writer, everything):
    found = retitled(writer)
    decide(writer, found, "submit")
    assert decide(everything, found, "send_back", comment="  ").status_code == 409
    decide(everything, found, "send_back", comment="Too long.")
    assert "Too long." in words_of(writer.get(screen(found, "publishing")))
    assert "This revision was sent back: Too long." in words_of(decide(everything, found, "publish"))


def test_withdrawing_asks_for_a_reason_and_names_the_pages_that_link_there(loaded, publisher):
    found = document(*SPACER)
    address = screen(found, "withdraw")
    asked = publisher.get(address)
    assert "A narrowed spinal canal condition Open at the desk" in words_of(asked)
    assert publisher.post(address, {"reason": ""}).status_code == 200
    assert publisher.get("/procedures/interspinous-spacer/").status_code == 200
    publisher.post(address, {"reason": "no longer offered"})
    assert publisher.get("/procedures/interspinous-spacer/").status_code == 410
    assert "withdrawn" in words_of(publisher.get(screen(found, "change")))
    assert publisher.get(address).status_code == 200


def test_what_is_part_of_others_is_not_withdrawn(loaded, publisher):
    finding = document("finding", "moojen-2013-another-operation")
    page = publisher.get(screen(finding, "withdraw"))
    assert "Another operation risk Open at the desk" in words_of(page)
    refused = publisher.post(screen(finding, "withdraw"), {"reason": "wrong"})
    assert refused.status_code == 409
    assert ROWS["finding"].objects.filter(slug=finding.slug).exists()


def test_withdrawing_needs_the_permission_to_publish(loaded, writer):
    address = screen(document(*SPACER), "withdraw")
    assert (writer.get(address).status_code, writer.post(address, {"reason": "x"}).status_code) == (403, 403)


def review(client, found, **more):
    address = screen(found, "review")
    sent = form_in(client.get(address), "section")
    return client.post(address, sent | {"reviewer_name": "Dr Example", "reviewer_role": "surgeon"} | more, follow=True)


def test_a_review_is_bound_to_what_was_read_and_due_when_its_kind_says(loaded, everything):
    found = document(*SPACER)
    review(everything, found)
    signed = SignOff.objects.get()
    row = Procedure.objects.get(slug="interspinous-spacer")
    assert (signed.reading_digest, row.review_state) == (row.edition.reading_digest, "reviewed")
    assert signed.due_on == months_after(timezone.localdate(), 24)


def test_a_page_that_changed_meanwhile_must_be_read_again(loaded, everything):
    found = document(*SPACER)
    old = form_in(everything.get(screen(found, "review")), "section")
    newer = retitled(everything)
    publish(newer, revision=newer.head, by=newer.head.author)
    refused = everything.post(
        screen(found, "review"), old | {"reviewer_name": "Dr Example", "reviewer_role": "surgeon"}
    )
    assert refused.status_code == 409
    assert "Read it again" in words_of(refused)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("dates", [{"reviewed_on": "2999-01-01"}, {"due_on": "2001-01-01"}, {"due_on": "never"}])
def test_impossible_dates_are_refused_at_their_fields(loaded, everything, dates):
    assert review(everything, document(*SPACER), **dates).status_code == 200
    assert not SignOff.objects.exists()


def test_only_who_may_sign_off_records_a_review_and_only_of_published_pages(loaded, publisher, everything):
    assert publisher.get(screen(document(*SPACER), "review")).status_code == 403
    assert publisher.post(screen(document(*SPACER), "review"), {}).status_code == 403
    assert everything.get(screen(document("source", "moojen-2013"), "review")).status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-11-23", 24, "2028-11-23"), ("2026-08-31", 6, "2027-02-28"), ("2026-12-01", 1, "2027-01-01")],
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert f"{months_after(date.fromisoformat(day), months)}" == later
