"""The desk's own admin site: its name, its front page, and its entries in the order of the work."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from portal.admin import exchange, tasks
from portal.admin.document.uploading import uploaded
from portal.admin.sign_in import screens, steps
from portal.desk.documents import Document
from portal.desk.entries import ENTRIES
from portal.kinds.registry import KINDS
from portal.kinds.upload import NAME

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

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may see the desk: staff, who have passed every step of signing in."""
        return steps.is_staff(request) and not steps.missing(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The stock screens, those of files and site, and those of signing in."""
        own = [
            path("files/", self.admin_view(self.files), name="files"),
            re_path(rf"^uploads/(?P<name>{NAME})$", self.admin_view(uploaded), name="upload"),
            path("files/zip/", self.admin_view(exchange.pack), name="files_zip"),
            path("logout/", never_cache(self.leave), name="logout"),
            path("sign-in/code/", self.step(screens.second_step), name=steps.CODE),
            path("sign-in/telephone/", self.step(screens.telephone), name=steps.TELEPHONE),
            path("sign-in/confirm/", self.step(screens.confirm_password), name="confirm_password"),
            path("password_change/", self.step(screens.password_change), name=steps.PASSWORD),
            path("my-sign-in/", self.admin_view(partial(screens.my_sign_in, self)), name="my_sign_in"),
            path("my-sign-in/codes/", self.admin_view(partial(screens.recovery_codes, self)), name="recovery_codes"),
        ]
        return [*own, *super().get_urls()]

    def step(self, screen: Callable[..., HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
        """A screen of signing in: for staff who have typed their password, and kept by nobody."""

        @never_cache
        @csrf_protect
        @sensitive_post_parameters()
        def view(request: HttpRequest) -> HttpResponse:
            if not steps.is_staff(request):
                return redirect_to_login(steps.wanted(request), reverse("admin:login"))
            return screen(self, request)

        return view

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The sign-in form; who has typed the password is led on to the step that is missing."""
        if request.method == "GET" and steps.is_staff(request) and steps.missing(request):
            return steps.to(steps.missing(request), steps.wanted(request))
        answer = super().login(request, extra_context)
        if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
            steps.note_password(request)
        return answer

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Sign out, at whatever step of signing in."""
        return self.logout(request) if request.user.is_authenticated else redirect("admin:index")

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
        for entry in people:
            entry["name"] = getattr(self.get_model_admin(entry["model"]), "plural", entry["name"])
        groups = ((_("Pages"), pages), (_("What pages are made of"), parts), (_("People"), people))
        return [{"name": name, "app_label": "portal", "models": found} for name, found in groups if found]


desk = Desk(name="admin")
