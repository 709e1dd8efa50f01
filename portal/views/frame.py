"""What stands around every page: the clinic's settings, the emergency card, the ways around, the notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kinds.registry import KINDS
from portal.shelf.pages import Article, Page
from portal.shelf.reference import Card, Clinic, Source, Term
from portal.views.remembered import current_language, remembered
from portal.views.ways import SHOWN, TOOLS


@dataclass(frozen=True)
class Way:
    """A link of the header or the foot; `line` says more of it where there is room."""

    address: str
    label: Any
    line: Any = ""


@dataclass(frozen=True)
class Frame:
    """Made once for each publication, in five queries whatever the site holds."""

    language: str
    clinic: Mapping[str, Any]
    help_card: Card | None
    ways: tuple[Way, ...]
    standing: tuple[Way, ...]
    tools: tuple[Way, ...]
    is_unreviewed: bool

    @property
    def home(self) -> str:
        return reverse("home")

    @property
    def site_name(self) -> str:
        return self.clinic.get("name") or _("Back surgery, in plain words")

    @property
    def country(self) -> str:
        return self.clinic.get("country") or ""

    @property
    def is_hidden(self) -> bool:
        """Whether the site was opened before its safety pages were reviewed, and search engines should stay away."""
        return settings.ACCEPT_UNREVIEWED


def whole_address(request: HttpRequest, address: str) -> str:
    """An address with the site's name before it, as it stands on paper and in what caches keep.

    The name is the clinic's own where SITE_URL says it. What a request calls the site is one of ALLOWED_HOSTS, but its
    port is whatever somebody wrote.
    """
    return f"{settings.SITE_URL}{address}" if settings.SITE_URL else request.build_absolute_uri(address)


def frame(request: HttpRequest) -> Frame:
    """The frame in the language of the address."""
    return remembered(request, "frame", _frame)


def _frame() -> Frame:
    language = current_language()
    clinic = Clinic.objects.in_language(language).first()
    pages, *others = (row.objects.in_language(language).kinds() for row in (Page, Term, Source))
    there = {row["kind"] for row in pages.union(*others)}
    has_pages = any(KINDS[kind].is_page for kind in there)
    return Frame(
        language=language,
        clinic=clinic.fields if clinic else {},
        help_card=Card.objects.in_language(language).shown_on("every_page").select_related("edition").first(),
        ways=tuple(Way(reverse(shown.address), shown.label) for kind, shown in SHOWN.items() if kind in there),
        standing=(
            *(Way(text.get_absolute_url(), text.title) for text in _standing(language)),
            *([Way(reverse("scores"), _("Score sheet"))] if has_pages else []),
        ),
        tools=tuple(
            Way(reverse(tool.address), tool.label, tool.line)
            for tool in TOOLS
            if there and (not tool.needs or tool.needs in there)
        ),
        is_unreviewed=not Page.objects.written_in(language).reviewed_as_they_read().exists(),
    )


def _standing(language: str) -> Any:
    return Article.objects.in_language(language).standing().only("language", "kind", "slug", "title")
