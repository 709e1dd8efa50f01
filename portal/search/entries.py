"""The index as rows: an entry for each page and word that can be found, and every word that they hold."""

from collections.abc import Iterable, Mapping
from typing import Self

from django.db import connection, models

from portal.shelf.addresses import address_of
from portal.text.references import Ref
from portal.text.tokens import stem

AT_ONCE = 500
# Django cannot say that an old number and a new one add up.
ADD = """
INSERT INTO portal_word (language, word, stem, entries) VALUES {values}
ON CONFLICT (language, word) DO UPDATE SET entries = portal_word.entries + excluded.entries
"""
# The word that stands in every entry, so that its row tells how many entries there are.
ANY = ""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reading the index."""

    def at(self, language: str, kind: str, slugs: Iterable[str]) -> Self:
        return self.filter(language=language, kind=kind, slug__in=list(slugs))

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)


class Entry(models.Model):
    """What can be found of one published page or word. Names the address, so that it outlives no row by a key.

    `names`, `heads`, `gist` and `stems` hold stems between blanks, a phrase or passage a line: what it is called
    (title, other names, wrong spellings, codes), its headings, its summary, its text. `passages` is the text as readers
    see it, line by line beside `stems`, `summary` what to show where none of it answers. `words` are all its folded
    words, each once.
    """

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=400)
    country = models.CharField(max_length=2, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    names = models.TextField()
    heads = models.TextField(blank=True)
    gist = models.TextField(blank=True)
    stems = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    passages = models.TextField(blank=True)
    words = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "kind", "slug"], name="one_entry_per_address")]

    def __str__(self) -> str:
        return f"{self.language}/{self.kind}/{self.slug}"

    def get_absolute_url(self) -> str:
        return address_of(self.language, self.ref)

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.slug)


class WordQuerySet(models.QuerySet["Word"]):
    """Reading the words."""

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def add(self, language: str, counted: Mapping[str, int]) -> None:
        """Let folded words stand in so many more entries; new ones get their row."""
        rows = [(language, word, stem(word, language), more) for word, more in counted.items()]
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            values = ", ".join(["(%s, %s, %s, %s)"] * len(some))
            with connection.cursor() as cursor:
                cursor.execute(ADD.format(values=values), [value for row in some for value in row])

    def spelled(self, words: Iterable[str]) -> Self:
        return self.filter(word__in=list(words))

    def stemmed(self, stems: Iterable[str]) -> Self:
        return self.filter(stem__in=set(stems))


class Word(models.Model):
    """One folded word of a language, its stem, and how many entries hold it."""

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    entries = models.PositiveIntegerField(default=0)

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="one_row_per_word_of_a_language"),
            models.CheckConstraint(condition=models.Q(entries__gte=1), name="a_word_stands_in_an_entry"),
        ]
        indexes = [models.Index(fields=["language", "stem"], name="words_by_their_stem")]

    def __str__(self) -> str:
        return self.word
