"""The publication counter: one number a language that rises whenever readers must see something new."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F
from django.utils import timezone


class Counter(models.Model):
    """`number` changes with every publish, withdrawal, sign-off and due date; `ticked_at` is the last timed run."""

    language = models.CharField(max_length=12, unique=True)
    number = models.PositiveBigIntegerField(default=1)
    bumped_at = models.DateTimeField(default=timezone.now)
    ticked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.language}: {self.number}"

    @classmethod
    def current(cls, language: str) -> int:
        """The number now; 0 where nothing has been published in that language."""
        return cls.objects.filter(language=language).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls, languages: Iterable[str]) -> None:
        """Tell every reader of these languages that something has changed."""
        for language in sorted(set(languages)):
            _, is_new = cls.objects.get_or_create(language=language)
            if not is_new:
                cls.objects.filter(language=language).update(number=F("number") + 1, bumped_at=timezone.now())

    @classmethod
    def note_tick(cls, languages: Iterable[str]) -> None:
        """Note for staff that the timed run has happened."""
        for language in sorted(set(languages)):
            cls.objects.update_or_create(language=language, defaults={"ticked_at": timezone.now()})
