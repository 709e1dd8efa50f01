"""Pages as files to print or to keep: the words of the page and of what stands around it, as PDF/UA-1."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string, select_template
from django.utils.translation import gettext as _

from portal.paper.photos import addresses_of
from portal.paper.setting import Sheet, pdf
from portal.shelf.addresses import comparison_address_of, paper_address_of
from portal.shelf.published import Published
from portal.shelf.uploads import PictureFile
from portal.text.references import Ref
from portal.views.comparing import CHOICES, comparison_of, one_address_for
from portal.views.frame import Frame, whole_address
from portal.views.freshness import public_page
from portal.views.pages import answer


@public_page
def on_paper(request: HttpRequest, *, kind: str, slug: str, is_large: bool) -> HttpResponse:
    """A published page as a PDF, or where it has gone."""
    show = partial(_as_pdf, is_large=is_large)
    return answer(request, Ref(kind, slug), show, partial(paper_address_of, is_large=is_large))


def _as_pdf(request: HttpRequest, page: Published, around: Frame, *, is_large: bool) -> HttpResponse:
    sheet = sheet_of(page, around, whole_address(request, page.get_absolute_url()), is_large=is_large)
    ending = "-large-print" if is_large else ""
    return _file(sheet, f"{page.slug}{ending}.pdf", around)


@public_page
def comparison_on_paper(request: HttpRequest, *, kind: str, slug: str) -> HttpResponse:
    """The choices of a page side by side on one sheet, or where the page has gone."""
    return answer(request, Ref(kind, slug), _comparison_as_pdf, comparison_address_of)


def _comparison_as_pdf(request: HttpRequest, page: Published, around: Frame) -> HttpResponse:
    comparison = comparison_of(page, request.GET)
    if comparison is None:
        raise Http404("no choices to compare")
    query = one_address_for(comparison, request.GET)
    # Some programs write a comma as "%2C" or "%2c", and would never arrive.
    asked = request.META.get("QUERY_STRING", "").replace("%2C", ",").replace("%2c", ",")
    if asked != query.removeprefix("?"):
        return redirect(f"{page.comparison_address}{query}")
    address = whole_address(request, page.get_absolute_url())
    shown = f"{address}?{CHOICES}={comparison.chosen}"
    context = {"frame": around, "page": page, "address": shown, "comparison": comparison, "is_sheet": True}
    html = render_to_string("paper/comparison.html", context)
    sheet = sheet_with(html, around, address, title=page.title, changed_at=page.changed_at)
    return _file(replace(sheet, is_landscape=True), f"{page.slug}-choices.pdf", around)


def _file(sheet: Sheet, name: str, around: Frame) -> HttpResponse:
    response = HttpResponse(pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    # The web page is the one to be found.
    response["Link"] = f'<{sheet.address}>; rel="canonical"'
    if around.is_hidden:
        response["X-Robots-Tag"] = "noindex"
    return response


def sheet_of(page: Published, around: Frame, address: str, *, is_large: bool) -> Sheet:
    """All that goes on paper of a page found at the full address `address`."""
    context = {"frame": around, "page": page, "address": address, "comparison": comparison_of(page, QueryDict())}
    html = select_template([f"paper/{page.kind}.html", "paper/page.html"]).render(context)
    sheet = sheet_with(html, around, address, title=page.title, changed_at=page.changed_at)
    return replace(sheet, is_large=is_large)


def sheet_with(html: str, around: Frame, address: str, *, title: str, changed_at: datetime) -> Sheet:
    """A sheet of any sort, with the site and the language around it; `address` is full, and printed at the foot."""
    return Sheet(
        html=html,
        title=title,
        site=str(around.site_name),
        language=around.language,
        address=address,
        # Translators: keep both names in braces as they are.
        counting=_("{page} of {pages}"),
        changed_at=changed_at,
        photos=PictureFile.objects.contents(addresses_of(html)) if "<img" in html else {},
    )
