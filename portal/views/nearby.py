"""Which pages stand near a page: what treats it, what it treats, and what it names or is named by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.uses import Uses
from portal.text.references import Ref
from portal.views.ways import OTHER_TEXTS, SHOWN, TREATING

TREATS, RELATES = "treats", "relates"


@dataclass(frozen=True)
class Group:
    """Links under one heading; `name` tells the heading's id."""

    name: str
    heading: Any
    pages: list[Page]


def relations(page: Published) -> list[tuple[str, Ref]]:
    """What stands near, as (how, reference), in either direction."""
    return Uses.objects.around(page, TREATS, RELATES)


def nearby(page: Published, found: list[tuple[str, Ref]], pages: Mapping[Ref, Page]) -> list[Group]:
    """The published ones of `found`, in groups: treatments and conditions that belong together first, then by kind."""
    treating = {ref for how, ref in found if how == TREATS}
    groups = [_group("treating", TREATING.get(page.kind), treating, pages)]
    others = {ref for _how, ref in found} - treating - {page.ref}
    for kind, shown in SHOWN.items():
        groups.append(_group(kind, shown.nearby, {ref for ref in others if ref.kind == kind}, pages))
    groups.append(_group("article", OTHER_TEXTS, {ref for ref in others if ref.kind == "article"}, pages))
    return [group for group in groups if group.pages]


def _group(name: str, heading: Any, refs: set[Ref], pages: Mapping[Ref, Page]) -> Group:
    return Group(name, heading, sorted((pages[ref] for ref in refs if ref in pages), key=lambda page: page.title))
