"""The list of pages for search engines: one file, or a file that names its parts."""

from django.contrib.sites.shortcuts import get_current_site
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.sitemaps import Pages
from portal.views.frame import whole_address
from portal.views.freshness import public_page

# Of a part in its address, and no other way to write it: caches keep what stands at each address.
NUMBER = "[1-9][0-9]{0,4}"
XML = "application/xml"


@public_page
def whole(request: HttpRequest) -> HttpResponse:
    """Every page; where those are too many for one file, the addresses of its parts.

    When a part has changed is not said: all pages would have to be read for it, and each of them says it for itself.
    """
    pages = Pages()
    if not pages.parts:
        return _pages_of(request, pages, 1)
    addresses = (reverse("sitemap-part", kwargs={"number": each}) for each in pages.parts)
    parts = [whole_address(request, address) for address in addresses]
    return _for_programs(render(request, "sitemap_index.xml", {"parts": parts}, content_type=XML))


@public_page
def part(request: HttpRequest, *, number: str) -> HttpResponse:
    """The pages of one part. Http404 for one that is not there; what is one file has no parts."""
    pages = Pages()
    if int(number) not in pages.parts:
        raise Http404("the sitemap has fewer parts")
    return _pages_of(request, pages, int(number))


def _pages_of(request: HttpRequest, pages: Pages, number: int) -> HttpResponse:
    found = pages.get_urls(number, get_current_site(request), request.scheme)
    return _for_programs(render(request, "sitemap.xml", {"urlset": found}, content_type=XML))


def _for_programs(response: HttpResponse) -> HttpResponse:
    """As Django's own: it is to be read, not to be found by readers."""
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response
