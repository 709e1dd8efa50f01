"""Renaming: a file that names its former short name in `aliases` is the same document at another address."""

from collections.abc import Collection, Iterable

from django.db import transaction

from portal.desk.documents import Document
from portal.desk.exchange.files import ContentFile, Tree
from portal.kinds.registry import KINDS
from portal.search.indexing import forget, index
from portal.shelf.addresses import Address
from portal.shelf.moved import Moved
from portal.shelf.rows import ROWS
from portal.shelf.uses import LINKS, Uses
from portal.text.faults import Fault
from portal.text.references import Ref

OWN_NAME = "aliases names “{slug}”, which is its own short name; take it out"
TWO_FILES = "aliases names “{slug}”, which is a file of its own; delete that file, or take the name out"
TWO_DOCUMENTS = (
    "aliases names “{slug}”, which is a published page of its own; withdraw that page first, or take the name out"
)
TWO_HEIRS = "aliases names “{slug}”, as {other} does; only one of them can be its new name, so take one out"


class LeftBehind(Exception):
    """A renaming that was refused, because other pages still name the old short name; its text lists them."""


def renames(tree: Tree, known: Collection[Address], live: Collection[Address]) -> dict[Address, Address]:
    """The addresses of files that are known documents under a former name, each with the old address.

    What cannot be is added to the faults of the tree: a former name that is still a file or a published document, or
    one that two files claim.
    """
    found: dict[Address, Address] = {}
    claimed: dict[Address, ContentFile] = {}
    for file in tree.files:
        language, kind, _slug = file.address
        for slug, line in file.aliases.items():
            old = (language, kind, slug)
            message = ""
            if old == file.address:
                message = OWN_NAME.format(slug=slug)
            elif old in claimed:
                message = TWO_HEIRS.format(slug=slug, other=f"content/{claimed[old].path}")
            elif old in tree.addresses:
                message = TWO_FILES.format(slug=slug)
            elif old in known and file.address not in known and file.address not in found:
                found[file.address] = old
            elif old in live:
                message = TWO_DOCUMENTS.format(slug=slug)
            claimed[old] = file
            if message:
                tree.faults.append((file.path, Fault(line, message)))
    return found


@transaction.atomic
def rename(document: Document, slug: str) -> None:
    """Give a document another short name: its public row keeps its key, and its old address leads to the new one."""
    old = document.ref
    document.slug = slug
    document.save(update_fields=["slug"])
    row = ROWS[document.kind].objects.at(document.language, old).first()
    if row is None:
        return
    Uses.objects.by(row).update(user_slug=slug)
    row.slug = slug
    row.save(update_fields=["slug"])
    forget(document.language, old)
    index([row])
    if KINDS[document.kind].is_page:
        Moved.lead(document.language, old, document.ref)


def refuse_left_behind(renamed: Iterable[tuple[Address, Ref]]) -> None:
    """Raise LeftBehind where a published document still includes or relates to a former name: readers would miss it."""
    faults = [
        f"{kind}:{slug} still names {old_kind}:{old_slug}, which is {new} now; write that in its file, and load again"
        for (language, old_kind, old_slug), new in renamed
        for _language, kind, slug in Uses.objects.of_address(language, Ref(old_kind, old_slug))
        .exclude(how=LINKS)
        .users()
    ]
    if faults:
        raise LeftBehind("\n".join(faults))
