"""What every screen of one document shows around its own matter."""

from typing import Any

from django.http import HttpRequest

from portal.admin import addresses
from portal.desk.documents import Document
from portal.desk.states import states_of
from portal.desk.titles import title_of
from portal.shelf.addresses import address_of


def context_of(entry: Any, request: HttpRequest, document: Document, name: str) -> dict[str, Any]:
    """The admin's frame, the way back, the document's state; `name` is what this screen is for."""
    title = title_of(document)
    return {
        **entry.admin_site.each_context(request),
        "title": title,
        "subtitle": name,
        "opts": entry.opts,
        "kind": document.kind_row,
        "document": document,
        "states": list(states_of(document)),
        "links": addresses.links_of(document),
        "list_url": addresses.of_kind(document.kind_row, "changelist"),
        "public_url": public_url(document),
    }


def public_url(document: Document) -> str:
    """Where readers find it, or "". The number makes the browser ask anew instead of showing a page that it kept."""
    address, _hash, anchor = address_of(document.language, document.ref).partition("#")
    if not document.live_id or not address:
        return ""
    return f"{address}?revision={document.live_id}" + (f"#{anchor}" if anchor else "")
