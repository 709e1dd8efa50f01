"""The heap of messages from readers on the front page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.admin.feedback.answering import called
from portal.admin.front.boxes import MOST_SHOWN, Entry, Heap
from portal.visitors.feedback import Feedback, State

READERS = "readers"


def from_readers(user: Any) -> Iterator[Heap]:
    """What readers have sent and nobody has looked at, for those who may handle it; the oldest first."""
    if not user.has_perm("portal.change_feedback"):
        return
    new = Feedback.objects.new()
    if count := new.count():
        entries = [_entry(message) for message in new.with_titles().newest_first().reverse()[:MOST_SHOWN]]
        every = f"{reverse('admin:portal_feedback_changelist')}?state__exact={State.NEW}"
        yield Heap(
            READERS, _("New messages from readers"), _("Somebody says whether a part was clear."), count, entries, every
        )


def _entry(message: Any) -> Entry:
    place = reverse("admin:portal_feedback_change", args=[message.pk])
    return Entry(message, place, _("Read it and decide"), READERS, title=called(message), since=message.sent_on)
