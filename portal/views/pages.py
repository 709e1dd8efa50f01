"""The pages that patients read, one by one."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.shelf.addresses import HOME, address_of
from portal.shelf.moved import Moved
from portal.shelf.published import Published
from portal.shelf.rows import ROWS
from portal.text.references import Ref
from portal.views.changed import heading, you_said
from portal.views.comparing import ChoosingForm, comparison_of
from portal.views.frame import Frame, Way, frame
from portal.views.freshness import public_page
from portal.views.nearby import nearby
from portal.views.paths import path_through
from portal.views.remembered import current_language
from portal.views.ways import SHOWN

Show = Callable[[HttpRequest, Published, Frame], HttpResponse]
Gone = Callable[[HttpRequest, Frame], HttpResponse]


@public_page
def one_page(request: HttpRequest, *, kind: str, slug: str) -> HttpResponse:
    """A published page, or where it has gone."""
    return answer(request, Ref(kind, slug), _on_screen, address_of)


def taken_down(request: HttpRequest, around: Frame) -> HttpResponse:
    """That a page was taken down, and what else there is."""
    return render(request, "410.html", {"frame": around}, status=410)


def answer(
    request: HttpRequest, ref: Ref, show: Show, address: Callable[[str, Ref], str], gone: Gone = taken_down
) -> HttpResponse:
    """What `show` makes of a published page, or where it has gone; `address` tells where its pages are found.

    `gone` answers for a page that was taken down.
    """
    language = current_language()
    if ref == HOME:
        return redirect("home", permanent=True)
    page = ROWS[ref.kind].objects.at(language, ref).select_related("edition").first()
    if page is None:
        return no_longer(request, language, ref, address, gone)
    around = frame(request)
    if getattr(page, "country", "") not in ("", around.country):
        raise Http404("a guide to the rules of another country")
    return show(request, page, around)


def _on_screen(request: HttpRequest, page: Published, around: Frame) -> HttpResponse:
    compared = comparison_of(page, request.GET)
    choosing = ChoosingForm(compared, page.get_absolute_url()) if compared else None
    context = _context(request, page, around) | {"comparison": compared, "choosing": choosing}
    return render(request, f"pages/{page.kind}.html", context)


def _context(request: HttpRequest, page: Published, around: Frame) -> dict[str, object]:
    shown, told = SHOWN.get(page.kind), you_said(request, page, around.country)
    return {
        "frame": around,
        "page": page,
        "contents": [*page.edition.contents, *([] if told is None else [heading()])],
        "you_said": told,
        "above": Way(reverse(shown.address), shown.label) if shown else None,
        "path": path_through(request, page, around.country),
        "nearby": nearby(page, around.country),
    }


def no_longer(
    request: HttpRequest, language: str, ref: Ref, address: Callable[[str, Ref], str], gone: Gone
) -> HttpResponse:
    """Send readers of an old address on, tell them that the page was taken down, or that there never was one.

    A form that was sent to the old address is sent to the new one with all that was typed.
    """
    moved = Moved.objects.from_address(language, ref).first()
    if moved is None:
        raise Http404("no such page")
    if moved.target:
        new = address(language, moved.target) or address_of(language, moved.target)
        return redirect(new, permanent=True, preserve_request=request.method == "POST")
    return gone(request, frame(request))
