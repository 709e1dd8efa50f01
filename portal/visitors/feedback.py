"""What readers tell about a part of a page: was it clear, and what was not. It says nothing of who they are."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.shelf.addresses import address_of
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.text.references import Ref

MOST_WORDS = 1000
KEPT_FOR = timedelta(days=730)


class Clear(models.TextChoices):
    """The answer to “was this clear?”."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class State(models.TextChoices):
    """What has become of a message."""

    NEW = "new", _("new")
    PLANNED = "planned", _("looked at, a change is planned")
    ANSWERED = "answered", _("answered")
    SET_ASIDE = "set_aside", _("nothing to change")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Reading messages."""

    def new(self) -> Self:
        """Messages that nobody has looked at."""
        return self.filter(state=State.NEW)

    def shown_to_readers(self, language: str) -> Self:
        """Answered messages of one language whose answer readers see, the newest answer first."""
        return self.filter(language=language, is_shown=True).order_by("-answered_on", "-pk")

    def with_titles(self) -> "models.QuerySet[Any]":
        """With the `page_title` that readers see now, None where they do not see the page."""
        now = {name: models.OuterRef(name) for name in ("language", "now_kind", "now_slug")}
        place = {name.removeprefix("now_"): value for name, value in now.items()}
        titles = Page.objects.filter(**place).values("title")
        found: models.QuerySet[Any] = self.where_now().annotate(page_title=models.Subquery(titles[:1]))
        return found

    def where_now(self) -> "models.QuerySet[Any]":
        """With `now_kind` and `now_slug`, where the page is found that has been given another name since."""
        place = {name: models.OuterRef(name) for name in ("language", "kind", "slug")}
        on = Moved.objects.filter(**place).exclude(to_slug="")
        return self.annotate(
            **{
                f"now_{name}": Coalesce(models.Subquery(on.values(f"to_{name}")[:1]), models.F(name))
                for name in ("kind", "slug")
            }
        )

    def newest_first(self) -> Self:
        return self.order_by("-sent_on", "-pk")

    def outlived(self, today: date) -> Self:
        """Messages that are older than two years."""
        return self.filter(sent_on__lt=today - KEPT_FOR)

    def unanswered(self) -> Self:
        """Messages that no answer rests on."""
        return self.exclude(state=State.ANSWERED)

    def with_words(self) -> Self:
        """Messages in which a reader's own words stand."""
        return self.exclude(words="")


class Feedback(models.Model):
    """One message about one part of one page, by address: pages go from the shelf, messages stay.

    `part` is the anchor of a heading, `heading` its words as they were, both "" for the whole page. `sent_on` is a day,
    because a time could be held against other notes. `words` are the reader's own, emptied after two years: an answer
    rests on what staff wrote. `ticket` is the digest of the form's stamp, so that one form makes one message. `said` is
    what readers said in the staff's words, `changed` the answer; `revision_number` and `revision_digest` name the text
    that answered it. `is_shown`: both stand on the page about this site.
    """

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    part = models.CharField(max_length=200, blank=True)
    heading = models.CharField(max_length=400, blank=True)
    clear = models.CharField(_("clear?"), max_length=10, choices=Clear)
    words = models.TextField(_("words"), max_length=MOST_WORDS, blank=True)
    sent_on = models.DateField(_("sent"))
    ticket = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    said = models.CharField(max_length=300, blank=True)
    changed = models.CharField(max_length=500, blank=True)
    revision_number = models.PositiveBigIntegerField(null=True, blank=True)
    revision_digest = models.CharField(max_length=64, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    is_shown = models.BooleanField(default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        default_permissions = ("view", "change", "delete")
        indexes = [models.Index(fields=["state", "sent_on"], name="messages_by_state_and_day")]
        constraints = [
            models.CheckConstraint(condition=Exact(Length("ticket"), 64), name="a_ticket_is_a_sha_256"),
            models.CheckConstraint(
                condition=models.Q(state=State.ANSWERED, answered_on__isnull=False, changed__gt="")
                | (~models.Q(state=State.ANSWERED) & models.Q(answered_on__isnull=True)),
                name="an_answered_message_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(is_shown=False) | models.Q(state=State.ANSWERED, said__gt=""),
                name="only_an_answer_that_says_what_was_said_is_shown",
            ),
            models.CheckConstraint(
                condition=models.Q(revision_number__isnull=True, revision_digest="")
                | models.Q(revision_number__isnull=False, revision_digest__gt="", state=State.ANSWERED),
                name="only_an_answer_names_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}#{self.part}" if self.part else str(self.ref)

    @cached_property
    def ref(self) -> Ref:
        """The page that it is about."""
        return Ref(self.kind, self.slug)

    @property
    def ref_now(self) -> Ref:
        """Where that page is found now, for a message that was read `where_now`."""
        return Ref(getattr(self, "now_kind", self.kind), getattr(self, "now_slug", self.slug))

    @property
    def address(self) -> str:
        """Where readers find the part that it is about, if it is still there."""
        return address_of(self.language, self.ref_now) + (f"#{self.part}" if self.part else "")


class Handling(models.Model):
    """One change of a message's state by a staff member. It goes with its message, which is not kept for ever."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="handlings")
    state = models.CharField(max_length=10, choices=State)
    changed = models.CharField(max_length=500, blank=True)
    is_shown = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.state}: {self.feedback}"
