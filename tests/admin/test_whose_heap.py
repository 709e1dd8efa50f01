"""“All 12” below a heap leads to exactly what the heap counts, not to what waits for others."""

import pytest

from portal.admin.front.boxes import MOST_SHOWN
from portal.admin.front.tasks import waiting
from portal.desk.approvals import Approval, Decision
from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin
from portal.desk.people import User
from portal.desk.withdrawing import withdraw
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.report_tables import rows
from tests.library import DOCUMENTS

GUIDE = DOCUMENTS["en/guides/questions.md"]
pytestmark = pytest.mark.django_db


def guide(name: str, by: User, decision: str = "") -> Document:
    """A guide that somebody began, with the newest decision about it."""
    text = GUIDE.replace("Questions to ask", f"Guide {name}")
    made = begin(ref=Ref("guide", name), language="en", text=text, author=by, origin=Origin.STAFF)
    if decision:
        Approval.objects.create(revision=made.head, decision=decision, by=by, comment="x")
    return made


@pytest.fixture
def busy(loaded, author, everything) -> User:
    """Somebody with every right; for each decision, texts of theirs and fewer of somebody else."""
    chief = User.objects.get(username="chief")
    for decision in ("", Decision.SUBMITTED, Decision.SENT_BACK):
        for number in range(MOST_SHOWN + 1):
            guide(f"{decision or 'draft'}-of-chief-{number}".replace("_", "-"), chief, decision)
            guide(f"{decision or 'draft'}-of-author-{number}".replace("_", "-"), author, decision)
    return chief


def listed(client, address: str) -> list[str]:
    return sorted(row[0] for row in rows(client, "waiting", "?" + address.partition("?")[2]))


def test_the_report_behind_a_heap_has_what_the_heap_counts(busy, everything):
    heaps = {heap.slug: heap for heap in waiting(busy).heaps}
    assert sorted(heaps) == ["drafts", "sent_back", "submitted"]
    for slug, whose in (
        ("drafts", "draft-of-chief"),
        ("sent_back", "sent-back-of-chief"),
        ("submitted", "submitted-of-author"),
    ):
        assert heaps[slug].count == MOST_SHOWN + 1
        assert listed(everything, heaps[slug].every) == [f"Guide {whose}-{number}" for number in range(MOST_SHOWN + 1)]


def test_everything_that_waits_for_oneself_is_one_list_and_for_anybody_another(busy, everything):
    assert len(rows(everything, "waiting", "?who=mine")) == 3 * (MOST_SHOWN + 1)
    every = 6 * (MOST_SHOWN + 1)
    for query in ("", "?who=anybody", "?who='; --"):
        assert len(rows(everything, "waiting", query)) == every


def test_nothing_waits_for_whoever_may_not_take_the_next_step(busy, reader):
    for state in ("every", "drafts", "submitted", "sent_back"):
        assert rows(reader, "waiting", f"?state={state}&who=mine") == []
    assert len(rows(reader, "waiting", "?state=drafts")) == 2 * (MOST_SHOWN + 1)


def test_what_one_did_alone_waits_for_others_to_confirm(loaded, everything, author):
    chief = User.objects.get(username="chief")
    withdraw(document("guide", "questions"), by=chief, note="x")
    withdraw(document("risk", "another-operation"), by=author, note="x")
    assert [row[0] for row in rows(everything, "waiting", "?state=unconfirmed&who=mine")] == ["Another operation"]
    assert len(rows(everything, "waiting", "?state=unconfirmed")) == 2
