"""Which pages stand near a page: what treats it, what it treats, and what it names or is named by."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.shelf.near import near
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.views.ways import OTHER_TEXTS, SHOWN, TREATING

TREATS, RELATES = "treats", "relates"


@dataclass(frozen=True)
class Group:
    """Links under one heading; `name` tells the heading's id."""

    name: str
    heading: Any
    pages: list[Page]


def nearby(page: Published, country: str) -> list[Group]:
    """What stands near, in groups: treatments and conditions that belong together first, then the others by kind."""
    found = list(near(page, TREATS, RELATES, country=country))
    treating = {other.ref: other for how, other in found if how == TREATS}
    others = {other.ref: other for _how, other in found if other.ref not in treating}
    groups = [Group("treating", TREATING.get(page.kind), list(treating.values()))]
    groups += [Group(kind, shown.nearby, _of(kind, others.values())) for kind, shown in SHOWN.items()]
    groups.append(Group("article", OTHER_TEXTS, _of("article", others.values())))
    return [group for group in groups if group.pages]


def _of(kind: str, pages: Iterable[Page]) -> list[Page]:
    return [page for page in pages if page.kind == kind]
