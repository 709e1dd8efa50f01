"""Documents in a list of a screen: by their titles, with the way to each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.admin import addresses
from portal.desk.documents import Document
from portal.desk.titles import titles_of
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address, address_of
from portal.text.references import Ref


@dataclass(frozen=True)
class Named:
    """`short_name` is "" unless another one in the list has the same title; `url` is "" where readers open no page;
    `address` leads to the desk's screen.
    """

    ref: Ref
    kind: Any
    title: str
    short_name: str
    url: str
    address: str


def named(users: Iterable[Address], anchors: dict[Address, str] | None = None) -> list[Named]:
    """The documents at these addresses, in their order; `anchors` say where on its page each one is looked at."""
    users = list(users)
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
                    ref=Ref(kind, slug),
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


def in_words(refs: Iterable[Ref], language: str) -> dict[Ref, str]:
    """Documents as a sentence names them: “Another operation” (finding), with the short name where two would be named
    alike; what does not exist by its reference.
    """
    wanted = {ref: _address(language, ref) for ref in refs}
    listed = {one.ref: one for one in named(wanted.values())} if wanted else {}
    return {
        ref: f"“{one.title}” ({' '.join(filter(None, (str(one.kind), one.short_name)))})" if one else str(ref)
        for ref in wanted
        for one in [listed.get(ref)]
    }


def _address(language: str, ref: Ref) -> Address:
    return (SHARED_LANGUAGE if KINDS[ref.kind].is_shared else language, ref.kind, ref.slug)
