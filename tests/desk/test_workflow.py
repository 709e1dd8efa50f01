"""Every state of a text on its way to readers, every step between two of them, and every step that is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.desk import drafts, publishing, reviewing
from portal.desk.approvals import Approval, Decision, Publication
from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.publishing import NotFastForward, PublishingRefused
from portal.desk.reviewing import ReviewRefused
from portal.desk.ticking import tick
from portal.shelf.treatments import Procedure
from tests.desk.conftest import Do
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
