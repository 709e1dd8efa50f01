"""The desk's own admin site: its name, its front page, and its entries in the order of the work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from portal.admin import choosing, exchange, tasks
from portal.admin.typed_words import signed_out
from portal.desk.documents import Document
from portal.desk.entries import ENTRIES
from portal.kinds.registry import KINDS

PAGES = {ENTRIES[slug]: number for number, slug in enumerate(KINDS) if KINDS[slug].is_page}
PARTS = {ENTRIES[slug]: number for number, slug in enumerate(KINDS) if not KINDS[slug].is_page}


class Desk(admin.AdminSite):
    """Stock admin, without what only distracts: no side bar, no list of applications, no log beside the history."""

    site_header = _("Spine portal – desk")
    site_title = _("Spine portal – desk")
    index_title = _("What to do next")
    index_template = "admin/desk.html"
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The front page: what waits for a person, then the way to every document."""
        return super().index(request, {"waiting": tasks.waiting(request.user), **(extra_context or {})})

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """As stock, but who sends words after the session has ended gets them back instead of an empty sign-in."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_sent = request.method == "POST" and request.path != reverse("admin:logout", current_app=self.name)
            if is_sent and not self.has_permission(request):
                return signed_out(request, self.each_context(request))
            return guarded(request, *args, **kwargs)

        return answered

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The stock screens, and those of files and site."""
        own = [
            path("files/", self.admin_view(self.files), name="files"),
            path("choices/", self.admin_view(choosing.choices), name="choices"),
            path("files/zip/", self.admin_view(exchange.pack), name="files_zip"),
        ]
        return [*own, *super().get_urls()]

    def files(self, request: HttpRequest) -> HttpResponse:
        """What the folder content/ and the site disagree on."""
        return exchange.files(request, {**self.each_context(request), "title": _("Files and site")})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        """There is one application, so its page is the front page."""
        return redirect("admin:index")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The entries in three groups: pages, what pages are made of, people."""
        apps = self._build_app_dict(request, app_label).values()
        models = [model for app in apps for model in app["models"]]
        pages = sorted((m for m in models if m["model"] in PAGES), key=lambda m: PAGES[m["model"]])
        parts = sorted((m for m in models if m["model"] in PARTS), key=lambda m: PARTS[m["model"]])
        people = [m for m in models if not issubclass(m["model"], Document)]
        groups = ((_("Pages"), pages), (_("What pages are made of"), parts), (_("People"), people))
        return [{"name": name, "app_label": "portal", "models": found} for name, found in groups if found]


desk = Desk(name="admin")
