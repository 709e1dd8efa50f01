"""Two ways to look at words before readers do: the typed body at once, or the whole page as it would be."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document.lines import lines_of
from portal.admin.document.named import in_words
from portal.admin.document.places import Place, places_of
from portal.admin.document.screens import context_of
from portal.admin.document.sheets import Sheet
from portal.admin.document.uploading import desk_place, drafts_of, figure_of
from portal.admin.framing import FRAMED, LOOK, may_be_framed
from portal.admin.permissions import may
from portal.desk.documents import Document
from portal.desk.press.composing import NotPublishable, Reading, asked_for, met, rows_of
from portal.desk.press.composing import context_of as reading_context
from portal.desk.press.named import AskingSurroundings
from portal.desk.press.surroundings import languages
from portal.desk.previews import published_for_a_look
from portal.kinds.labels import in_language
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.filling import CLINIC
from portal.shelf.uploads import found_at
from portal.shelf.uses import READ
from portal.text.parts import Block, Cite, Part, Rendered
from portal.text.references import Ref
from portal.text.render import render

# Blocks that draw another document, and citations, stand only where that document is public.
DRAWN_FROM = {"finding": "finding", "figure": "picture", "card": "card"}
# Of a staff member's own request: not for the page that a reader without a cookie would get.
NOT_ASKED = (
    *("HTTP_IF_", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_ENCODING"),
    *("CONTENT_", "QUERY_STRING", "wsgi."),
)


@may_be_framed
def at_words(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The typed words, drawn as readers would see them, or what keeps them from being drawn: nothing is written."""
    language = languages()[0] if sheet.language == SHARED_LANGUAGE else sheet.language
    is_framed = request.POST.get(LOOK) == FRAMED
    if not sheet.form.is_valid():
        context = {"faults": sheet.faults(), "lines": lines_of(sheet, sheet.form)}
        context |= {"is_framed": is_framed, "language": language}
        return private(TemplateResponse(request, "admin/document/look.html", context).render())
    body, around = sheet.form.value("body") or "", AskingSurroundings.of(language)
    around.expect([body])
    rendered = render(body, around.outside(explains=sheet.kind.is_page))
    fields = dict(sheet.form.as_fields())
    uses = frozenset((use.how, use.ref) for use in sheet.form.references()) | met(rendered)
    wanted = {ref for how, ref in uses if how in READ}
    included = rows_of(wanted, language)
    absent = wanted - included.keys() - {CLINIC}
    drafts = drafts_of(absent)
    included |= drafts
    missing = sorted(absent - drafts.keys())
    fields = _without(fields, missing)
    reading = Reading(fields, _shown(rendered, missing), uses, included, "")
    said = in_words([*missing, *drafts], language)
    figure = figure_of(sheet.form, sheet.document.slug if sheet.document else "new")
    with translation.override(language), found_at(desk_place()):
        context = reading_context(reading, language, asked_for([reading], language)) | {
            "missing": [said[ref] for ref in missing],
            "drafts": [said[ref] for ref in sorted(drafts)],
            "figure": figure,
            "title": in_language(fields.get("title"), language) if figure else fields.get("title", ""),
            "is_framed": is_framed,
            "content": f"content/{sheet.kind.slug}.html" if sheet.kind.is_rendered else "blocks/body.html",
        }
        response = TemplateResponse(request, "admin/document/look.html", context).render()
    return private(response)


def at_page(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """The newest revision as the public page would show it; where it cannot be shown, why not.

    What is a part of pages is led to where it stands on the first of them: only an address brings a browser there.
    """
    faults: Iterable[str]
    wanted = request.GET.get("on", "")
    if not wanted and (first := next(iter(places_of(document)), None)) and first.anchor:
        return redirect(request.path + first.way)
    try:
        with (
            found_at(desk_place()),
            published_for_a_look(document, text=document.head.text, by=request.user) as row,
        ):
            places = places_of(row)
            place = next((place for place in places if str(place.ref) == wanted), places[0] if places else None)
            if place:
                return private(public_answer(request, place.url, _bar(request, document, places, place)))
        faults = [_("No published page shows this, so there is no page to look at.")]
    except NotPublishable as refused:
        faults = [fault.message for fault in refused.faults]
    except Http404:
        faults = [_("Readers of this site would not be shown this page, because of its country or its address.")]
    form = document.kind_row.form
    can_be_looked_at = {"has_body": form.has_body, "is_drawn": form.is_drawn}
    context = context_of(entry, request, document, _("Preview")) | {"reasons": faults} | can_be_looked_at
    return private(TemplateResponse(request, "admin/document/no_preview.html", context).render())


def _bar(request: HttpRequest, document: Document, places: list[Place], place: Place) -> dict[str, Any]:
    """What the bar on top of the previewed page says and offers."""
    return {
        "template": "admin/document/preview_bar.html",
        "sharing": addresses.screen(document, "sharing") if may(request.user, "share") else "",
        "back": addresses.screen(document, "change"),
        "publishing": addresses.screen(document, "publishing"),
        "others": [other for other in places if other is not place],
    }


def public_answer(request: HttpRequest, url: str, bar: dict[str, Any]) -> HttpResponse:
    """The answer of the public view at this address, to a reader without a cookie; drawn at once.

    The request carries `preview`, which makes the frame say so on the page.
    """
    path, _hash, _anchor = url.partition("#")
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.META = {name: value for name, value in request.META.items() if not name.startswith(NOT_ASKED)}
    asked.META |= {"REQUEST_METHOD": "GET", "PATH_INFO": path}
    asked.preview = bar
    language = translation.get_language_from_path(path) or languages()[0]
    with translation.override(language):
        try:
            found = resolve(path)
        except Resolver404 as lost:
            raise Http404 from lost
        asked.resolver_match = found
        response = found.func(asked, *found.args, **found.kwargs)
        return response.render() if hasattr(response, "render") else response


def private(response: HttpResponse) -> HttpResponse:
    """Never kept by a browser or a proxy, never listed by a search engine."""
    for name in ("ETag", "Last-Modified", "Cache-Control", "Expires", "Vary"):
        del response.headers[name]
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shown(rendered: Rendered, missing: list[Ref]) -> Rendered:
    """The rendered body without the blocks and note marks whose document is not public yet."""
    sources = tuple(slug for slug in rendered.sources if Ref("source", slug) not in missing)

    def is_shown(part: Part) -> bool:
        if isinstance(part, Cite):
            return part.source in sources
        if isinstance(part, Block) and part.name in DRAWN_FROM:
            return Ref(DRAWN_FROM[part.name], part.argument) not in missing
        return True

    def kept(parts: Iterable[Part]) -> tuple[Part, ...]:
        inside = (replace(part, parts=kept(part.parts)) if isinstance(part, Block) else part for part in parts)
        return tuple(part for part in inside if is_shown(part))

    return replace(rendered, parts=kept(rendered.parts), sources=sources)


def _without(fields: dict[str, Any], missing: list[Ref]) -> dict[str, Any]:
    """The fields without findings that are not public yet."""
    gone = {ref.slug for ref in missing if ref.kind == "finding"}
    names = ("findings", "benefit_findings", "harm_findings")
    lists = {name: [slug for slug in fields.get(name) or [] if slug not in gone] for name in names}
    rows = ("comparisons", "in_words")
    kept = {
        name: [row for row in fields.get(name) or [] if row.get("finding") and row["finding"] not in gone]
        for name in rows
    }
    return fields | lists | kept
