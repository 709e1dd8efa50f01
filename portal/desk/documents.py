"""Documents and their revisions: everything that was ever written, published or not. Staff only."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone

from portal.desk.lineage import Parents, ancestors, common_ancestor
from portal.desk.people import User, has_left
from portal.kinds.registry import KINDS, Kind
from portal.shelf.addresses import SHARED_LANGUAGE, Address, at_any
from portal.shelf.permanence import PermanentRow
from portal.text.references import Ref


class Origin(models.TextChoices):
    """Where a revision came from."""

    FILE = "file", "a file in content/"
    STAFF = "staff", "a staff member"
    MERGE = "merge", "a merge of both"


class Revision(PermanentRow):
    """One whole text of one document: Markdown with its front matter, exactly as it was saved.

    `parent` is the revision that it was written from, `merges` a second one whose words it took in.
    """

    document = models.ForeignKey("portal.Document", on_delete=models.PROTECT, related_name="revisions")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    merges = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # Its length only: a regular expression would need Django's own function inside SQLite, and then no other
            # program could write to or restore the file.
            models.CheckConstraint(condition=Exact(Length("digest"), 64), name="a_digest_is_a_sha_256"),
            models.CheckConstraint(
                condition=~models.Q(origin=Origin.STAFF) | models.Q(author__isnull=False),
                name="a_staff_revision_has_an_author",
            ),
            models.CheckConstraint(
                condition=models.Q(merges__isnull=True) | models.Q(parent__isnull=False, origin=Origin.MERGE),
                name="only_a_merge_has_two_parents",
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.pk} of {self.document}"

    def descends_from(self, ancestor: "Revision | None") -> bool:
        """True if `ancestor` is this revision, or one that it was written from by way of parents and merges."""
        if ancestor is None or ancestor.pk in (self.pk, self.parent_id, self.merges_id):
            return True
        return ancestor.pk in ancestors(self._parents(), self.pk)

    def line(self) -> set[int]:
        """The numbers of this revision and of all that it was written from, by way of parents and merges."""
        return ancestors(self._parents(), self.pk)

    def common_ancestor(self, other: "Revision") -> "Revision | None":
        """The newest revision that this one and `other` were both written from, if there is one."""
        number = common_ancestor(self._parents(), self.pk, other.pk)
        return None if number is None else Revision.objects.get(pk=number)

    def _parents(self) -> Parents:
        rows = Revision.objects.filter(document=self.document_id).order_by()
        triples = rows.values_list("pk", "parent_id", "merges_id")
        return {pk: tuple(older for older in pair if older is not None) for pk, *pair in triples}


def _acts_for(person: User) -> models.Q:
    return models.Q(owner=person) | models.Q(has_left("owner"), deputy=person)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reading documents. `live`, `draft` and the rest are derived from the pointers, never stored."""

    def live(self) -> Self:
        return self.filter(live__isnull=False)

    def due(self, moment: object) -> Self:
        """Documents with a revision that should be published by `moment`."""
        return self.filter(due_at__lte=moment)

    def at(self, language: str, ref: Ref) -> Self:
        return self.filter(language=language, kind=ref.kind, slug=ref.slug)

    def by_address(self, addresses: Iterable[Address]) -> "dict[Address, Document]":
        """The documents at these addresses, by their address; nothing for an address where there is none."""
        return {(one.language, one.kind, one.slug): one for one in self.filter(at_any(addresses))}

    def without_owner(self) -> Self:
        """Documents that nobody answers for: no owner was named, or the owner has left."""
        return self.filter(models.Q(owner__isnull=True) | has_left("owner"))

    def looked_after_by(self, person: User) -> Self:
        """Documents for which this person acts: as their owner, or as the deputy of an owner who has left."""
        return self.filter(_acts_for(person))

    def not_looked_after_by(self, person: User) -> Self:
        """Documents for which somebody else acts, or nobody."""
        return self.exclude(_acts_for(person))

    def with_people(self) -> Self:
        """Owner and deputy come in the same query."""
        return self.select_related("owner", "deputy")

    def in_language(self, language: str) -> Self:
        """Documents in `language`, and those that all languages share."""
        return self.filter(language__in=(language, SHARED_LANGUAGE))

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def not_public(self) -> Self:
        """Documents that no reader can see now: never published, or withdrawn."""
        return self.filter(live__isnull=True)

    def saying(self, words: Iterable[str]) -> Self:
        """Documents with every one of the words in their newest text or their short name."""
        found = self
        for word in words:
            found = found.filter(models.Q(head__text__icontains=word) | models.Q(slug__icontains=word))
        return found


class Document(models.Model):
    """One address on the desk, with pointers to its newest, live, last synced and clashing revisions.

    `synced` is the text on which file and site last agreed, None where they agree that there is nothing; `clash` is a
    file's text that the newest words have yet to take in.
    """

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    head = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    live = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    synced = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clash = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    due_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        permissions = [
            ("publish_document", "Can publish and withdraw documents"),
            ("approve_document", "Can approve documents and send them back"),
            ("sign_off_document", "Can record a clinical review"),
            ("assign_document", "Can name owners and deputies"),
            ("share_document", "Can make preview links"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["language", "kind", "slug"], name="one_document_per_address"),
            models.CheckConstraint(
                condition=models.Q(due__isnull=True, due_at__isnull=True, due_by__isnull=True)
                | models.Q(due__isnull=False, due_at__isnull=False, due_by__isnull=False),
                name="a_due_revision_has_a_time_and_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True)
                | (models.Q(owner__isnull=False) & ~models.Q(deputy=models.F("owner"))),
                name="a_deputy_stands_in_for_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}" + ("" if self.kind_row.is_shared else f" ({self.language})")

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.slug)

    @property
    def kind_row(self) -> Kind:
        return KINDS[self.kind]

    @property
    def path(self) -> str:
        """Where its file is, below content/."""
        return self.kind_row.path(self.language, self.slug)

    @property
    def has_draft(self) -> bool:
        return self.head_id != self.live_id

    @property
    def has_owner(self) -> bool:
        """Whether somebody who is still here answers for it."""
        return self.owner is not None and self.owner.is_here

    @property
    def acting(self) -> User | None:
        """Who looks after it now: the owner, or the deputy once the owner has left; None if both have."""
        return next((one for one in (self.owner, self.deputy) if one is not None and one.is_here), None)

    @property
    def is_draft_behind(self) -> bool:
        """Whether readers have been shown the words that clash, so that only a draft has yet to take them in."""
        shown = self.last_shown()
        return shown is not None and self.clash is not None and shown.descends_from(self.clash)

    @property
    def was_withdrawn(self) -> bool:
        """Whether readers saw it once and do not any more; a document that was never published is not withdrawn."""
        return self.live is None and self.last_shown() is not None

    def last_shown(self) -> Revision | None:
        """What readers see, or saw last before it was withdrawn; None where it was never published."""
        if self.live is not None:
            return self.live
        return self.revisions.filter(publications__is_withdrawal=False).order_by("-publications__pk").first()
