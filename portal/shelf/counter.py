"""The publication counter: one number a language that rises whenever readers must see something new."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import connection, models
from django.db.models import F
from django.utils import timezone

# The timed run comes each minute; after this long it has stopped.
TICK_IS_LATE = timedelta(minutes=15)


class Counter(models.Model):
    """`number` changes with every publish, withdrawal, sign-off and due date; `ticked_at` is the last timed run."""

    language = models.CharField(max_length=12, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    bumped_at = models.DateTimeField(default=timezone.now)
    ticked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.language}: {self.number}"

    @classmethod
    def current(cls, language: str) -> int:
        """The number now; 0 where nothing has been published in that language."""
        number, _since = cls.latest(language)
        return number

    @classmethod
    def latest(cls, language: str) -> tuple[int, datetime | None]:
        """The number now, and since when it is so; 0 and None where nothing has been published in that language.

        Each answer asks this, and Django takes twenty times as long to compose the question as a database to answer it.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, bumped_at FROM portal_counter WHERE language = %s", [language])
            number, since = cursor.fetchone() or (0, None)
        if since is not None and timezone.is_naive(since):  # SQLite has no time zones; Django writes in UTC
            since = since.replace(tzinfo=UTC)
        return number, since

    @classmethod
    def numbers(cls) -> tuple[tuple[str, int, datetime], ...]:
        """Every language with its number now, and since when it is so."""
        return tuple(cls.objects.order_by("language").values_list("language", "number", "bumped_at"))

    @classmethod
    def take_turns(cls, languages: Iterable[str]) -> None:
        """Let one publication happen at a time, until the transaction ends.

        Two at once would each render a page with the other's old words, and number the same edition.
        """
        for language in sorted(set(languages)):
            cls.objects.get_or_create(language=language)
            cls.objects.select_for_update().get(language=language)

    @classmethod
    def bump(cls, languages: Iterable[str]) -> None:
        """Tell every reader of these languages that something has changed."""
        for language in sorted(set(languages)):
            cls.objects.get_or_create(language=language)
            cls.objects.filter(language=language).update(number=F("number") + 1, bumped_at=timezone.now())

    @classmethod
    def last_tick(cls) -> datetime | None:
        """When the timed run last came, None where it never did."""
        last: datetime | None = cls.objects.aggregate(last=models.Max("ticked_at"))["last"]
        return last

    @classmethod
    def is_tick_late(cls) -> bool:
        """Whether the timed run has stopped, so that nothing goes live by itself."""
        last = cls.last_tick()
        return last is None or timezone.now() - last > TICK_IS_LATE

    @classmethod
    def note_tick(cls, languages: Iterable[str]) -> None:
        """Note for staff that the timed run has happened."""
        for language in sorted(set(languages)):
            cls.objects.update_or_create(language=language, defaults={"ticked_at": timezone.now()})
