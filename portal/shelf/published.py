"""What every public row has: its address, its edition, and the state of its clinical review."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, address_of
from portal.shelf.editions import Edition
from portal.shelf.findable import Findable
from portal.text.references import Ref

Columns = dict[str, Any]
Row = TypeVar("Row", bound="Published", covariant=True)


class PublishedQuerySet(models.QuerySet[Row]):
    """The vocabulary in which the public site asks for rows. Every row here is published: drafts have none."""

    def in_language(self, language: str) -> Self:
        """Rows in `language`, and those that all languages share."""
        return self.filter(language__in=(language, SHARED_LANGUAGE))

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def named(self, slugs: list[str] | tuple[str, ...]) -> Self:
        return self.filter(slug__in=list(slugs))

    def at(self, language: str, ref: Ref) -> Self:
        """The row at one address, if it is published."""
        return self.filter(language=language, kind=ref.kind, slug=ref.slug)

    def called(self, words: Iterable[str]) -> Self:
        """Rows with every one of the words in their title or short name, whatever the capitals."""
        found = self
        for word in words:
            found = found.filter(models.Q(title__icontains=word) | models.Q(slug__icontains=word))
        return found

    def reviewed(self) -> Self:
        """Rows that were reviewed once, whether that still stands or not; an index finds them."""
        return self.filter(review_due_on__gte=date.min)

    def never_reviewed(self) -> Self:
        return self.filter(review_due_on__isnull=True)

    def by_title(self) -> Self:
        return self.order_by("title", "slug")

    def written_in(self, language: str) -> Self:
        """Rows of this language alone: for kinds that no languages share, so that an index gives their order."""
        return self.filter(language=language)

    def kinds(self) -> "models.QuerySet[Any, dict[str, Any]]":
        """The kinds of which there is something."""
        return self.order_by().values("kind").distinct()

    def reviewed_as_they_read(self) -> Self:
        """Rows that a clinician has reviewed and that have not changed since."""
        return self.filter(review_due_on__isnull=False, reviewed_digest=models.F("edition__reading_digest"))

    def turning_stale(self, moment: datetime) -> Self:
        """Rows whose derived state (review due) has changed by `moment`."""
        return self.filter(fresh_until__lte=moment)


def rules() -> list[models.BaseConstraint]:
    """What the database holds of every published row. Given to each table, since a child table cannot inherit it."""
    return [
        models.UniqueConstraint(fields=["language", "kind", "slug"], name="one_%(class)s_per_address"),
        models.CheckConstraint(
            condition=models.Q(reviewed_on__isnull=True, reviewed_digest="", review_due_on__isnull=True)
            | models.Q(reviewed_on__isnull=False, reviewed_digest__gt="", review_due_on__isnull=False),
            name="a_reviewed_%(class)s_names_what_and_when",
        ),
    ]


class Published(models.Model):
    """A row that exists only while its document is published, rebuilt by projection and by nothing else.

    `KIND` is the kind whose documents the class holds, "" for a class that only others are made from.
    """

    KIND: ClassVar[str] = ""
    # The columns that lists show.
    LISTED: ClassVar[tuple[str, ...]] = ("language", "kind", "slug", "title")

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=400)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    fresh_until = models.DateTimeField(null=True, blank=True)
    reviewed_digest = models.CharField(max_length=64, blank=True)
    reviewer_name = models.CharField(max_length=120, blank=True)
    reviewer_role = models.CharField(max_length=120, blank=True)
    reviewer_registration = models.CharField(max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)

    objects = PublishedQuerySet[Self].as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.language, self.ref)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        """Column values from the front matter of a publishable document. Each class adds its own."""
        return {"title": fields.get("title") or ""}

    def findable(self) -> Findable | None:
        """What readers can find it by; None for what is no page or word of its own."""
        return None

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.slug)

    @property
    def folder(self) -> str:
        """Where documents of its kind lie, which some addresses name: "conditions", for standing texts "articles"."""
        return KINDS[self.kind].folder

    @property
    def reading_digest(self) -> str:
        return self.edition.reading_digest

    @property
    def review_months(self) -> int:
        """For how many months a review holds at most; 0: it is reviewed with the pages that use it."""
        return KINDS[self.kind].review_months

    @property
    def reviewer_called(self) -> str:
        """The reviewer as readers are told: the name, with the number in the register where there is one."""
        if not self.reviewer_registration:
            return self.reviewer_name
        words = {"name": self.reviewer_name, "number": self.reviewer_registration}
        return _("%(name)s (registration %(number)s)") % words

    @property
    def review_state(self) -> str:
        """One of "awaiting", "changed", "overdue", "reviewed", in the clinic's time zone, as of now."""
        return self.review_state_on(timezone.localdate())

    def review_state_on(self, today: date) -> str:
        if self.review_due_on is None:
            return "awaiting"
        if self.reviewed_digest != self.reading_digest:
            return "changed"
        return "overdue" if self._is_overdue_on(today) else "reviewed"

    @property
    def is_review_overdue(self) -> bool:
        """Whether the next review should have been by now; so it can be also of a page that has changed meanwhile."""
        return self._is_overdue_on(timezone.localdate())

    def _is_overdue_on(self, today: date) -> bool:
        return self.review_due_on is not None and self.review_due_on < today

    def next_change(self) -> datetime | None:
        """When what the page says of its review next changes by the mere passing of time: after the due date."""
        if self.review_due_on is None or self.is_review_overdue:
            return None
        due = datetime.combine(self.review_due_on, time.max)
        return timezone.make_aware(due)
