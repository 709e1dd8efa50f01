"""Pages as files to print or to keep: the words of the page and of what stands around it, as PDF/UA-1."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.loader import select_template
from django.utils.translation import gettext as _

from portal.paper.photos import addresses_of
from portal.paper.setting import Sheet, pdf
from portal.shelf.addresses import paper_address_of
from portal.shelf.published import Published
from portal.shelf.uploads import PictureFile
from portal.text.references import Ref
from portal.views.frame import Frame
from portal.views.freshness import public_page
from portal.views.pages import answer


@public_page
def on_paper(request: HttpRequest, *, kind: str, slug: str, is_large: bool) -> HttpResponse:
    """A published page as a PDF, or where it has gone."""
    show = partial(_as_pdf, is_large=is_large)
    return answer(request, Ref(kind, slug), show, partial(paper_address_of, is_large=is_large))


def _as_pdf(request: HttpRequest, page: Published, around: Frame, *, is_large: bool) -> HttpResponse:
    sheet = sheet_of(page, around, request.build_absolute_uri(page.get_absolute_url()), is_large=is_large)
    response = HttpResponse(pdf(sheet), content_type="application/pdf")
    ending = "-large-print" if is_large else ""
    response["Content-Disposition"] = f'inline; filename="{page.slug}{ending}.pdf"'
    # The web page is the one to be found.
    response["Link"] = f'<{sheet.address}>; rel="canonical"'
    if around.is_hidden:
        response["X-Robots-Tag"] = "noindex"
    return response


def sheet_of(page: Published, around: Frame, address: str, *, is_large: bool) -> Sheet:
    """All that goes on paper of a page found at the full address `address`."""
    context = {"frame": around, "page": page, "address": address}
    html = select_template([f"paper/{page.kind}.html", "paper/page.html"]).render(context)
    return Sheet(
        html=html,
        title=page.title,
        site=str(around.site_name),
        language=around.language,
        address=address,
        # Translators: keep both names in braces as they are.
        counting=_("{page} of {pages}"),
        changed_at=page.changed_at,
        is_large=is_large,
        photos=PictureFile.objects.contents(addresses_of(html)) if "<img" in html else {},
    )
