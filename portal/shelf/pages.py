"""Pages: what patients read, one child table a kind."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from portal.kinds.guide import STAGES
from portal.kinds.registry import YEARLY
from portal.shelf.addresses import HOME, Address, paper_address_of
from portal.shelf.findable import Findable, names_of
from portal.shelf.published import Columns, Published, PublishedQuerySet, Row, rules
from portal.text.phrases import pattern_of
from portal.text.references import Ref

_NAMED = models.Q(medical_name__gt="")


class PageQuerySet(PublishedQuerySet[Row]):
    """Reading pages."""

    def saying(self, phrases: Iterable[str]) -> list[Address]:
        """The addresses of pages that say one of the phrases, found by the rule by which the glossary marks them.

        Not by the database: SQLite tells "Ó" from "ó", and none of them knows where our words end.
        """
        pattern = pattern_of(phrases)
        if pattern is None:
            return []
        texts = self.values_list("language", "kind", "slug", "plain").iterator()
        return [(language, kind, slug) for language, kind, slug, plain in texts if pattern.search(plain)]

    def among(self, refs: Iterable[Ref]) -> Self:
        """Pages that one of the references names."""
        wanted = models.Q(pk__in=[])
        for ref in refs:
            wanted |= models.Q(kind=ref.kind, slug=ref.slug)
        return self.filter(wanted)

    def shown_in(self, country: str) -> Self:
        """Without the guides to the rules of another country; an empty country hides all that name one."""
        return self.exclude(pk__in=Guide.objects.exclude(country__in=("", country)).values("pk"))

    def with_medical_name(self) -> Self:
        return self.filter(_NAMED)

    def listed(self) -> Self:
        """Only what a list shows of a page; its words would be read for nothing."""
        return self.only(*self.model.LISTED)

    def by_kind(self, *kinds: str) -> Self:
        """Kind by kind in the order given, any other kind last; each by title."""
        places = (models.When(kind=kind, then=place) for place, kind in enumerate(kinds))
        return self.order_by(models.Case(*places, default=len(kinds)), "title", "slug")

    def weighed(self) -> dict[str, Any]:
        """The sums of the score sheet: how many pages, their grades, their words, and how many are reviewed today."""
        is_current = models.Q(reviewed_digest=models.F("edition__reading_digest"))
        is_reviewed = is_current & models.Q(review_due_on__gte=timezone.localdate())
        return self.order_by().aggregate(
            count=models.Count("pk"),
            average_grade=models.Avg("grade"),
            average_grade_raw=models.Avg("grade_raw"),
            hardest=models.Max("grade"),
            all_words=models.Sum("words"),
            all_sentences=models.Sum("sentences"),
            reviewed=models.Count("pk", filter=is_reviewed),
        )

    def hardest_first(self) -> Self:
        """By reading grade, the highest first."""
        return self.order_by("-grade", "title", "slug")

    def with_check(self) -> Self:
        """Pages that have questions by which readers can check what they took from them."""
        return self.exclude(check_items=[])

    def safety_pages(self) -> Self:
        """Pages that must have been reviewed by a clinician before a site goes live."""
        return self.filter(is_safety=True)


class Page(Published):
    """What all pages share. `summary` is for lists, `plain` for search, grades are Flesch-Kincaid school grades;
    `check_items` are the questions of its knowledge check.

    For the score sheet: how many words, sentences and words of the longest sentence it has, and how many findings about
    gains and about harms it weighs.
    """

    summary = models.CharField(max_length=300)
    short_answer = models.TextField(blank=True)
    medical_name = models.CharField(max_length=200, blank=True)
    lay_names = models.JSONField(default=list, blank=True)
    misspellings = models.JSONField(default=list, blank=True)
    asked_as = models.JSONField(default=list, blank=True)
    related = models.JSONField(default=list, blank=True)
    check_items = models.JSONField(default=list, blank=True)
    plain = models.TextField(blank=True)
    grade = models.FloatField(default=0)
    grade_raw = models.FloatField(default=0)
    words = models.PositiveIntegerField(default=0)
    sentences = models.PositiveIntegerField(default=0)
    longest_sentence = models.PositiveIntegerField(default=0)
    gains = models.PositiveSmallIntegerField(default=0)
    harms = models.PositiveSmallIntegerField(default=0)
    is_safety = models.BooleanField(default=False)

    # The fields that list findings about gains, and about harms.
    GAINS: ClassVar[str] = ""
    HARMS: ClassVar[str] = "harm_findings"
    LISTED: ClassVar[tuple[str, ...]] = (*Published.LISTED, "summary")

    objects = PageQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta:
        constraints = rules()
        indexes = [
            models.Index(fields=["language", "kind", "title", "slug"], name="pages_of_a_kind_by_title"),
            models.Index(fields=["language", "kind", "slug", "title"], name="titles_of_pages"),
            models.Index(fields=["review_due_on"], name="pages_by_review"),
            models.Index(fields=["language", "kind", "medical_name", "title"], condition=_NAMED, name="medical_names"),
            models.Index(
                fields=["language"],
                condition=models.Q(review_due_on__isnull=False),
                name="pages_that_have_been_reviewed",
            ),
        ]

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        names = ("summary", "short_answer", "medical_name")
        lists = ("lay_names", "misspellings", "asked_as", "related", "check_items")
        words = super().columns(fields) | {name: fields.get(name) or "" for name in names}
        weighed = {"gains": cls.counted(fields, cls.GAINS), "harms": cls.counted(fields, cls.HARMS)}
        is_safety = bool(fields.get("is_safety"))
        return words | {name: fields.get(name) or [] for name in lists} | weighed | {"is_safety": is_safety}

    @property
    def review_months(self) -> int:
        return min(YEARLY, super().review_months) if self.is_safety else super().review_months

    @property
    def pdf_address(self) -> str:
        return paper_address_of(self.language, self.ref)

    @property
    def large_pdf_address(self) -> str:
        return paper_address_of(self.language, self.ref, is_large=True)

    @property
    def codes(self) -> list[str]:
        """Codes of the classifications that it is found by."""
        return []

    def findable(self) -> Findable | None:
        """All but the first page, which is ways to the others."""
        if self.ref == HOME:
            return None
        names = names_of(self.title, self.medical_name, *self.lay_names, *self.asked_as, codes=self.codes)
        heads = tuple(heading["text"] for heading in self.edition.contents)
        gist, passages = (self.summary, self.short_answer), tuple(self.plain.splitlines())
        return Findable(names, heads, gist, passages, tuple(self.misspellings))

    @staticmethod
    def counted(fields: Mapping[str, Any], name: str) -> int:
        """How many findings a field lists; none where the kind has no such field."""
        return len(fields.get(name) or [])


class ArticleQuerySet(PageQuerySet[Row]):
    """Reading standing texts."""

    def standing(self) -> Self:
        """All but the first page, which has its own link everywhere."""
        return self.exclude(slug=HOME.slug).by_title()


class Article(Page):
    """A standing text: home, overview, about, privacy, accessibility, disclaimer."""

    KIND = "article"
    claims = models.JSONField(default=list, blank=True)

    objects = ArticleQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {"claims": fields.get("claims") or []}


class Condition(Page):
    """A condition, with its ICD-10-CM and SNOMED CT codes."""

    KIND = "condition"
    icd10 = models.JSONField(default=list, blank=True)
    snomed = models.JSONField(default=list, blank=True)

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {name: fields.get(name) or [] for name in ("icd10", "snomed")}

    @property
    def codes(self) -> list[str]:
        return [*self.icd10, *self.snomed]


class Benefit(Page):
    """A promise made for the surgery, tested: the claim, the verdict and the verdict in one sentence."""

    KIND = "benefit"
    GAINS = "findings"
    LISTED = (*Page.LISTED, "claim", "verdict", "verdict_line")
    claim = models.TextField()
    verdict = models.CharField(max_length=20)
    verdict_line = models.TextField()

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {name: fields[name] for name in ("claim", "verdict", "verdict_line")}


class Risk(Page):
    """A harm that can follow surgery."""

    KIND = "risk"
    HARMS = "findings"
    LISTED = (*Page.LISTED, "short_answer")


class GuideQuerySet(PageQuerySet[Row]):
    """Reading guides."""

    def along_the_way(self) -> Self:
        """In a patient's order: stage by stage, by position."""
        places = (models.When(stage=stage, then=place) for place, stage in enumerate(STAGES))
        return self.order_by(models.Case(*places, default=len(STAGES)), "position", "title", "slug")


class Guide(Page):
    """Help with one step, at one stage of a patient's way; `country` limits it to one country."""

    KIND = "guide"
    LISTED = (*Page.LISTED, "stage", "position")
    stage = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    country = models.CharField(max_length=2, blank=True)

    objects = GuideQuerySet[Self].as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    @classmethod
    def columns(cls, fields: Mapping[str, Any]) -> Columns:
        return super().columns(fields) | {
            "stage": fields["stage"],
            "position": fields.get("position") or 0,
            "country": fields.get("country") or "",
        }
