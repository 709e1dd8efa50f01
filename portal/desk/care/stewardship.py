"""Who looks after which document: an owner, and a deputy for when the owner is away or has left."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.documents import Document
from portal.desk.people import User
from portal.shelf.permanence import PermanentRow

# More than this at once is more than anybody reads before pressing the button.
MOST_AT_ONCE = 200


class Handover(PermanentRow):
    """From then on these two look after the document; nobody does where `owner` is empty."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="handovers")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.document}: handed over to {self.owner or 'nobody'}"


class HandoverRefused(Exception):
    """A handover that was refused; its text says why and what to do."""


@transaction.atomic
def hand_over(document: Document, *, owner: User | None, deputy: User | None, by: User) -> Handover | None:
    """Name who looks after one document; None if they do already, and then nothing is written.

    Raises HandoverRefused for people who have left, for one person in both places, and for a deputy of nobody.
    """
    made = hand_over_together([document], owner=owner, deputy=deputy, by=by)
    document.owner, document.deputy = owner, deputy
    return made[0] if made else None


@transaction.atomic
def hand_over_together(
    documents: Iterable[Document], *, owner: User | None, deputy: User | None, by: User
) -> list[Handover]:
    """Name who looks after many documents: one row for each where somebody changes. Raises as `hand_over`."""
    _must_fit(owner, deputy)
    numbers = {document.pk for document in documents}
    if len(numbers) > MOST_AT_ONCE:
        raise HandoverRefused(_("These are more than %(most)s. Choose fewer at a time.") % {"most": MOST_AT_ONCE})
    new = (owner and owner.pk, deputy and deputy.pk)
    locked = Document.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    changed = [document for document in locked if (document.owner_id, document.deputy_id) != new]
    for document in changed:
        document.owner, document.deputy = owner, deputy
    Document.objects.bulk_update(changed, ["owner", "deputy"])
    return [Handover.objects.create(document=one, owner=owner, deputy=deputy, by=by) for one in changed]


def _must_fit(owner: User | None, deputy: User | None) -> None:
    if deputy is not None and owner is None:
        raise HandoverRefused(_("A deputy stands in for an owner. Name the owner too."))
    if owner is not None and owner == deputy:
        raise HandoverRefused(_("Owner and deputy are the same person. Choose two people, or leave the deputy empty."))
    for person in (owner, deputy):
        if person is not None and not person.is_here:
            words = _("%(who)s can no longer sign in to the desk. Choose somebody else.")
            raise HandoverRefused(words % {"who": person.called})
