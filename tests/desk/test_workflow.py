"""Every state of a text on its way to readers, every step between two of them, and every step that is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.desk import drafts, publishing, reviewing, withdrawing
from portal.desk.approvals import Approval, Confirmation, Decision, Publication
from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.publishing import NotFastForward, PublishingRefused
from portal.desk.reviewing import ReviewRefused
from portal.desk.ticking import tick
from portal.shelf.moved import Moved
from portal.shelf.pages import Procedure
from portal.text.references import Ref
from tests.desk.test_publishing import revised

pytestmark = pytest.mark.django_db

STATES = ("draft", "submitted", "approved", "sent_back", "published")
# What may be done in which state; everything else is refused.
STEPS = {
    "draft": {"submit", "correct"},
    "submitted": {"approve", "send_back", "correct"},
    "approved": {"send_back", "publish", "schedule", "correct"},
    "sent_back": set(),
    "published": {"withdraw"},
}
VERBS = ("submit", "approve", "send_back", "publish", "schedule", "correct", "withdraw")


@pytest.fixture
def publisher(db: None) -> User:
    return User.objects.create_user("publisher")


@pytest.fixture
def draft(spacer: Document, writer: User) -> Revision:
    return revised(spacer, "is small", "is tiny", writer)


Do = Callable[[str], object]


@pytest.fixture
def do(spacer: Document, draft: Revision, writer: User, reviewer: User, publisher: User) -> Do:
    """Do one step to the draft, by the person whose part it is."""
    at = timezone.now() + timedelta(hours=1)
    steps = {
        "submit": lambda: reviewing.submit(draft, by=writer),
        "approve": lambda: reviewing.approve(draft, by=reviewer),
        "send_back": lambda: reviewing.send_back(draft, by=reviewer, comment="Say how small."),
        "publish": lambda: publishing.publish(spacer, revision=draft, by=publisher),
        "schedule": lambda: publishing.schedule(spacer, revision=draft, at=at, by=publisher),
        "correct": lambda: publishing.correct(spacer, revision=draft, by=publisher, note="A wrong dose."),
        "withdraw": lambda: withdrawing.withdraw(spacer, by=publisher, note="outdated"),
    }
    return lambda verb: steps[verb]()


WAYS = {
    "draft": (),
    "submitted": ("submit",),
    "approved": ("submit", "approve"),
    "sent_back": ("submit", "send_back"),
    "published": ("submit", "approve", "publish"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_each_step_is_possible_in_its_states_and_refused_in_all_others(
    do: Do, spacer: Document, draft: Revision, state: str, verb: str
) -> None:
    for step in WAYS[state]:
        do(step)
    before = _rows()
    if verb in STEPS[state] or (verb == "withdraw" and state != "published"):  # the older text is live all along
        do(verb)
        assert _rows() != before
        return
    with pytest.raises((ReviewRefused, PublishingRefused)):
        do(verb)
    assert _rows() == before


def _rows() -> tuple[object, ...]:
    schedule = list(Document.objects.values_list("live", "due"))
    return Approval.objects.count(), Publication.objects.count(), schedule, Procedure.objects.count()


@pytest.mark.parametrize(
    ("way", "verb", "words"),
    [
        (("submit",), "submit", "handed in already"),
        (("submit", "approve"), "submit", "approved already"),
        (("submit", "send_back"), "submit", "Change the text, save it, and hand in the new revision"),
        ((), "approve", "not handed this revision in yet"),
        (("submit", "approve"), "approve", "approved already"),
        (("submit", "send_back"), "approve", "was sent back"),
        (("submit", "send_back"), "send_back", "was sent back"),
        ((), "publish", "Nobody has approved this revision"),
        (("submit",), "schedule", "Nobody has approved this revision"),
        (("submit", "send_back"), "publish", "sent back: Say how small. Change it, then hand it in again"),
        (("submit", "send_back"), "correct", "sent back: Say how small. Change it, then hand it in again"),
        (("submit", "approve", "publish"), "publish", "Readers see this revision already"),
        (("submit", "approve", "publish"), "correct", "Readers see this revision already"),
        (("withdraw",), "withdraw", "there is nothing to withdraw"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(do: Do, way: tuple[str, ...], verb: str, words: str) -> None:
    for step in way:
        do(step)
    with pytest.raises((ReviewRefused, PublishingRefused), match=words):
        do(verb)


def test_any_edit_after_the_approval_asks_again(do: Do, spacer: Document, draft: Revision, writer: User) -> None:
    do("submit")
    do("approve")
    edited = revised(spacer, "is tiny", "is minute", writer)
    with pytest.raises(PublishingRefused, match="Nobody has approved this revision"):
        publishing.publish(spacer, revision=edited, by=writer)
    for verb in ("approve", "send_back"):
        with pytest.raises(ReviewRefused, match="newer revision"):
            do(verb)
    assert "is small" in Procedure.objects.get().edition.html


def test_the_last_hand_on_a_text_does_not_approve_it(spacer: Document, writer: User, reviewer: User) -> None:
    revised(spacer, "is small", "is tiny", writer)
    touched = revised(spacer, "is tiny", "is minute", reviewer)
    reviewing.submit(touched, by=writer)
    with pytest.raises(ReviewRefused, match="somebody else must approve it"):
        reviewing.approve(touched, by=reviewer)
    assert reviewing.approve(touched, by=writer).decision == Decision.APPROVED


def test_what_could_not_go_live_is_not_approved(spacer: Document, writer: User, reviewer: User) -> None:
    text = spacer.head.text.replace("summary: ", "also_known: ", 1)
    broken = drafts.revise(spacer, text=text, based_on=spacer.head, author=writer, origin=Origin.STAFF)
    reviewing.submit(broken, by=writer)
    with pytest.raises(NotPublishable):
        reviewing.approve(broken, by=reviewer)
    assert [row.decision for row in Approval.objects.all()] == ["submitted"]


def test_an_approval_lets_no_older_words_come_back(do: Do, spacer: Document, draft: Revision, writer: User) -> None:
    do("submit")
    do("approve")
    publishing.correct(spacer, revision=revised(spacer, "is tiny", "is minute", writer), by=writer, note="a wrong size")
    with pytest.raises(NotFastForward):
        do("publish")


def test_a_scheduled_text_that_is_sent_back_stays_a_draft(do: Do, spacer: Document, time_machine: object) -> None:
    do("submit")
    do("approve")
    do("schedule")
    do("send_back")
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    [(document, reason)] = tick().refused
    assert (document, reason) == (
        spacer,
        "This revision was sent back: Say how small. Change it, then hand it in again.",
    )
    assert "is small" in Procedure.objects.get().edition.html


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
