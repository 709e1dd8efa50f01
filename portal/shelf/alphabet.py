"""The A–Z: each name under which a reader may look for a page or a word, with the letter under which it stands."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from django.db import models

from portal.shelf.pages import Guide, Page
from portal.shelf.published import Published
from portal.shelf.reference import Term

# Where names stand that begin with a digit or a sign.
SIGNS = "#"
# Signs of a key; an index of PostgreSQL takes 2,700 bytes, and a sign has up to four.
LONGEST_KEY = 600


def folded(words: str) -> str:
    """Words as they are put in order: without capitals, accents, and the signs before them. "“Écart”" is "ecart”"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))
    at = next((at for at, sign in enumerate(bare) if sign.isalnum()), 0)
    return " ".join(bare[at:].split())


def letter_of(words: str) -> str:
    """The letter under which words stand, as a capital; `SIGNS` where they begin with none."""
    first = folded(words)[:1]
    return first.upper()[:1] if first.isalpha() else SIGNS


class NameQuerySet(models.QuerySet["Name"]):
    """Reading the A–Z."""

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def shown_in(self, country: str) -> Self:
        """Without the guides to the rules of another country; an empty country hides all that name one."""
        elsewhere = Guide.objects.exclude(country__in=("", country)).values("pk")
        return self.exclude(page__isnull=False, page__in=elsewhere)

    def under(self, letter: str) -> Self:
        return self.filter(letter=letter)

    def different(self) -> "models.QuerySet[Name, str]":
        """Each different name once, in order: as many as a list of them has lines. The index alone answers it."""
        return self.order_by("key").values_list("key", flat=True).distinct()

    def called(self, keys: Iterable[str]) -> Self:
        """The names with one of these `keys`, in order, a page's own title before what else is called the same."""
        # As values: PostgreSQL reads all names for keys that it has to ask for on the way.
        return self.filter(key__in=list(keys)).order_by("key", "-is_title", "pk")

    def letters(self) -> dict[str, int]:
        """How many different names stand under each letter that has any."""
        counted = self.order_by().values("letter").annotate(names=models.Count("key", distinct=True))
        return dict(counted.values_list("letter", "names"))

    def targets(self) -> Any:
        """The names with what they lead to, without reading whole pages."""
        return self.values(*("key", "words", "is_title", "page__kind", "page__slug", "page__title", "term__slug"))


class Name(models.Model):
    """One name of a page or of a word of the glossary. `key` is the name as it is put in order."""

    language = models.CharField(max_length=12)
    letter = models.CharField(max_length=1)
    key = models.CharField(max_length=800)
    words = models.CharField(max_length=400)
    is_title = models.BooleanField(default=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, null=True, related_name="+")

    objects = NameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, term__isnull=True)
                | models.Q(page__isnull=True, term__isnull=False),
                name="a_name_leads_to_a_page_or_a_word",
            ),
        ]
        # With the page, which says whether a name is shown: so names are counted and put in order by the index alone.
        indexes = [models.Index(fields=["language", "letter", "key", "page"], name="names_in_order")]

    def __str__(self) -> str:
        return self.words


def enter(rows: Sequence[Published]) -> None:
    """Put the names of saved pages and words into the A–Z, in place of those that they had there."""
    pages = [row for row in rows if isinstance(row, Page)]
    terms = [row for row in rows if isinstance(row, Term)]
    Name.objects.filter(page__in=[page.pk for page in pages]).delete()
    Name.objects.filter(term__in=[term.pk for term in terms]).delete()
    Name.objects.bulk_create([name for page in pages for name in _names(page, page.language, page_id=page.pk)])
    Name.objects.bulk_create([name for term in terms for name in _names(term, term.language, term_id=term.pk)])


def _names(row: Page | Term, language: str, **leads_to: int) -> Iterator[Name]:
    """The names of one row, each once however it is spelled."""
    others: Iterable[str] = (row.medical_name, *row.lay_names) if isinstance(row, Page) else ()
    seen = {""}
    for number, words in enumerate((row.title, *others)):
        key = folded(words)[:LONGEST_KEY]
        if key in seen:
            continue
        seen.add(key)
        yield Name(language=language, letter=letter_of(words), key=key, words=words, is_title=number == 0, **leads_to)
