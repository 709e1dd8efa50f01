"""The desk's own admin site: its name, its front page, and its entries in the order of the work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from portal.admin import choosing, exchange
from portal.admin.document.uploading import uploaded
from portal.admin.front import tasks
from portal.admin.reports import screens
from portal.admin.reviews import owners, packs
from portal.admin.signing_in import steps
from portal.admin.typed_words import signed_out
from portal.desk.documents import Document
from portal.desk.entries import ENTRIES
from portal.kinds.registry import KINDS
from portal.kinds.upload import NAME
from portal.visitors.feedback import Feedback

PAGES = {ENTRIES[slug]: number for number, slug in enumerate(KINDS) if KINDS[slug].is_page}
PARTS = {ENTRIES[slug]: number for number, slug in enumerate(KINDS) if not KINDS[slug].is_page}


class Desk(admin.AdminSite):
    """Stock admin, without what only distracts: no side bar, no list of applications, no log beside the history."""

    site_header = _("Spine portal – desk")
    site_title = _("Spine portal – desk")
    index_title = _("What to do next")
    index_template = "admin/desk.html"
    enable_nav_sidebar = False
    password_change_template = "admin/signing_in/password.html"  # noqa: S105  files' names
    password_change_done_template = "admin/signing_in/password_done.html"  # noqa: S105

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
            re_path(rf"^uploads/(?P<name>{NAME})$", self.admin_view(uploaded), name="upload"),
            path("choices/", self.admin_view(choosing.choices), name="choices"),
            path("files/zip/", self.admin_view(exchange.pack), name="files_zip"),
            path("logout/", self.leave, name="logout"),
            path(
                "own-password/",
                self._at_the_door(steps.own_password, _("Choose your own password")),
                name="own_password",
            ),
            path("second-factor/", self._at_the_door(steps.second_factor, _("Your code")), name="second_factor"),
            path("set-up/", self._at_the_door(steps.set_up, _("Set up your app")), name="set_up"),
            path("my-sign-in/", self.admin_view(sensitive_post_parameters()(self.my_sign_in)), name="my_sign_in"),
            path("reports/", self.admin_view(self.reports), name="reports"),
            path("reports/<slug:slug>/", self.admin_view(self.report), name="report"),
            path("reports/<slug:slug>.csv", self.admin_view(screens.as_file), name="report_csv"),
            path("owners/", self.admin_view(self.owners), name="owners"),
            path("reviews/", self.admin_view(self.reviews), name="reviews"),
            path("reviews/pack/", self.admin_view(self.pack), name="reviews_pack"),
        ]
        return [*own, *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff with a password of their own, and with the second factor where that is needed."""
        return steps.is_at_the_door(request.user) and steps.is_let_in(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The password; who has given it and is not let in yet goes on to the next step."""
        if request.method == "GET" and steps.is_at_the_door(request.user) and not steps.is_let_in(request.user):
            return steps.next_step(request)
        return super().login(request, extra_context)

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Sign out, also halfway; Django's own screen is open only to who is let in."""
        return self.logout(request) if request.user.is_authenticated else redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A new password for oneself. Guesses of the old one are counted as those at the door are."""
        if request.method == "POST" and steps.is_guessing(request, request.POST.get("old_password", "")):
            return HttpResponse(status=429)  # the middleware of axes says it in words
        return super().password_change(request, extra_context)

    def my_sign_in(self, request: HttpRequest) -> HttpResponse:
        """What a person can do about the own sign-in."""
        return steps.my_sign_in(request, {**self.each_context(request), "title": _("My sign-in")})

    def _at_the_door(self, step: Callable[..., HttpResponse], title: Any) -> Callable[..., HttpResponse]:
        """A step between the password and the desk; nobody keeps a copy of it."""

        def view(request: HttpRequest) -> HttpResponse:
            if not steps.is_at_the_door(request.user):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return step(request, {**self.each_context(request), "title": title})

        return never_cache(csrf_protect(sensitive_post_parameters()(view)))

    def files(self, request: HttpRequest) -> HttpResponse:
        """What the folder content/ and the site disagree on."""
        return exchange.files(request, {**self.each_context(request), "title": _("Files and site")})

    def owners(self, request: HttpRequest) -> HttpResponse:
        """Owners and deputies of many documents at once."""
        return owners.owners(request, {**self.each_context(request), "title": _("Owners")})

    def reviews(self, request: HttpRequest) -> HttpResponse:
        """Which pages wait for a clinical review."""
        return packs.reviews(request, {**self.each_context(request), "title": _("Clinical reviews")})

    def pack(self, request: HttpRequest) -> HttpResponse:
        """Pages to be read one after the other and signed at once."""
        return packs.pack(request, {**self.each_context(request), "title": _("Review pack")})

    def reports(self, request: HttpRequest) -> HttpResponse:
        """The list of reports."""
        return screens.every_report(request, self.each_context(request))

    def report(self, request: HttpRequest, slug: str) -> HttpResponse:
        """One report as a table."""
        return screens.one_report(request, self.each_context(request), slug)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        """There is one application, so its page is the front page."""
        return redirect("admin:index")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The entries in four groups: pages, what pages are made of, readers, people."""
        apps = self._build_app_dict(request, app_label).values()
        models = [model for app in apps for model in app["models"]]
        pages = sorted((m for m in models if m["model"] in PAGES), key=lambda m: PAGES[m["model"]])
        parts = sorted((m for m in models if m["model"] in PARTS), key=lambda m: PARTS[m["model"]])
        readers = [m for m in models if m["model"] is Feedback]
        people = [m for m in models if not issubclass(m["model"], Document | Feedback)]
        groups = (
            *((_("Pages"), pages), (_("What pages are made of"), parts)),
            *((_("Readers"), readers), (_("People"), people)),
        )
        return [{"name": name, "app_label": "portal", "models": found} for name, found in groups if found]


desk = Desk(name="admin")
