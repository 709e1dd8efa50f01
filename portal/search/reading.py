"""Reading the index. Each question reads it some five times, and to compose SQL anew would take longer than that."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from portal.shelf.addresses import SHARED_LANGUAGE

COUNTED = "SELECT stem, MAX(entries) FROM portal_word WHERE language = %s AND stem IN ({marks}) GROUP BY stem"
TEXTS = "SELECT id, stems FROM portal_entry WHERE id IN ({marks})"
SHOWN = "SELECT id, language, kind, slug, title, stems, summary, passages FROM portal_entry WHERE id IN ({marks})"
SAID = """
SELECT edition.text_digest FROM portal_searchwords words JOIN portal_edition edition ON edition.id = words.edition_id
WHERE words.language IN (%s, %s) ORDER BY words.slug
"""


class Shown(NamedTuple):
    """What is needed of an entry to show it among what was found; see Entry."""

    key: int
    language: str
    kind: str
    slug: str
    title: str
    stems: str
    summary: str
    passages: str


def rows(sql: str, values: Iterable[Any]) -> list[Any]:
    """What a query answers, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def counted(language: str, stems: Iterable[str]) -> dict[str, int]:
    """In how many entries stems stand, each by its most common word; those that stand in none are left out."""
    wanted = list(stems)
    return dict(rows(COUNTED.format(marks=marks(wanted)), [language, *wanted])) if wanted else {}


def texts(keys: Iterable[int]) -> Mapping[int, str]:
    """The stems of the texts of some entries, by their keys."""
    wanted = list(keys)
    return dict(rows(TEXTS.format(marks=marks(wanted)), wanted)) if wanted else {}


def shown(keys: Iterable[int]) -> list[Shown]:
    """Some entries to be shown, in the order of their keys. One that was withdrawn meanwhile is gone."""
    wanted = list(keys)
    found = {row[0]: Shown(*row) for row in rows(SHOWN.format(marks=marks(wanted)), wanted)} if wanted else {}
    return [found[key] for key in wanted if key in found]


def digests_of_search_words(language: str) -> tuple[str, ...]:
    """Of each document that says how a language is searched, the digest of its published text."""
    return tuple(digest for (digest,) in rows(SAID, [language, SHARED_LANGUAGE]))


def marks(values: Iterable[Any]) -> str:
    """Placeholders for values in a query."""
    return ", ".join("%s" for _value in values)
