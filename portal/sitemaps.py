"""The list of pages for search engines: every published page of every language, in parts where there are many."""

from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import QuerySet

from portal.shelf.pages import Page
from portal.shelf.reference import Clinic

COLUMNS = ("language", "kind", "slug", "changed_at")


class Pages(Sitemap):
    """Patient pages with the day of their last change. Guides to another country's rules are left out."""

    # Pages of one part: some 300 kB, so that caches keep it like any page, and search engines would take 50,000.
    limit = 2_000

    @cached_property
    def paginator(self) -> "Paginator[Page]":
        """The parts, counted from 1; counted once, for whoever asks this for several."""
        return Paginator(self.items(), self.limit)

    @property
    def parts(self) -> range:
        """The numbers of the parts that have addresses of their own: none where one part has room for everything."""
        number = self.paginator.num_pages
        return range(1, number + 1) if number > 1 else range(0)

    def items(self) -> QuerySet[Page]:
        clinic = Clinic.objects.first()
        country = (clinic.fields if clinic else {}).get("country") or ""
        return Page.objects.shown_in(country).only(*COLUMNS).order_by("language", "kind", "slug")

    def get_protocol(self, protocol: str | None = None) -> str:
        """The clinic's own where SITE_URL says it, as in every full address (`frame.whole_address`)."""
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        """The name of the site, from the same place."""
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)

    def lastmod(self, item: Page) -> datetime:
        return item.changed_at
