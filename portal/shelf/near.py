"""The pages that stand in a relation to a page, in either direction."""

from collections.abc import Iterator

from portal.shelf.pages import Page
from portal.shelf.published import Published

# One question instead of two: tables of relations and of pages know each other by addresses, not by keys, so Django
# would have to carry the addresses from one query into the next.
NEAR = """
SELECT page.id, page.language, page.kind, page.slug, page.title, page.summary, relation.how
FROM (
    SELECT how, used_kind AS kind, used_slug AS slug FROM portal_uses
    WHERE user_language = %(language)s AND user_kind = %(kind)s AND user_slug = %(slug)s AND how IN %(hows)s
    UNION
    SELECT how, user_kind AS kind, user_slug AS slug FROM portal_uses
    WHERE used_kind = %(kind)s AND used_slug = %(slug)s AND user_language = %(language)s AND how IN %(hows)s
) AS relation
JOIN portal_page AS page
    ON page.language = %(language)s AND page.kind = relation.kind AND page.slug = relation.slug
LEFT JOIN portal_guide AS guide ON guide.page_ptr_id = page.id
WHERE COALESCE(guide.country, '') IN ('', %(country)s) AND NOT (page.kind = %(kind)s AND page.slug = %(slug)s)
ORDER BY page.title, page.slug, relation.how
"""


def near(row: Published, *hows: str, country: str) -> Iterator[tuple[str, Page]]:
    """Published pages around a row, with how they are related, by title; one query. A page related twice comes twice.

    Guides to the rules of another country than `country` are left out. Only the columns that links need are read.
    """
    names = ", ".join(f"%(how_{number})s" for number in range(len(hows)))
    asked = {"language": row.language, "kind": row.kind, "slug": row.slug, "country": country}
    asked |= {f"how_{number}": how for number, how in enumerate(hows)}
    for page in Page.objects.raw(NEAR.replace("%(hows)s", f"({names})"), asked):
        yield page.how, page  # type: ignore[attr-defined]  # the last column
