"""Addresses that have been public once and are no longer."""

from typing import Self

from django.db import models

from portal.text.references import Ref


class MovedQuerySet(models.QuerySet["Moved"]):
    """Reading old addresses."""

    def from_address(self, language: str, ref: Ref) -> Self:
        """The note that this address is no longer in use, if there is one."""
        return self.filter(language=language, kind=ref.kind, slug=ref.slug)

    def leading_to(self, language: str, ref: Ref) -> Self:
        """The former addresses whose readers are sent on to this one."""
        return self.filter(language=language, to_kind=ref.kind, to_slug=ref.slug)

    def redirects(self, language: str) -> Self:
        """All former addresses of one language whose readers are sent on."""
        return self.filter(language=language).exclude(to_slug="")


class Moved(models.Model):
    """An old address. Without `to_slug` the page was withdrawn and answers 410, else readers are sent on."""

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    to_kind = models.CharField(max_length=20, blank=True)
    to_slug = models.CharField(max_length=80, blank=True)

    objects = MovedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "kind", "slug"], name="an_old_address_leads_to_one_place"),
            models.CheckConstraint(
                condition=models.Q(to_kind="", to_slug="") | models.Q(to_kind__gt="", to_slug__gt=""),
                name="a_redirect_names_kind_and_slug",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug} -> {self.to_kind}:{self.to_slug}" if self.to_slug else f"{self.slug} is gone"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.slug)

    @classmethod
    def lead(cls, language: str, old: Ref, new: Ref) -> None:
        """Send readers of an old address on to a new one, those of still older addresses too, in one step."""
        cls.objects.from_address(language, new).delete()  # somebody reads there again, so it leads nowhere
        cls.objects.leading_to(language, old).update(to_kind=new.kind, to_slug=new.slug)
        cls.objects.update_or_create(
            language=language, kind=old.kind, slug=old.slug, defaults={"to_kind": new.kind, "to_slug": new.slug}
        )

    @classmethod
    def gone(cls, language: str, ref: Ref) -> None:
        """Tell readers of this address that the page was taken down."""
        cls.objects.update_or_create(
            language=language, kind=ref.kind, slug=ref.slug, defaults={"to_kind": "", "to_slug": ""}
        )

    @property
    def target(self) -> Ref | None:
        """Where readers are sent; None when the page was withdrawn."""
        return Ref(self.to_kind, self.to_slug) if self.to_slug else None
