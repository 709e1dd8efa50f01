"""The documents that a writer can put into a text: found by title or short name, drafts among them."""

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from portal.admin.permissions import may
from portal.desk.documents import Document
from portal.desk.titles import title_of
from portal.kinds.registry import KINDS
from portal.shelf.pages import Page
from portal.shelf.rows import ROWS
from portal.text.references import PAGE_KINDS

MOST, LONGEST, MOST_WORDS = 20, 80, 6
# Drafts are read to learn their titles.
MOST_DRAFTS = 40
# What each button of the bar asks for.
KINDS_FOR = {
    "link": (*PAGE_KINDS, "term"),
    "source": ("source",),
    "term": ("term",),
    "finding": ("finding",),
    "picture": ("picture",),
}


class Choice(NamedTuple):
    """One document to choose; `is_public` is false for what no reader can see yet."""

    title: str
    slug: str
    kind: str
    noun: str
    is_public: bool


def choices(request: HttpRequest) -> HttpResponse:
    """At most 20 documents for `for` (a button of the bar) that `q` asks for, as JSON; for everybody who may look."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    if not may(request.user, "view"):
        raise PermissionDenied
    kinds = KINDS_FOR.get(request.GET.get("for", ""), ())
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    found = found_by(request.GET.get("q", "")[:LONGEST], kinds, language)
    return JsonResponse({"choices": [choice._asdict() for choice in found[:MOST]], "is_more": len(found) > MOST})


def found_by(asked: str, kinds: tuple[str, ...], language: str) -> list[Choice]:
    """Documents of these kinds with every word in title or short name, those that begin with it first."""
    words = asked.split()[:MOST_WORDS]
    found = [*_public(words, kinds, language), *_drafts(words, kinds, language)]
    begin = " ".join(words).casefold()
    return sorted(found, key=lambda one: (not one.title.casefold().startswith(begin), one.title.casefold(), one.slug))


def _public(words: list[str], kinds: tuple[str, ...], language: str) -> list[Choice]:
    tables = {Page if kind in PAGE_KINDS else ROWS[kind] for kind in kinds}
    begin = " ".join(words)
    rows: list[Any] = []
    for table in tables:
        called = table.objects.in_language(language).called(words).of_kind(*kinds).by_title()
        # Asked for by themselves, or the first twenty of the alphabet could hide them.
        rows += [*called.filter(title__istartswith=begin)[: MOST + 1], *called[: MOST + 1]]
    return [_choice(kind, slug, title, True) for kind, slug, title in {(row.kind, row.slug, row.title) for row in rows}]


def _drafts(words: list[str], kinds: tuple[str, ...], language: str) -> list[Choice]:
    """Documents that readers cannot see. Their titles are in their texts only."""
    waiting = Document.objects.in_language(language).of_kind(*kinds).not_public().saying(words)
    titled = [(document, title_of(document)) for document in waiting.select_related("head")[:MOST_DRAFTS]]
    return [
        _choice(document.kind, document.slug, title, False)
        for document, title in titled
        if all(word.casefold() in f"{title} {document.slug}".casefold() for word in words)
    ]


def _choice(kind: str, slug: str, title: str, is_public: bool) -> Choice:
    return Choice(title or slug, slug, kind, str(KINDS[kind].name), is_public)
