"""What waits for one person on the desk, as sentences for a reminder."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.approvals import Decision
from portal.desk.care.reviews import WANTING
from portal.desk.care.standing import Standing
from portal.desk.care.underway import sent_back_to, stopped, to_approve_by, to_publish
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.titles import title_of

# The headings of a reminder, in its order.
HEADINGS = {
    "confirm": gettext_lazy("Waits to be confirmed by a second person"),
    "scheduled": gettext_lazy("Scheduled by you, and stopped"),
    "sent_back": gettext_lazy("Sent back to you"),
    "approve": gettext_lazy("Waits for your approval"),
    "publish": gettext_lazy("Approved, and waits to be published"),
    "review": gettext_lazy("Clinical reviews of pages you look after"),
}


@dataclass(frozen=True)
class Matter:
    """One thing that waits for a person: under which heading, what about which document, and on which screen.

    `key` is the same as long as it is the same matter.
    """

    heading: str
    key: str
    document: Document
    title: str
    words: str
    screen: str


def matters_of(person: User, standing: Standing) -> list[Matter]:
    """Everything that waits for this person, late confirmations first: what stands out, and texts on their way."""
    found = [
        *(_to_confirm(person, standing) if person.may("confirm") else ()),
        *_stopped(person, standing),
        *(_sent_back(person) if person.may("change") else ()),
        *(_to_approve(person) if person.may("approve") else ()),
        *(_to_publish() if person.may("publish") else ()),
        *_to_review(person, standing),
    ]
    order = list(HEADINGS)
    return sorted(found, key=lambda matter: order.index(matter.heading))


def _to_confirm(person: User, standing: Standing) -> Iterator[Matter]:
    for item in standing.items:
        if item.sort in ("late", "unconfirmed") and item.by_id != person.pk:
            yield Matter("confirm", item.key, item.document, item.title, item.why, item.screen)


def _stopped(person: User, standing: Standing) -> Iterator[Matter]:
    refused = {item.document.pk: item for item in standing.items if item.sort == "refused"}
    for document in stopped().filter(due_by=person).select_related("head").order_by("due_at", "pk"):
        if item := refused.get(document.pk):
            yield Matter("scheduled", item.key, document, item.title, item.why, item.screen)
        elif document.due_decision != Decision.APPROVED:
            words = _("It is to go live on %(at)s, but its text is not approved any more.")
            at = formats.date_format(timezone.localtime(document.due_at), "j F Y, H:i")
            key = f"unapproved:{document.pk}:{document.due_id}"
            yield Matter("scheduled", key, document, title_of(document), words % {"at": at}, "publishing")


def _sent_back(person: User) -> Iterator[Matter]:
    for document in sent_back_to(person).select_related("head").order_by("pk"):
        # What colleagues write to each other stays on the desk: a mail passes through other people's servers.
        words = _("Read your colleague’s comment, change the text and hand it in again.")
        key = f"sent_back:{document.decision_number}"
        yield Matter("sent_back", key, document, title_of(document), words, "publishing")


def _to_approve(person: User) -> Iterator[Matter]:
    for document in to_approve_by(person).select_related("head__author").order_by("pk"):
        author = document.head.author.called if document.head.author else _("a file")
        words = _("Written by %(who)s.") % {"who": author}
        yield Matter("approve", f"approve:{document.head_id}", document, title_of(document), words, "publishing")


def _to_publish() -> Iterator[Matter]:
    for document in to_publish().order_by("pk"):
        words = _("A colleague has approved it. Readers do not see it yet.")
        key = f"publish:{document.decision_number}"
        yield Matter("publish", key, document, title_of(document), words, "publishing")


def _to_review(person: User, standing: Standing) -> Iterator[Matter]:
    # Who may not sign is led to where the page stands, and asks a reviewer.
    signs = person.may("sign_off")
    for item in standing.items:
        if item.sort in WANTING and item.owner == person:
            place = item.screen if signs else "publishing"
            yield Matter("review", item.key, item.document, item.title, item.why, place)
