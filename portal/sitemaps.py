"""The list of pages for search engines: every published page of every language."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from portal.shelf.pages import Page
from portal.shelf.reference import Clinic


class Pages(Sitemap):
    """Patient pages with the day of their last change. Guides to another country's rules are left out."""

    def items(self) -> QuerySet[Page]:
        clinic = Clinic.objects.first()
        country = (clinic.fields if clinic else {}).get("country") or ""
        return Page.objects.shown_in(country).order_by("language", "kind", "slug")

    def lastmod(self, item: Page) -> datetime:
        return item.changed_at


SITEMAPS = {"pages": Pages}
