"""Reference rows: findings, sources, words, pictures, cards and the clinic, each kept once and used by many pages."""

from collections.abc import Mapping
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.kinds.finding import Reading, reading_of
from portal.shelf.findable import Findable, names_of
from portal.shelf.published import Columns, Published, PublishedQuerySet, Row, rules
from portal.shelf.uploads import address_of_upload


class Reference(Published):
    """What is kept once and used by many pages."""

    class Meta:
        abstract = True
        constraints = rules()


class Finding(Reference):
    """One result of one study or review, kept as reported in `fields`; its figures are worded by its shape."""

    KIND = "finding"
    shape = models.CharField(max_length=20)
    source_slug = models.CharField(max_length=80)
    # Figures travel as text, digit for digit as they were reported.
    fields = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        title = next(iter(fields["label"].values()))
        return {
            "title": title,
            "shape": fields["shape"],
            "source_slug": fields["source"],
            "fields": dict(fields),
        }

    def reading(self, language: str, *, out_of: int = 0) -> Reading:
        """The finding in sentence-ready parts, in one language; people are counted out of `out_of` at least."""
        return reading_of(self.fields, language, out_of=out_of)


class SourceQuerySet(PublishedQuerySet[Row]):
    """Reading sources."""

    def newest_first(self) -> Self:
        """By year, the newest first; those without a year last."""
        return self.order_by(models.F("year").desc(nulls_last=True), "title", "slug")


class Source(Reference):
    """Where a figure or a statement comes from. An incomplete reference says so and is never padded."""

    KIND = "source"
    authors = models.TextField(blank=True)
    publication = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    type = models.CharField(max_length=30)
    doi = models.CharField(max_length=120, blank=True)
    pmid = models.CharField(max_length=12, blank=True)
    pmcid = models.CharField(max_length=16, blank=True)
    url = models.URLField(max_length=300, blank=True)
    is_incomplete = models.BooleanField(default=False)
    missing = models.TextField(blank=True)

    objects = SourceQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        words = ("authors", "publication", "type", "doi", "pmid", "pmcid", "url", "missing")
        return (
            super().columns(fields)
            | {name: fields.get(name) or "" for name in words}
            | {
                "year": fields.get("year"),
                "is_incomplete": bool(fields.get("is_incomplete")),
            }
        )


class Term(Reference):
    """A word of the glossary: `also` are the other forms that are marked in texts, `say` how to pronounce it."""

    KIND = "term"
    also = models.JSONField(default=list, blank=True)
    asked_as = models.JSONField(default=list, blank=True)
    definition = models.TextField()
    say = models.CharField(max_length=120, blank=True)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {
            "also": fields.get("also") or [],
            "asked_as": fields.get("asked_as") or [],
            "definition": fields["definition"],
            "say": fields.get("say") or "",
        }

    def findable(self) -> Findable | None:
        said = (self.definition,)
        return Findable(names_of(*self.phrases, *self.asked_as), gist=said, passages=said)

    @property
    def phrases(self) -> list[str]:
        """Every form of the word that is marked where a page first uses it."""
        return [self.title, *self.also]


class PictureQuerySet(PublishedQuerySet[Row]):
    """Reading pictures."""

    def files(self) -> set[str]:
        """The names of all uploaded files that are published."""
        return set(self.exclude(file="").values_list("file", flat=True))


class Picture(Reference):
    """A drawing of this site (an SVG template with its labels) or an uploaded file, with the words that go with it.

    `file` is the file's name, `width` and `height` are its size in pixels; all are empty for a drawing.
    """

    KIND = "picture"
    template = models.CharField(max_length=80, blank=True)
    file = models.CharField(max_length=72, blank=True)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    fields = models.JSONField(default=dict)

    objects = PictureQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta(Reference.Meta):
        constraints = [
            *rules(),
            models.CheckConstraint(
                condition=models.Q(template__gt="", file="", width__isnull=True, height__isnull=True)
                | models.Q(template="", file__gt="", width__gt=0, height__gt=0),
                name="a_picture_is_a_drawing_or_a_file_of_some_size",
            ),
        ]

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        """The size of a file is not in the document: whoever has the file adds it."""
        title = next(iter(fields["title"].values()))
        what = {name: fields.get(name) or "" for name in ("template", "file")}
        return {"title": title, "width": None, "height": None, "fields": dict(fields)} | what

    @property
    def file_address(self) -> str:
        """Where its bytes are found, "" for a drawing."""
        return address_of_upload(self.slug, self.file) if self.file else ""


class CardQuerySet(PublishedQuerySet[Row]):
    """Reading the emergency cards."""

    def shown_on(self, place: str) -> Self:
        return self.filter(shown_on=place).order_by("position", "slug")


class Card(Reference):
    """Words that must reach the reader at once; `shown_on` says on which pages."""

    KIND = "card"
    position = models.PositiveSmallIntegerField(default=0)
    shown_on = models.CharField(max_length=30)
    in_brief = models.CharField(max_length=300, blank=True)

    objects = CardQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta(Reference.Meta):
        indexes = [models.Index(fields=["review_due_on"], name="cards_by_review")]

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        own = {"position": fields.get("position") or 0, "in_brief": fields.get("in_brief") or ""}
        return super().columns(fields) | own | {"shown_on": fields["shown_on"]}


class Clinic(Reference):
    """The clinic that runs this site. Every setting may be empty; the site then shows words that hold everywhere."""

    KIND = "clinic"
    fields = models.JSONField(default=dict)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return {"title": fields.get("name") or "clinic", "fields": dict(fields)}


class SearchWords(Reference):
    """How the search of a language understands readers: rows of `fields` as their form describes them."""

    KIND = "search"
    fields = models.JSONField(default=dict)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {"fields": dict(fields)}
