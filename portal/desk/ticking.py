"""What time alone brings about: scheduled publications, and pages whose review falls due."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.desk.composing import NotPublishable
from portal.desk.documents import Document
from portal.desk.publishing import PublishingRefused, publish
from portal.desk.surroundings import languages
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.counter import Counter
from portal.shelf.rows import ROWS


@dataclass
class Ticked:
    """What one run did: documents published, scheduled ones that were refused (with the reason), rows gone stale."""

    published: list[Document] = field(default_factory=list)
    refused: list[tuple[Document, str]] = field(default_factory=list)
    turned: int = 0


def tick() -> Ticked:
    """Publish what is due and let pages state what has fallen due. Missed runs are caught up by the next."""
    now, done = timezone.now(), Ticked()
    for document in Document.objects.due(now).select_related("due", "due_by").order_by("due_at", "pk"):
        assert document.due is not None, "the database holds due and due_at together"
        try:
            publish(document, revision=document.due, by=document.due_by, note="scheduled")
            done.published.append(document)
        except (NotPublishable, PublishingRefused) as error:
            done.refused.append((document, str(error)))
    done.turned = _turn_stale(now)
    Counter.note_tick(languages())
    return done


@transaction.atomic
def _turn_stale(now: datetime) -> int:
    """Clear `fresh_until` of rows whose time has come and tell their readers."""
    turned = 0
    for row_class in ROWS.values():
        for row in row_class.objects.turning_stale(now).select_related("edition"):
            row.fresh_until = row.next_change()
            row.save(update_fields=["fresh_until"])
            Counter.bump(languages() if row.language == SHARED_LANGUAGE else [row.language])
            turned += 1
    return turned
