"""Who decided what about which words: editorial approval, publication, clinical sign-off. All of it is history."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.desk.documents import Document, Revision
from portal.shelf.permanence import PermanentQuerySet, PermanentRow

# By when a second person confirms what one did alone.
CONFIRM_WITHIN = timedelta(hours=72)


class Decision(models.TextChoices):
    """What an approval row says about its revision."""

    SUBMITTED = "submitted", "submitted for approval"
    APPROVED = "approved", "approved"
    SENT_BACK = "sent_back", "sent back"


class ApprovalQuerySet(PermanentQuerySet["Approval"]):
    """Reading decisions."""

    def since_shown(self, document: Document) -> Self:
        """Decisions about the newest text and those on the way to it, after what readers see."""
        return self.filter(revision__document=document, revision__gt=document.live_id or 0)


class Approval(PermanentRow):
    """An editorial decision about one revision. The newest row of the head revision is the document's state."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="approvals")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ApprovalQuerySet.as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.SENT_BACK) | ~models.Q(comment=""),
                name="what_is_sent_back_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_decision_display()}"


class PublicationQuerySet(PermanentQuerySet["Publication"]):
    """Reading what went live and what was taken back."""

    def of(self, document: Document) -> Self:
        return self.filter(revision__document=document)

    def of_any(self, documents: Iterable[Document]) -> Self:
        return self.filter(revision__document__in=documents)

    def unconfirmed(self) -> Self:
        """What one person did alone, as long as nobody has confirmed it and nothing later has taken its place."""
        later = Publication.objects.filter(
            revision__document=models.OuterRef("revision__document"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(later), is_urgent=True, confirmation__isnull=True)

    def late_at(self, moment: datetime) -> Self:
        """What a second person should have confirmed by then."""
        return self.filter(made_at__lt=moment - CONFIRM_WITHIN)

    def in_time_at(self, moment: datetime) -> Self:
        """What a second person still has time to confirm."""
        return self.filter(made_at__gte=moment - CONFIRM_WITHIN)


class Publication(PermanentRow):
    """A revision went live, or was withdrawn. `by` is empty where a command did it from a file.

    `is_urgent` is what one person does without an approval: a safety correction, and every withdrawal. `leads_to` is
    the page to which readers of a withdrawn one are sent, such as "procedure:microdiscectomy".
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    is_withdrawal = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    leads_to = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PublicationQuerySet.as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_urgent=False) | (models.Q(by__isnull=False) & ~models.Q(note="")),
                name="what_is_urgent_has_a_person_and_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(is_withdrawal=True) | models.Q(leads_to=""),
                name="only_a_withdrawal_leads_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {'withdrawn' if self.is_withdrawal else 'published'}"

    @property
    def confirm_by(self) -> datetime:
        """When a second person should have confirmed it at the latest."""
        return self.made_at + CONFIRM_WITHIN

    @property
    def is_late(self) -> bool:
        """Whether that time is over."""
        return timezone.now() > self.confirm_by


class Confirmation(PermanentRow):
    """A second person has seen what one did alone, and stands behind it."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.publication}: confirmed"


class Ending(models.TextChoices):
    """What ended a schedule that nobody cancelled."""

    PUBLISHED = "published", _("newer text published")
    SCHEDULED = "scheduled", _("newer text scheduled")
    WITHDRAWN = "withdrawn", _("page withdrawn")
    JOINED = "joined", _("joined with the file’s words")


class Scheduling(PermanentRow):
    """A revision was set to go live at a time to come; where `at` is empty, it was no longer to do so.

    Then `ending` says why, or is empty where a person cancelled it. `by` is who did either; it is empty where a command
    did, while it loaded files. When the revision itself goes live, its publication says so.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="schedulings")
    at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__isnull=True) | models.Q(ending=""), name="what_is_set_has_not_ended"
            ),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(at__isnull=False) | ~models.Q(ending=""),
                name="only_a_person_cancels_a_schedule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {'set to go live' if self.at else 'no longer set to go live'}"


class SignOff(PermanentRow):
    """A clinician has reviewed what patients read: the reading digest, not just the document's own text."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sign_offs")
    reading_digest = models.CharField(max_length=64)
    reviewer_name = models.CharField(max_length=120)
    reviewer_role = models.CharField(max_length=120)
    reviewer_registration = models.CharField(max_length=120, blank=True)
    reviewed_on = models.DateField()
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("reviewed_on")), name="the_next_review_is_after_this_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(reviewer_name="") & ~models.Q(reviewer_role=""),
                name="a_sign_off_names_the_reviewer_and_their_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} reviewed on {self.reviewed_on}"

    def columns(self) -> dict[str, object]:
        """What a page states about its review."""
        return {
            "reviewed_digest": self.reading_digest,
            "reviewer_name": self.reviewer_name,
            "reviewer_role": self.reviewer_role,
            "reviewer_registration": self.reviewer_registration,
            "reviewed_on": self.reviewed_on,
            "review_due_on": self.due_on,
        }
