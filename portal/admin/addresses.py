"""Where the desk's screens are."""

from typing import Any

from django.urls import reverse

from portal.desk.documents import Document
from portal.desk.entries import ENTRIES
from portal.kinds.registry import Kind

ONE_DOCUMENT = (
    "change",
    "preview",
    "publishing",
    "joining",
    "withdraw",
    "review",
    "owner",
    "sharing",
    "history",
    "comparing",
)


def stem_of(kind: Kind) -> str:
    """The beginning of the names of a kind's screens, as Django's own lists expect it: "portal_riskdocument"."""
    return f"portal_{ENTRIES[kind.slug]._meta.model_name}"


def of_kind(kind: Kind, name: str) -> str:
    """The address of a screen of a whole kind: "changelist" or "add"."""
    return reverse(f"admin:{stem_of(kind)}_{name}")


def screen(document: Document, name: str, *more: Any) -> str:
    """The address of a screen of one document: "change", "publishing", "preview", "history" and so on."""
    return reverse(f"admin:{stem_of(document.kind_row)}_{name}", args=(document.pk, *more))


def links_of(document: Document) -> dict[str, str]:
    """The screens of one document by their names, with the texts of its newest and its live revision."""
    links = {name: screen(document, name) for name in ONE_DOCUMENT}
    pointers = {"newest": document.head_id, "live": document.live_id}
    return links | {name: screen(document, "revision", number) for name, number in pointers.items() if number}
