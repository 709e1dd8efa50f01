"""What one person may do alone, and the second who confirms it; and where readers of a withdrawn page go."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from portal.desk import drafts, publishing, reviewing, withdrawing
from portal.desk.approvals import Confirmation, Publication
from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.publishing import PublishingRefused
from portal.desk.reviewing import ReviewRefused
from portal.shelf.moved import Moved
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from tests.desk.conftest import Do
from tests.desk.test_publishing import revised
from tests.desk.test_reviewing import sign

pytestmark = pytest.mark.django_db


def test_a_safety_correction_is_live_at_once_and_waits_for_a_second_person(
    do: Do, spacer: Document, publisher: User, writer: User
) -> None:
    do("correct")
    assert "is tiny" in Procedure.objects.get().edition.html
    [alone] = Publication.objects.unconfirmed()
    assert (alone.is_urgent, alone.is_withdrawal, alone.note, alone.by) == (True, False, "A wrong dose.", publisher)
    assert alone.confirm_by - alone.made_at == timedelta(hours=72)
    with pytest.raises(ReviewRefused, match="somebody else must confirm it"):
        reviewing.confirm(alone, by=publisher)
    reviewing.confirm(alone, by=writer, comment="Seen.")
    assert not Publication.objects.unconfirmed().exists()
    with pytest.raises(ReviewRefused, match="Nothing waits to be confirmed here"):
        reviewing.confirm(alone, by=writer)
    assert Confirmation.objects.count() == 1


@pytest.mark.parametrize("note", ["", "  \n"])
def test_what_is_done_alone_says_why(spacer: Document, draft: Revision, publisher: User, note: str) -> None:
    with pytest.raises(PublishingRefused, match="Say what was dangerous"):
        publishing.correct(spacer, revision=draft, by=publisher, note=note)
    with pytest.raises(PublishingRefused, match="Say why it is withdrawn"):
        withdrawing.withdraw(spacer, by=publisher, note=note)
    assert "is small" in Procedure.objects.get().edition.html


def test_a_confirmation_is_late_after_72_hours(do: Do, time_machine: object) -> None:
    do("correct")
    alone = Publication.objects.unconfirmed().get()
    time_machine.move_to(alone.made_at + timedelta(hours=72))
    assert not alone.is_late
    time_machine.move_to(alone.made_at + timedelta(hours=72, seconds=1))
    assert alone.is_late


def test_what_goes_live_afterwards_in_the_ordinary_way_needs_no_confirmation_of_what_was_before(
    do: Do, spacer: Document, writer: User, reviewer: User
) -> None:
    do("correct")
    later = revised(spacer, "is tiny", "is minute", writer)
    reviewing.submit(later, by=writer)
    reviewing.approve(later, by=reviewer)
    publishing.publish(spacer, revision=later, by=writer)
    assert not Publication.objects.unconfirmed().exists()


def test_a_second_correction_is_confirmed_in_the_place_of_the_first(
    do: Do, spacer: Document, writer: User, publisher: User
) -> None:
    do("correct")
    first = Publication.objects.unconfirmed().get()
    publishing.correct(spacer, revision=revised(spacer, "is tiny", "is minute", writer), by=publisher, note="again")
    second = Publication.objects.unconfirmed().get()
    assert second.pk > first.pk
    with pytest.raises(ReviewRefused, match="Nothing waits"):
        reviewing.confirm(first, by=writer)


def test_a_withdrawal_waits_for_a_second_person_too(do: Do, writer: User) -> None:
    do("withdraw")
    alone = Publication.objects.unconfirmed().get()
    assert (alone.is_urgent, alone.is_withdrawal, alone.leads_to) == (True, True, "")
    reviewing.confirm(alone, by=writer)
    assert not Publication.objects.unconfirmed().exists()


def test_readers_of_a_withdrawn_page_are_sent_on(spacer: Document, publisher: User) -> None:
    stenosis = Ref("condition", "spinal-stenosis")
    Moved.lead("en", Ref("procedure", "spacer"), spacer.ref)
    withdrawing.withdraw(spacer, by=publisher, note="outdated", leads_to=stenosis)
    assert {row.slug: row.target for row in Moved.objects.all()} == {
        "interspinous-spacer": stenosis,
        "spacer": stenosis,
    }
    assert Publication.objects.first().leads_to == "condition:spinal-stenosis"


@pytest.mark.parametrize("ref", ["procedure:interspinous-spacer", "procedure:nowhere", "source:moojen-2013"])
def test_readers_are_sent_to_another_page_only(spacer: Document, publisher: User, ref: str) -> None:
    with pytest.raises(PublishingRefused, match="to another page that they can read"):
        withdrawing.withdraw(spacer, by=publisher, note="outdated", leads_to=Ref.parse(ref))
    assert Procedure.objects.exists()


def test_what_is_no_page_has_no_readers_to_send_on(spacer: Document, publisher: User) -> None:
    word = Document.objects.get(kind="term")
    with pytest.raises(PublishingRefused, match="to another page"):
        withdrawing.withdraw(word, by=publisher, note="outdated", leads_to=spacer.ref)


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"is_urgent": True, "note": "why"}, "what_is_urgent_has_a_person_and_a_reason"),
        ({"leads_to": "condition:spinal-stenosis"}, "only_a_withdrawal_leads_elsewhere"),
    ],
)
def test_the_database_holds_what_a_publication_says(spacer: Document, row: dict[str, object], constraint: str) -> None:
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Publication.objects.create(revision=spacer.live, **row)


def test_who_put_words_live_alone_cannot_sign_them_before_somebody_has_confirmed(
    do: Do, spacer: Document, publisher: User, writer: User
) -> None:
    do("correct")
    with pytest.raises(ReviewRefused, match="A colleague must confirm them before you sign"):
        sign(spacer, publisher)
    assert sign(spacer, writer).by == writer
    reviewing.confirm(Publication.objects.unconfirmed().get(), by=writer)
    assert sign(spacer, publisher).by == publisher


def test_a_figure_that_somebody_corrected_alone_keeps_them_from_signing_the_pages_that_show_it(
    spacer: Document, publisher: User, writer: User
) -> None:
    finding = Document.objects.select_related("head", "live").get(kind="finding")
    changed = finding.head.text.replace("percent: 29", "percent: 28")
    draft = drafts.revise(finding, text=changed, based_on=finding.head, author=publisher, origin=Origin.STAFF)
    assert draft is not None
    publishing.correct(finding, revision=draft, by=publisher, note="A wrong figure.")
    with pytest.raises(ReviewRefused, match="You put words of this page before readers alone"):
        sign(spacer, publisher)
    assert sign(spacer, writer).by == writer
