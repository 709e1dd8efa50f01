"""Publishing as a clinic does it: a second person approves first. For tests that are about something else."""

from datetime import datetime

from portal.desk import publishing
from portal.desk.approvals import Approval, Decision
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.press.projection import Projected


def approved(revision: Revision) -> Revision:
    """The revision, with a second person's approval unless somebody has approved it or sent it back already."""
    if revision.approvals.first() is None or revision.approvals.first().decision == Decision.SUBMITTED:
        second, _is_new = User.objects.get_or_create(username="second-person")
        Approval.objects.create(revision=revision, decision=Decision.APPROVED, by=second)
    return revision


def publish(document: Document, *, revision: Revision, by: User | None, note: str = "") -> Projected:
    return publishing.publish(document, revision=approved(revision), by=by, note=note)


def schedule(document: Document, *, revision: Revision, at: datetime, by: User) -> None:
    publishing.schedule(document, revision=approved(revision), at=at, by=by)
