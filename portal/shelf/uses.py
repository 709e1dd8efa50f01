"""Who uses what: one row for each document that another includes, links to or names in its front matter."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import connection, models

from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address, at_any
from portal.text.references import Ref

INCLUDES = "includes"
MEETS = "meets"
LINKS = "links"
# What the reader reads as part of the page.
READ = (INCLUDES, MEETS)
# A page includes a finding, a finding its source: nothing reaches further down.
LEVELS = 3


class UsesQuerySet(models.QuerySet["Uses"]):
    """Reading inclusions and links, from either end."""

    def of(self, used: Any) -> Self:
        """Rows that use this document."""
        return self.of_address(used.language, Ref(used.kind, used.slug))

    def of_address(self, language: str, used: Ref) -> Self:
        """Rows that use what is, or was, at this address; what is shared by all languages is used from each."""
        rows = self.filter(used_kind=used.kind, used_slug=used.slug)
        return rows if language == SHARED_LANGUAGE else rows.filter(user_language=language)

    def by(self, user: Any) -> Self:
        """Rows for what this document uses."""
        return self.filter(user_language=user.language, user_kind=user.kind, user_slug=user.slug)

    def by_any(self, users: Iterable[Address]) -> Self:
        """Rows for what one of these documents uses."""
        return self.filter(at_any(users, "user_"))

    def pointing(self) -> Self:
        """Rows that point readers to another page, by a link or in front matter, without holding its words."""
        return self.exclude(how__in=READ)

    def outliving(self) -> Self:
        """Rows whose user can be rendered again without what it uses: words marked by themselves, links, relations."""
        return self.exclude(how=INCLUDES)

    def how(self, *names: str) -> Self:
        return self.filter(how__in=names)

    def users(self) -> Iterable[Address]:
        """The distinct users, as (language, kind, slug), in a stable order."""
        columns = ("user_language", "user_kind", "user_slug")
        return self.order_by(*columns).values_list(*columns).distinct()

    def users_of(self, used: Iterable[Address]) -> dict[Address, list[Address]]:
        """For each of these documents that has users, their addresses; one query a language and kind."""
        found: dict[Address, list[Address]] = {}
        slugs: dict[tuple[str, str], list[str]] = {}
        for language, kind, slug in used:
            slugs.setdefault((language, kind), []).append(slug)
        columns = ("used_slug", "user_language", "user_kind", "user_slug")
        for (language, kind), some in slugs.items():
            rows = self.filter(used_kind=kind, used_slug__in=some)
            rows = rows if language == SHARED_LANGUAGE else rows.filter(user_language=language)
            for slug, *user in rows.order_by(*columns).values_list(*columns).distinct():
                found.setdefault((language, kind, slug), []).append((user[0], user[1], user[2]))
        return found


class Uses(models.Model):
    """`how` is "includes" (named in the page and read as part of it), "meets" (read as part of it without being named:
    words of the glossary, details of the clinic), "links", or a relation such as "treats".

    Addresses, not keys: a page may link to one that is not published yet, and the row outlives both.
    """

    user_language = models.CharField(max_length=12)
    user_kind = models.CharField(max_length=20)
    user_slug = models.CharField(max_length=80)
    how = models.CharField(max_length=20)
    used_kind = models.CharField(max_length=20)
    used_slug = models.CharField(max_length=80)

    objects = UsesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user_language", "user_kind", "user_slug", "how", "used_kind", "used_slug"],
                name="a_use_is_noted_once",
            )
        ]
        indexes = [
            # With the user in it SQLite takes this one, and not the constraint's, which begins with a language.
            models.Index(
                fields=["used_kind", "used_slug", "how", "user_language", "user_kind", "user_slug"],
                name="uses_by_what_is_used",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_kind}:{self.user_slug} {self.how} {self.used_kind}:{self.used_slug}"

    @classmethod
    def note(cls, uses: Iterable[tuple[Address, str, Ref]]) -> None:
        """Note many uses by their user, how, and what is used.

        Not as objects: a page has twenty, and making those would take as long as laying everything else of it.
        """
        names = [field.attname for field in cls._meta.concrete_fields if not field.primary_key]
        places = ", ".join(["%s"] * len(names))
        insert = f"INSERT INTO {cls._meta.db_table} ({', '.join(names)}) VALUES ({places})"  # noqa: S608  names of ours
        with connection.cursor() as cursor:
            cursor.executemany(insert, [(*user, how, used.kind, used.slug) for user, how, used in uses])


def read_in(pages: Iterable[Address]) -> dict[Address, set[Address]]:
    """For each page everything that is read as part of it, and as part of that. The queries do not grow with them."""
    pages = list(pages)
    direct: dict[Address, set[Address]] = {}
    waiting = set(pages)
    for _level in range(LEVELS):
        rows = Uses.objects.how(*READ).by_any(waiting) if waiting else ()
        direct |= {user: set() for user in waiting}
        for use in rows:
            language = SHARED_LANGUAGE if KINDS[use.used_kind].is_shared else use.user_language
            user = use.user_language, use.user_kind, use.user_slug
            direct[user].add((language, use.used_kind, use.used_slug))
        waiting = {one for user in waiting for one in direct[user]} - direct.keys()
    return {page: _reached(page, direct) for page in pages}


def _reached(page: Address, direct: Mapping[Address, set[Address]]) -> set[Address]:
    seen: set[Address] = set()
    waiting = set(direct[page])
    while waiting:
        one = waiting.pop()
        seen.add(one)
        waiting |= direct.get(one, set()) - seen
    return seen
