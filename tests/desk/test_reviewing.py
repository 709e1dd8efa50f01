"""Who decides: approver and author differ, and a clinical sign-off is bound to what was read."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk import drafts, reviewing
from portal.desk.approvals import Approval, SignOff
from portal.desk.care.underway import IS_UNFINISHED, under_way
from portal.desk.documents import Document, Origin
from portal.desk.people import User
from portal.desk.press.projection import rebuild
from portal.desk.reviewing import ReviewRefused
from portal.desk.ticking import tick
from portal.shelf.counter import Counter
from portal.shelf.rows import ROWS
from portal.shelf.treatments import Procedure
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised

TODAY = date(2026, 3, 2)


def sign(document: Document, by: User, **changed: object) -> SignOff:
    """A sign-off of the page as it reads now."""
    page = Procedure.objects.get()
    facts = {
        "reading_digest": page.reading_digest,
        "reviewer_name": "A. Demo",
        "reviewer_role": "Spine surgeon (demo)",
        "reviewed_on": timezone.localdate(),
        "due_on": timezone.localdate() + timedelta(days=365),
        "by": by,
    }
    return reviewing.sign_off(document, **(facts | changed))


def test_nobody_approves_their_own_words(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    with pytest.raises(ReviewRefused, match="somebody else must approve it"):
        reviewing.approve(draft, by=writer)
    assert not Approval.objects.exists()


def test_an_older_revision_can_no_longer_be_decided_about(spacer: Document, writer: User, reviewer: User) -> None:
    old = revised(spacer, "is small", "is tiny", writer)
    revised(spacer, "is tiny", "is minute", writer)
    for decide in (reviewing.submit, reviewing.approve):
        with pytest.raises(ReviewRefused, match="newer revision"):
            decide(old, by=reviewer)


@pytest.mark.parametrize("comment", ["", "   "])
def test_sending_back_needs_a_reason(spacer: Document, writer: User, reviewer: User, comment: str) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    with pytest.raises(ReviewRefused, match="Say what should be changed"):
        reviewing.send_back(draft, by=reviewer, comment=comment)


def test_a_reviewed_page_names_its_reviewer_and_dates(spacer: Document, writer: User, time_machine: object) -> None:
    time_machine.move_to(TODAY)
    sign(spacer, writer, reviewer_registration="DEMO 1", due_on=date(2027, 3, 2))
    page = Procedure.objects.get()
    assert (page.review_state, page.reviewer_name, page.reviewer_role, page.reviewer_registration) == (
        "reviewed",
        "A. Demo",
        "Spine surgeon (demo)",
        "DEMO 1",
    )
    assert (page.reviewed_on, page.review_due_on) == (TODAY, date(2027, 3, 2))


def test_readers_of_every_cache_learn_of_a_sign_off(spacer: Document, writer: User) -> None:
    before = Counter.current("en")
    sign(spacer, writer)
    assert Counter.current("en") == before + 1


def test_a_page_that_changed_since_it_was_shown_cannot_be_signed(spacer: Document, writer: User) -> None:
    shown = Procedure.objects.get().reading_digest
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    with pytest.raises(ReviewRefused, match="Read it again, then sign"):
        sign(spacer, writer, reading_digest=shown)
    assert not SignOff.objects.exists()


def test_a_change_after_the_review_shows_until_it_is_signed_again(spacer: Document, writer: User) -> None:
    sign(spacer, writer)
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    assert Procedure.objects.get().review_state == "changed"
    sign(spacer, writer)
    assert Procedure.objects.get().review_state == "reviewed"


def test_a_sign_off_touches_nothing_but_the_review(spacer: Document, writer: User) -> None:
    """A page published by another process while its review was being recorded must not fall back to the old one."""
    with CaptureQueriesContext(connection) as asked:
        sign(spacer, writer)
    written = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "portal_page"')]
    assert len(written) == 1
    assert "edition_id" not in written[0]


def test_the_review_survives_a_rebuild(spacer: Document, writer: User) -> None:
    sign(spacer, writer)
    rebuild()
    assert Procedure.objects.get().review_state == "reviewed"


@pytest.mark.parametrize(("reviewed", "due"), [(1, 400), (0, 0), (-10, -20)])
def test_dates_that_cannot_be_are_refused(spacer: Document, writer: User, reviewed: int, due: int) -> None:
    today = timezone.localdate()
    with pytest.raises(ReviewRefused, match="must be today or earlier"):
        sign(spacer, writer, reviewed_on=today + timedelta(days=reviewed), due_on=today + timedelta(days=due))


def test_only_a_published_page_can_be_signed(db: None, writer: User) -> None:
    from portal.text.references import Ref

    draft = drafts.begin(
        ref=Ref("guide", "x"), language="en", text="---\nformat: 1\n---\n", author=writer, origin=Origin.STAFF
    )
    with pytest.raises(ReviewRefused, match="not published"):
        reviewing.sign_off(
            draft,
            reading_digest="0" * 64,
            reviewer_name="A. Demo",
            reviewer_role="Surgeon (demo)",
            reviewed_on=TODAY,
            due_on=TODAY + timedelta(days=1),
            by=writer,
        )


def test_a_sign_off_without_a_name_is_refused_by_its_constraint(spacer: Document, writer: User) -> None:
    with pytest.raises(DatabaseError, match="names_the_reviewer"), transaction.atomic():
        sign(spacer, writer, reviewer_name="")


def test_a_review_falls_overdue_by_the_timed_run_on_its_day(
    spacer: Document, writer: User, time_machine: object
) -> None:
    time_machine.move_to(TODAY)
    sign(spacer, writer, due_on=date(2026, 3, 5))
    time_machine.move_to("2026-03-05T12:00:00+00:00")
    assert tick().turned == 0
    before = Counter.current("en")
    time_machine.move_to("2026-03-06T00:00:30+00:00")
    assert tick().turned == 1
    assert Counter.current("en") == before + 1
    assert Procedure.objects.get().review_state == "overdue"
    assert tick().turned == 0
    assert Counter.objects.get(language="en").ticked_at.date() == date(2026, 3, 6)


def test_a_page_that_changed_and_then_fell_overdue_says_both(
    spacer: Document, writer: User, client: Client, time_machine: object
) -> None:
    time_machine.move_to(TODAY)
    sign(spacer, writer, due_on=date(2026, 3, 5))
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    address = Procedure.objects.get().get_absolute_url()
    time_machine.move_to("2026-03-05T12:00:00+00:00")
    assert tick().turned == 0
    assert "was due" not in client.get(address).content.decode()
    time_machine.move_to("2026-03-06T00:00:30+00:00")
    assert (tick().turned, tick().turned) == (1, 0)
    page = client.get(address).content.decode()
    assert "Changed since its review." in page
    assert "The next review was due on 5 March 2026." in page


@pytest.mark.parametrize(
    ("kind", "is_safety", "months"),
    [("card", False, 12), ("risk", False, 12), ("condition", False, 24), ("condition", True, 12), ("guide", True, 12)],
)
def test_what_is_about_safety_is_reviewed_every_year_and_the_rest_every_two(
    kind: str, is_safety: bool, months: int
) -> None:
    row = ROWS[kind](kind=kind)
    if is_safety:
        row.is_safety = True
    assert row.review_months == months


def test_words_that_readers_see_already_are_not_handed_in(spacer: Document, writer: User) -> None:
    revised(spacer, "is small", "is tiny", writer)
    back = revised(spacer, "is tiny", "is small", writer)
    with pytest.raises(ReviewRefused, match="Readers see these words already"):
        reviewing.submit(back, by=writer)
    assert not under_way().filter(IS_UNFINISHED).exists()
