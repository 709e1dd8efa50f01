"""Questions that found nothing, so that staff can see which words readers miss. None of them tells who asked.

A question is kept as a digest and a number of days, nothing else, until it has been asked on five different days; only
then are its words kept, as they stand that day. So what one reader typed once, perhaps a name, is never in the
database.
"""

from contextlib import suppress
from datetime import date, timedelta
from typing import Self

from django.db import OperationalError, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.search.engines import engine
from portal.text.tokens import tokens

DAYS_UNTIL_SHOWN = 5
# What is longer is a story, and a story tells who wrote it.
MOST_WORDS, LONGEST = 6, 60
KEPT_FOR = timedelta(days=180)
# Whoever types nonsense all day fills no disk; what was asked on fewest days makes room.
MOST_ROWS = 20_000


class UnansweredQuerySet(models.QuerySet["Unanswered"]):
    """Reading them."""

    def shown(self) -> Self:
        """Those that staff may see, the most wanted first."""
        return self.filter(words__gt="").order_by("-days", "words")


class Unanswered(models.Model):
    """A question of one language that found nothing, on so many `days`, last on `asked_on`."""

    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    days = models.PositiveIntegerField(default=1)
    asked_on = models.DateField()
    words = models.CharField(max_length=LONGEST, blank=True)

    objects = UnansweredQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "digest"], name="one_row_per_question_without_answer"),
            models.CheckConstraint(
                condition=models.Q(words="") | models.Q(days__gte=DAYS_UNTIL_SHOWN),
                name="words_are_kept_from_the_fifth_day",
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.digest


def note(question: str, *, language: str) -> None:
    """Count that a question found nothing today. What might tell who asked is not counted: figures, signs, stories.

    Nor is it counted while the database is busy: a reader waits for nothing.
    """
    words = " ".join(token.word for token in tokens(question, language))
    if not _is_harmless(question, words):
        return
    digest = salted_hmac("portal.search.unanswered", words, algorithm="sha256").hexdigest()
    with suppress(OperationalError), engine().without_waiting(), transaction.atomic():
        _count(language, digest, words)


def _count(language: str, digest: str, words: str) -> None:
    today = timezone.localdate()
    row = Unanswered.objects.select_for_update().filter(language=language, digest=digest).first()
    if row is None:
        if Unanswered.objects.count() >= MOST_ROWS:
            Unanswered.objects.filter(pk__in=Unanswered.objects.order_by("days", "asked_on", "pk")[:1]).delete()
        Unanswered.objects.get_or_create(language=language, digest=digest, defaults={"asked_on": today})
    elif row.asked_on < today:
        row.days, row.asked_on = row.days + 1, today
        row.words = words if row.days >= DAYS_UNTIL_SHOWN else ""
        row.save()


def forget_questions(today: date | None = None) -> int:
    """Throw away what nobody has asked for 180 days; returns how many rows that were."""
    last = (today or timezone.localdate()) - KEPT_FOR
    return Unanswered.objects.filter(asked_on__lt=last).delete()[0]


def _is_harmless(question: str, words: str) -> bool:
    is_short = words and len(words) <= LONGEST and len(words.split()) <= MOST_WORDS
    return bool(is_short) and not any(sign.isdigit() or sign in "@/\\" for sign in question)
