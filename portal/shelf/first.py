"""The first pages of several kinds, by title."""

from collections.abc import Iterable

from portal.shelf.pages import Page

# Each part ends as soon as it has enough, along the index of titles. Django cannot put a limit on the parts of a union.
PART = """
SELECT * FROM (
    SELECT id, language, kind, slug, title, summary FROM portal_page
    WHERE language = %s AND kind = %s ORDER BY title, slug LIMIT %s
) AS part_{number}"""


def first_of_each(kinds: Iterable[str], language: str, most: int) -> list[Page]:
    """The first `most` pages of each of these kinds, kind by kind in the order given; one query.

    Not for kinds whose pages may be those of another country (guides).
    """
    wanted = list(kinds)
    asked = " UNION ALL ".join(PART.format(number=number) for number in range(len(wanted)))
    found = list(Page.objects.raw(asked, [each for kind in wanted for each in (language, kind, most)]))
    return sorted(found, key=lambda page: wanted.index(page.kind))
