"""Documents in a list of a screen: by their titles, with the way to each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.admin import addresses
from portal.desk.documents import Document
from portal.desk.titles import titles_of
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, address_of
from portal.shelf.uses import Address
from portal.text.references import Ref


@dataclass(frozen=True)
class Named:
    """`short_name` is "" unless another one in the list has the same title; `url` is "" where readers open no page;
    `address` leads to the desk's screen.
    """

    kind: Any
    title: str
    short_name: str
    url: str
    address: str


def named(users: Iterable[Address], anchors: dict[Address, str] | None = None) -> list[Named]:
    """The documents at these addresses, in their order; `anchors` say where on its page each one is looked at."""
    found = Document.objects.by_address(users)
    titles = titles_of(found.values())
    called = {address: titles[document.pk] for address, document in found.items()}
    times = Counter((address[1], title) for address, title in called.items())
    listed = []
    for address in users:
        language, kind, slug = address
        if address in found:
            url, anchor = address_of(language, Ref(kind, slug)), (anchors or {}).get(address)
            listed.append(
                Named(
                    kind=KINDS[kind].name,
                    title=called[address],
                    short_name=slug if times[kind, called[address]] > 1 and called[address] != slug else "",
                    url=f"{url}#{anchor}" if anchor else url,
                    address=addresses.screen(found[address], "change"),
                )
            )
    return listed


def title_at(language: str, ref: Ref) -> str:
    """What the document at one address is called, or its reference where there is none."""
    return next((one.title for one in named([_address(language, ref)])), str(ref))


def in_words(refs: Iterable[Ref], language: str) -> list[str]:
    """Documents as a sentence names them, “Another operation” (finding); what does not exist by its reference."""
    wanted = {ref: _address(language, ref) for ref in refs}
    found = Document.objects.by_address(wanted.values()) if wanted else {}
    titles = titles_of(found.values()) if found else {}
    return [
        f"“{titles[found[address].pk]}” ({KINDS[ref.kind].name})" if address in found else str(ref)
        for ref, address in wanted.items()
    ]


def _address(language: str, ref: Ref) -> Address:
    return (SHARED_LANGUAGE if KINDS[ref.kind].is_shared else language, ref.kind, ref.slug)
