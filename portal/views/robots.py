"""What search engines are told."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.views.frame import whole_address
from portal.views.freshness import public_page


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt. A site that wants no search engines says so on its pages, so they must be allowed to read them."""
    sitemap = whole_address(request, reverse("sitemap"))
    lines = ("User-agent: *", "Disallow: /admin/", "", f"Sitemap: {sitemap}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
