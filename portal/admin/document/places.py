"""Where readers meet a document: on its own page, or at a place of each page that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from portal.desk.titles import titles_at
from portal.kinds.registry import KINDS
from portal.shelf.addresses import Address, address_of, at_any
from portal.shelf.pages import Page
from portal.shelf.uses import READ, Uses
from portal.text.references import Ref

# How the elements that draw a document of these kinds are named on a page, its short name behind.
STEMS = {"finding": ("finding-", "result-"), "picture": ("picture-",)}


@dataclass(frozen=True)
class Place:
    """A page that readers can open, and the element on it that shows the document, "" where it has no name."""

    ref: Ref
    url: str
    title: str = ""
    anchor: str = ""

    @property
    def way(self) -> str:
        """The end of a preview's address that leads here."""
        return "?" + urlencode({"on": str(self.ref)}) + (f"#{self.anchor}" if self.anchor else "")


def places_of(shown: Any) -> list[Place]:
    """Where readers meet a document or public row; the pages that include it, if it has none of its own."""
    url, _hash, anchor = address_of(shown.language, shown.ref).partition("#")
    if url:
        return [Place(shown.ref, url, anchor=anchor)]
    users = [user for user in Uses.objects.of(shown).how(*READ).users() if KINDS[user[1]].is_page]
    titles, anchors = titles_at(users), anchors_on(users, shown.ref)
    places = ((user, Ref(user[1], user[2])) for user in users)
    return [
        Place(ref, address_of(user[0], ref), titles.get(user, ref.slug), anchors.get(user, "")) for user, ref in places
    ]


def anchors_on(pages: Iterable[Address], ref: Ref) -> dict[Address, str]:
    """On which element each of these published pages shows the document first, where it has a name."""
    wanted, names = set(pages), [stem + ref.slug for stem in STEMS.get(ref.kind, ())]
    if not wanted or not names:
        return {}
    rows = Page.objects.filter(at_any(wanted)).order_by()
    found = {}
    for *place, html in rows.values_list("language", "kind", "slug", "edition__html"):
        there = [(html.index(f'id="{name}"'), name) for name in names if f'id="{name}"' in html]
        if there:
            found[place[0], place[1], place[2]] = min(there)[1]
    return found
