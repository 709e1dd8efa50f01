"""The list of documents of one kind: what each is called, where it stands, who changed it last."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.moments import said
from portal.desk.documents import Revision
from portal.desk.states import BY_SLUG, STATES, states_of, with_states
from portal.desk.titles import title_of
from portal.kinds.labels import language_name
from portal.shelf.pages import Page
from portal.shelf.rows import ROWS

ROWS_A_PAGE = 50


class StateFilter(admin.SimpleListFilter):
    """Narrow the list to one state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(state.slug, capfirst(state.words)) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = BY_SLUG.get(self.value() or "")
        return with_states(queryset).filter(**{chosen.column: True}) if chosen else queryset


class LanguageFilter(admin.SimpleListFilter):
    """Narrow the list to one language, where the site has several."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        is_choice = len(settings.LANGUAGES) > 1 and not model_admin.kind.is_shared
        return settings.LANGUAGES if is_choice else ()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(language=self.value()) if self.value() else queryset


class FoundOnce(Paginator):
    """The pages of what a search has found: its keys, all at once, because counting them would search once more."""

    def __init__(self, found: QuerySet[Any], per_page: int, **more: Any) -> None:
        super().__init__(list(found.values_list("pk", flat=True)), per_page, **more)


class Screenful(ChangeList):
    """The rows of one page of the list, with all that is said of them.

    Which rows these are is found first, from their keys: their states and titles, asked for of each row that is
    skipped on the way to a later page, would take seconds.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        keys = self.result_list
        if not isinstance(keys, list):
            is_found = isinstance(self.paginator, FoundOnce)
            keys = self.paginator.object_list if is_found else list(keys.values_list("pk", flat=True))
        rows = self.model_admin.described(self.root_queryset.filter(pk__in=keys)).in_bulk()
        self.result_list = [rows[key] for key in keys if key in rows]


class Listing:
    """The list half of an entry; the number of queries does not grow with the rows."""

    kind: Any
    list_display = ("title", "short_name", "language_words", "state", "changed")
    list_display_links = ("title",)
    list_filter = (StateFilter, LanguageFilter)
    list_per_page = ROWS_A_PAGE
    search_fields = ("slug",)
    search_help_text = _("Title or short name")
    ordering = ("slug",)
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """This kind's documents, with their public title to be sorted by."""
        documents = self.model.objects.filter(kind=self.kind.slug)
        return documents.annotate(public_title=Subquery(self._here().values("title")[:1]))

    def described(self, documents: QuerySet[Any]) -> QuerySet[Any]:
        """Some documents with all that the list says of them: their states and their newest revision."""
        return with_states(documents.select_related("head__author").order_by())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Screenful

    def get_paginator(self, request: HttpRequest, queryset: QuerySet[Any], per_page: int, *more: Any) -> Paginator:
        is_search = bool(request.GET.get(SEARCH_VAR))
        return FoundOnce(queryset, per_page) if is_search else super().get_paginator(request, queryset, per_page, *more)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Every word must be in the public title or the short name; of what is not public, anywhere in its text."""
        for word in search_term.split():
            is_in_title = Exists(self._here().filter(title__icontains=word))
            text = Revision.objects.order_by().filter(pk=OuterRef("head"), text__icontains=word)
            is_in_text = Q(live__isnull=True) & Exists(text)  # so that the texts of what is public are never looked up
            queryset = queryset.filter(Q(slug__icontains=word) | is_in_title | is_in_text)
        return queryset, False

    def _here(self) -> QuerySet[Any]:
        """The public row at a document's address. All of the address is named, so that an index finds it.

        For pages as a range of one short name: SQLite then takes the index that has their titles too, and does not
        fetch thousands of wide rows when all are sorted or searched by title.
        """
        place = {name: OuterRef(name) for name in ("language", "kind", "slug")}
        if not self.kind.is_page:
            return ROWS[self.kind.slug].objects.filter(**place)
        slug = place.pop("slug")
        return Page.objects.filter(**place, slug__range=(slug, slug))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        heading = {"title": capfirst(self.kind.plural), "kind": self.kind}
        return super().changelist_view(request, heading | (extra_context or {}))

    @admin.display(description=_("title"), ordering="public_title")
    def title(self, document: Any) -> str:
        return document.public_title or title_of(document)

    @admin.display(description=_("short name"), ordering="slug")
    def short_name(self, document: Any) -> str:
        return document.slug

    @admin.display(description=_("language"), ordering="language")
    def language_words(self, document: Any) -> str:
        return _now("every language") if self.kind.is_shared else language_name(document.language)

    @admin.display(description=_("state"))
    def state(self, document: Any) -> str:
        return "; ".join(str(state.words) for state in states_of(document))

    @admin.display(description=_("last change"), ordering="head__made_at")
    def changed(self, document: Any) -> str:
        head = document.head
        if head is None:
            return ""
        by = head.author.called if head.author else _now("a file")
        return _now("%(when)s by %(by)s") % {"when": said(head.made_at), "by": by}
