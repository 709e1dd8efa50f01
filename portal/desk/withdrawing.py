"""Withdrawing: what is taken off the public site, and where its readers go."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.desk.approvals import Ending, Publication
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.press.projection import Projected, take_off
from portal.desk.press.surroundings import languages
from portal.desk.publishing import SCHEDULE, PublishingRefused, end_schedule
from portal.shelf.counter import Counter
from portal.shelf.pages import Page
from portal.shelf.rows import ROWS
from portal.shelf.uses import INCLUDES, Uses
from portal.text.references import Ref


@transaction.atomic
def withdraw(document: Document, *, by: User | None, note: str, leads_to: Ref | None = None) -> Projected:
    """Take a document off the public site at once; its address answers 410, or sends readers on to another page.

    A person does this alone, and a second one confirms it afterwards. Raises PublishingRefused without a reason, while
    other published documents include it, and where `leads_to` is no other published page.
    """
    if by is not None and not note.strip():
        raise PublishingRefused(_("Say why it is withdrawn, so that a colleague can confirm it."))
    Counter.take_turns(languages())
    locked = Document.objects.select_for_update(of=("self",)).select_related("live").get(pk=document.pk)
    if locked.live is None:
        raise PublishingRefused(_("This page is not published, so there is nothing to withdraw."))
    row = ROWS[locked.kind].objects.at(locked.language, locked.ref).get()
    users = [f"{kind}:{slug}" for _language, kind, slug in Uses.objects.of(row).how(INCLUDES).users()]
    if users:
        raise PublishingRefused(_("It is part of %s. Take it out there first, then withdraw it.") % ", ".join(users))
    if leads_to is not None:
        _must_be_another_page(locked, leads_to)
    Publication.objects.create(
        revision=locked.live,
        is_withdrawal=True,
        is_urgent=by is not None,
        leads_to=str(leads_to or ""),
        by=by,
        note=note,
    )
    locked.live = None
    end_schedule(locked, by=by, ending=Ending.WITHDRAWN)  # or the page would come back by itself
    locked.save(update_fields=["live", *SCHEDULE])
    document.live = None
    return take_off(locked, leads_to=leads_to)


def _must_be_another_page(document: Document, ref: Ref) -> None:
    is_published = Page.objects.at(document.language, ref).exists()
    if ref == document.ref or not document.kind_row.is_page or not is_published:
        raise PublishingRefused(
            _("Readers can only be sent from a page to another page that they can read. Choose one.")
        )
