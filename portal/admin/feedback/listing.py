"""The list of what readers have sent, newest first, and the two screens of one message."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.feedback import answering
from portal.admin.listing import ROWS_A_PAGE
from portal.admin.moments import said_day
from portal.admin.site import desk
from portal.visitors import triage
from portal.visitors.feedback import Feedback

MOST_WORDS_SHOWN = 20


class ByPage(admin.SimpleListFilter):
    """Narrow the list to one page that readers have written about, whatever it was called then."""

    title, parameter_name = _("page"), "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        there = model_admin.get_queryset(request).order_by("now_kind", "now_slug", "language")
        pages = there.values_list("now_kind", "now_slug", "page_title").distinct()
        names: dict[str, str] = {}
        for kind, slug, title in pages:
            names.setdefault(f"{kind}:{slug}", title or f"{kind}:{slug}")
        return sorted(names.items(), key=lambda named: named[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        kind, _colon, slug = (self.value() or "").partition(":")
        return queryset.filter(now_kind=kind, now_slug=slug) if slug else queryset


class FeedbackAdmin(admin.ModelAdmin):
    """Messages. Staff handle them and write none; the words of a reader are never changed."""

    list_display = ("about", "clear", "beginning", "state", "sent")
    list_filter = ("state", "clear", ByPage)
    list_per_page = ROWS_A_PAGE
    search_fields = ("words", "heading", "slug", "now_slug")
    search_help_text = _("Words of the reader, heading or short name")
    ordering = ("-sent_on", "-pk")
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    delete_confirmation_template = "admin/feedback/throw_away.html"

    def get_urls(self) -> list[URLPattern]:
        """The list, one message, and throwing it away."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="portal_feedback_changelist"),
            path("<int:pk>/change/", wrap(self.one_message), name="portal_feedback_change"),
            path("<path:object_id>/delete/", wrap(self.delete_view), name="portal_feedback_delete"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        return super().get_queryset(request).with_titles()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Messages from readers")} | (extra_context or {}))

    def one_message(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What somebody has sent, and what becomes of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        message = self.get_queryset(request).filter(pk=pk).first()
        if message is None:
            raise Http404("no such message")
        return answering.one_message(self, request, message)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        more = {"title": _("Throw this message away"), "subtitle": None} | (extra_context or {})
        return super().delete_view(request, object_id, more)

    def delete_model(self, request: HttpRequest, obj: Feedback) -> None:
        triage.throw_away(obj)

    @admin.display(description=_("about"), ordering="slug")
    def about(self, message: Any) -> str:
        return answering.called(message)

    @admin.display(description=_("what was not clear"))
    def beginning(self, message: Feedback) -> str:
        return Truncator(message.words).words(MOST_WORDS_SHOWN) if message.words else _now("no words")

    @admin.display(description=_("sent"), ordering="sent_on")
    def sent(self, message: Feedback) -> str:
        return said_day(message.sent_on)


desk.register(Feedback, FeedbackAdmin)
