"""What time alone brings about: scheduled publications, pages whose review falls due, people who have gone."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.desk.care.health import note_health
from portal.desk.documents import Document
from portal.desk.forgetting import forget_sign_ins
from portal.desk.presence import forget_gone
from portal.desk.press.composing import NotPublishable
from portal.desk.press.surroundings import languages, languages_reading
from portal.desk.publishing import PublishingRefused, publish
from portal.desk.sharing import forget_closed
from portal.search.unanswered import forget_questions
from portal.shelf.counter import Counter
from portal.shelf.rows import ROWS
from portal.shelf.stock import take_stock

log = logging.getLogger("portal.tick")


@dataclass
class Ticked:
    """What one run did: documents published, scheduled ones that were refused (with the reason), rows gone stale.

    `is_whole` is False where something that no reader waits for could not be done; the log has the reason.
    """

    published: list[Document] = field(default_factory=list)
    refused: list[tuple[Document, str]] = field(default_factory=list)
    turned: int = 0
    is_whole: bool = True


def tick(*, daily: Iterable[Callable[[], object]] = ()) -> Ticked:
    """Publish what is due, let pages state what has fallen due, and note each day once how the library stands.

    In the end, forget what is kept for a time only: who was writing, and once a day pages of closed links, failures
    of signing in and old questions without an answer; let the database take stock; `daily` are chores of other rooms,
    which the desk does not know.
    Missed runs are caught up by the next.
    """
    now, done, is_new_day = timezone.now(), Ticked(), _is_new_day()
    for document in Document.objects.due(now).order_by("due_at", "pk"):
        try:
            if _publish_due(document, now):
                done.published.append(document)
        except (NotPublishable, PublishingRefused) as error:
            done.refused.append((document, str(error)))
    done.turned = _turn_stale(now)
    # What readers wait for is done. Whatever goes wrong below must not look as if nothing had gone live.
    Counter.note_tick(languages())
    once_a_day = (forget_closed, forget_sign_ins, forget_questions, take_stock, *daily)
    chores = [note_health, forget_gone, *(once_a_day if is_new_day else ())]
    done.is_whole = not [chore for chore in chores if not _could(chore)]
    return done


def _is_new_day() -> bool:
    """Whether no run has come yet on this day of the clinic's time zone."""
    last = Counter.last_tick()
    return last is None or timezone.localdate(last) != timezone.localdate()


def _could(chore: Callable[[], object]) -> bool:
    """Do what nobody waits for; a failure is logged and keeps back no word of what the run has done for readers."""
    try:
        chore()
    except Exception:
        log.exception("%s failed; a later run tries again", chore.__name__)
        return False
    return True


@transaction.atomic
def _publish_due(document: Document, now: datetime) -> bool:
    """Publish what is scheduled, unless another run has done it or a person has taken it back meanwhile."""
    Counter.take_turns(languages())
    due = Document.objects.due(now).select_related("due", "due_by").filter(pk=document.pk).first()
    if due is None:
        return False
    assert due.due is not None, "the database holds due and due_at together"
    publish(due, revision=due.due, by=due.due_by, note="scheduled")
    return True


@transaction.atomic
def _turn_stale(now: datetime) -> int:
    """Clear `fresh_until` of rows whose time has come and tell their readers."""
    Counter.take_turns(languages())
    turned: list[str] = []
    for row_class in ROWS.values():
        for row in row_class.objects.turning_stale(now).select_related("edition"):
            row.fresh_until = row.next_change()
            row.save(update_fields=["fresh_until"])
            turned.append(row.language)
    # Once, however many there are: a backup's counters are moved past one bump a second (vault.restoring).
    if turned:
        Counter.bump(languages_reading(turned))
    return len(turned)
