"""System checks: mistakes of whoever builds or installs the portal, found before a reader finds them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from portal.kinds.registry import KINDS
from portal.shelf.pages import Page
from portal.shelf.reference import Card
from portal.shelf.rows import ROWS
from portal.text.references import LINKABLE

MEND_REVIEW = (
    "Have a clinician review them and record it in the admin, or set ACCEPT_UNREVIEWED=yes: "
    "the site then says so on every page and asks search engines to stay away."
)
MEND_PROXIES = (
    "Set PROXIES to the number of your own proxies that add to X-Forwarded-For, usually 1. Otherwise failed sign-ins "
    "of all staff are counted at one address, and a stranger who guesses can lock somebody out by name. All readers "
    "together then send as few messages, and get as few files of the visit kit, as one of them may."
)


@register()
def every_kind_is_whole(**kwargs: Any) -> list[CheckMessage]:
    """A kind needs a row class and, if it is read as a page, its templates; name what is missing."""
    faults: list[CheckMessage] = []
    for slug, kind in KINDS.items():
        if slug not in ROWS:
            faults.append(Error(f"The kind {slug!r} has no row class in portal/shelf.", id="portal.E001"))
        wanted = [f"content/{slug}.html"] * kind.is_rendered + [f"pages/{slug}.html"] * kind.is_page
        faults += [
            Error(f"The kind {slug!r} has no template templates/{name}.", id="portal.E002")
            for name in wanted
            if not _has_template(name)
        ]
    faults += [
        Error(f"Links cannot name the kind {slug!r}: add it to portal/text/references.py.", id="portal.E005")
        for slug, kind in KINDS.items()
        if kind.address and slug not in LINKABLE
    ]
    faults += [
        Error(f"The row class of {slug!r} belongs to no kind in portal/kinds/registry.py.", id="portal.E003")
        for slug in ROWS.keys() - KINDS.keys()
    ]
    return faults


def _has_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


@register(Tags.database)
def safety_pages_are_reviewed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """In production, cards and safety guides must have been reviewed by a clinician, or the clinic says it accepts."""
    if settings.DEBUG or not databases:
        return []
    try:
        waiting = unreviewed_safety_pages()
    except DatabaseError:  # no tables yet: this may be the very command that makes them
        return []
    if not waiting or settings.ACCEPT_UNREVIEWED:
        return []
    return [Error(f"{_named(waiting)} await clinical review.", hint=MEND_REVIEW, id="portal.E004")]


@register(Tags.security, deploy=True)
def proxies_are_counted(**kwargs: Any) -> list[CheckMessage]:
    """Whoever names the header in which a proxy says that the reader came by https has a proxy, and must count it.

    That is the only sign that says so for sure: a server may end https itself, so SITE_URL and the rest prove nothing.
    """
    if settings.SECURE_PROXY_SSL_HEADER is None or settings.PROXIES:
        return []
    words = "TRUSTED_PROXY_HEADER says that a proxy stands before the portal, and PROXIES that there is none."
    return [Doubt(words, hint=MEND_PROXIES, id="portal.W001")]


def unreviewed_safety_pages() -> list[str]:
    """Titles of the cards and safety guides that no clinician has signed as they read now."""
    rows = [*Card.objects.select_related("edition"), *Page.objects.safety_pages().select_related("edition")]
    return sorted(row.title for row in rows if row.review_state in ("awaiting", "changed"))


def refuse_unreviewed() -> None:
    """Called when a production server starts. Raises ImproperlyConfigured while safety pages await review."""
    if settings.DEBUG or settings.ACCEPT_UNREVIEWED:
        return
    waiting = unreviewed_safety_pages()
    if waiting:
        raise ImproperlyConfigured(f"{_named(waiting)} await clinical review. {MEND_REVIEW}")


def _named(titles: list[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)
