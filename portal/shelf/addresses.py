"""Where each published document is found on the public site."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.urls import resolve
from django.utils.translation import override

from portal.kinds.registry import KINDS, SHARED
from portal.text.references import Ref

Address = tuple[str, str, str]  # language, kind, short name

SHARED_LANGUAGE = SHARED
AT_THE_TOP = "/{slug}/"
HOME = Ref("article", "home")


def address_of(language: str, ref: Ref) -> str:
    """The public path of a document, such as "/conditions/slipped-disc/" or "/glossary/#term-fusion".

    Language comes only from the address: the default language has no prefix, any other has its code.
    Kinds without a page of their own (findings, pictures, cards, the clinic) have the empty address.
    """
    pattern = KINDS[ref.kind].address
    if not pattern:
        return ""
    prefix = "" if language in (settings.LANGUAGE_CODE, SHARED_LANGUAGE) else f"/{language}"
    return prefix + ("/" if ref == HOME else pattern.format(slug=ref.slug))


def is_of_the_site(ref: Ref) -> bool:
    """Whether the site itself uses the address that a standing text would have, such as "/glossary/" or "/de/"."""
    pattern = KINDS[ref.kind].address
    if pattern != AT_THE_TOP:
        return False
    with override(settings.LANGUAGE_CODE):
        return ref.slug in dict(settings.LANGUAGES) or resolve(pattern.format(slug=ref.slug)).url_name != ref.kind


def paper_address_of(language: str, ref: Ref, *, is_large: bool = False) -> str:
    """The public path of a page as a PDF, such as "/conditions/slipped-disc.pdf", or ".large.pdf" in large print.

    The first page, which is ways to other pages, has none: the empty address.
    """
    if ref == HOME:
        return ""
    return address_of(language, ref).removesuffix("/") + (".large.pdf" if is_large else ".pdf")


def comparison_address_of(language: str, ref: Ref) -> str:
    """The public path of a page's choices on one sheet, such as "/decisions/slipped-disc.comparison.pdf"."""
    return address_of(language, ref).removesuffix("/") + ".comparison.pdf"


def by_place(addresses: Iterable[Address], prefix: str = "") -> dict[tuple[str, str], Q]:
    """A condition for each language and kind that finds the rows at these addresses; `prefix` is of their columns."""
    slugs: dict[tuple[str, str], list[str]] = {}
    for language, kind, slug in addresses:
        slugs.setdefault((language, kind), []).append(slug)
    names = [f"{prefix}{name}" for name in ("language", "kind", "slug__in")]
    return {place: Q(**dict(zip(names, (*place, some), strict=True))) for place, some in slugs.items()}


def at_any(addresses: Iterable[Address], prefix: str = "") -> Q:
    """One condition for the rows at any of these addresses; it finds nothing where there are none."""
    return reduce(or_, by_place(addresses, prefix).values(), Q(pk__in=[]))
