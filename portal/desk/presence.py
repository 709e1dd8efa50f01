"""Who has which document open for writing just now, so that two people know of each other. Nobody is locked out."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from portal.desk.documents import Document
from portal.desk.people import User

# A page that shows itself is noted each minute; who has not been noted for this long has gone.
AWAY = timedelta(minutes=10)


class WritingQuerySet(models.QuerySet["Writing"]):
    """Reading who is writing."""

    def at(self, document: Document) -> Self:
        return self.filter(document=document)

    def seen_since(self, moment: datetime) -> Self:
        return self.filter(seen_at__gte=moment)

    def besides(self, somebody: User) -> Self:
        return self.exclude(by=somebody)


class Writing(models.Model):
    """One person at one document: the page is open since `opened_at` and was seen last at `seen_at`.

    Of use for minutes only, so it is no history: it is written over, purged by the timed run, and left out of backups.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = WritingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "by"], name="one_note_of_a_person_at_a_document"),
            models.CheckConstraint(
                condition=models.Q(seen_at__gte=models.F("opened_at")), name="nobody_is_seen_before_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} at {self.document}"

    @property
    def minutes_ago(self) -> int:
        """How many whole minutes ago the person was seen last."""
        return max(0, int((timezone.now() - self.seen_at).total_seconds() // 60))


@transaction.atomic
def note(*, document: Document, by: User) -> None:
    """Note that somebody has a document open now. Who was away has opened it anew."""
    now = timezone.now()
    row, is_new = Writing.objects.select_for_update().get_or_create(
        document=document, by=by, defaults={"opened_at": now, "seen_at": now}
    )
    if is_new:
        return
    if row.seen_at < now - AWAY:
        row.opened_at = now
    # A clock that was set back must not keep anybody from writing.
    row.seen_at = max(now, row.opened_at)
    row.save(update_fields=["opened_at", "seen_at"])


def others(*, document: Document, besides: User) -> list[Writing]:
    """Everybody else who has it open, those who came first on top, with their people."""
    here = Writing.objects.at(document).besides(besides).seen_since(timezone.now() - AWAY)
    return list(here.select_related("by").order_by("opened_at", "pk"))


def forget_gone() -> int:
    """Throw away the notes of those who have gone; returns how many."""
    gone, _by_model = Writing.objects.filter(seen_at__lt=timezone.now() - AWAY).delete()
    return gone
