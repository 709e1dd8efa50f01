"""How the library stands, noted once a day: what the desk's trend is drawn from."""

from datetime import date

from django.db import models
from django.utils import timezone

from portal.desk.care.reviews import REVIEW_STATES, review_rank
from portal.desk.press.surroundings import languages
from portal.shelf.pages import Page


class HealthQuerySet(models.QuerySet["Health"]):
    """Reading the days."""

    def newest_first(self) -> "HealthQuerySet":
        return self.order_by("-on", "language")

    def of_language(self, language: str) -> "HealthQuerySet":
        return self.filter(language=language)

    def noted_on(self, day: date) -> "HealthQuerySet":
        return self.filter(on=day)


class Health(models.Model):
    """One day of one language: its published pages, their reading grades, and where their clinical reviews stand.

    Written once and left alone. It is no history in the strict sense: it can be lost without a decision being lost.
    Grades are Flesch-Kincaid school grades. `reviewed` are pages whose review covers them and is not
    overdue; the four last columns count each page once.
    """

    on = models.DateField()
    language = models.CharField(max_length=12)
    pages = models.PositiveIntegerField(default=0)
    mean_grade = models.FloatField(default=0)
    highest_grade = models.FloatField(default=0)
    reviewed = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    awaiting = models.PositiveIntegerField(default=0)

    objects = HealthQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "health"
        constraints = [
            models.UniqueConstraint(fields=["on", "language"], name="health_is_noted_once_a_day_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.language} on {self.on}"


def note_health() -> bool:
    """Note today, in the clinic's time zone, for each language; False where that has been done. Cheap to ask often.

    A day before the first page is none: its zeros would only bend the trend.
    """
    today = timezone.localdate()
    if Health.objects.noted_on(today).exists() or not Page.objects.exists():
        return False
    # Another run may note the same day at the same moment; then its rows stand.
    Health.objects.bulk_create([health_of(language, today) for language in languages()], ignore_conflicts=True)
    return True


def health_of(language: str, today: date) -> Health:
    """The pages of one language as they stand now, judged as of `today`; not saved."""
    pages = Page.objects.in_language(language)
    grades = pages.aggregate(
        pages=models.Count("pk"), mean_grade=models.Avg("grade"), highest_grade=models.Max("grade")
    )
    ranked = pages.order_by().annotate(rank=review_rank(today)).values_list("rank").annotate(models.Count("pk"))
    reviews = {REVIEW_STATES[rank].slug: count for rank, count in ranked}
    return Health(
        on=today,
        language=language,
        pages=grades["pages"],
        mean_grade=grades["mean_grade"] or 0,
        highest_grade=grades["highest_grade"] or 0,
        reviewed=reviews.get("reviewed", 0) + reviews.get("due", 0),
        overdue=reviews.get("overdue", 0),
        changed=reviews.get("changed", 0),
        awaiting=reviews.get("awaiting", 0),
    )
