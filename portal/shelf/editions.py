"""Editions: what exactly was shown to readers, and since when. They are history and never change."""

from django.db import models
from django.utils import timezone

from portal.shelf.permanence import PermanentRow
from portal.text.clean import Clean


class Edition(PermanentRow):
    """One rendering of one published document, numbered from 1 within its address.

    `text_digest` is the SHA-256 of the document's own text; `reading_digest` covers, besides, everything
    that the page includes (findings, sources, terms, pictures, cards, clinic), so a clinical review
    that names it is bound to what a patient reads. `contents` is a list of {"level", "text", "anchor"};
    `sources` and `terms` are slugs, the sources in the order of their note numbers.
    """

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    text_digest = models.CharField(max_length=64)
    reading_digest = models.CharField(max_length=64)
    html = models.TextField(blank=True)
    contents = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    terms = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "kind", "slug", "number"], name="editions_of_an_address_are_numbered_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="editions_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.language}/{self.kind}/{self.slug} edition {self.number}"

    @property
    def body(self) -> Clean:
        """The finished main content. Only projection writes `html`, from cleaned text and autoescaped templates."""
        return Clean(self.html)
