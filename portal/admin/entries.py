"""An entry a kind: which screens it has, at which addresses, and who may open them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from portal.admin import addresses
from portal.admin.document import (
    comparing,
    deciding,
    history,
    joining,
    looking,
    owning,
    presence,
    reviewing,
    sharing,
    withdrawing,
    writing,
)
from portal.admin.listing import Listing
from portal.admin.permissions import may
from portal.admin.site import desk
from portal.desk.documents import Document
from portal.desk.entries import ENTRIES
from portal.desk.states import with_states
from portal.kinds.registry import KINDS, Kind

# Everybody who may see documents opens these; what a button does is asked for again when it is pressed.
SCREENS: tuple[tuple[str, str, Callable[..., HttpResponse]], ...] = (
    ("<int:pk>/change/", "change", writing.change),
    ("<int:pk>/here/", "here", presence.here),
    ("<int:pk>/preview/", "preview", looking.at_page),
    ("<int:pk>/publishing/", "publishing", deciding.publishing),
    ("<int:pk>/joining/", "joining", joining.join_texts),
    ("<int:pk>/withdraw/", "withdraw", withdrawing.withdraw),
    ("<int:pk>/review/", "review", reviewing.review),
    ("<int:pk>/owner/", "owner", owning.owner),
    ("<int:pk>/sharing/", "sharing", sharing.sharing),
    ("<int:pk>/history/", "history", history.every_revision),
    ("<int:pk>/history/compare/", "comparing", comparing.comparing),
    ("<int:pk>/history/<int:revision_pk>/", "revision", history.one_revision),
)


class DocumentAdmin(Listing, admin.ModelAdmin):
    """Documents of one kind. Nothing is deleted here: what readers should not see is withdrawn."""

    kind: Kind

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "view")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "view")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list, the add screen and the screens of one document; none of the stock screens that write rows."""
        stem, wrap = addresses.stem_of(self.kind), self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{stem}_changelist"),
            path("add/", wrap(self.add_view), name=f"{stem}_add"),
            *[path(place, wrap(self._of_document(screen)), name=f"{stem}_{name}") for place, name, screen in SCREENS],
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The add screen is drawn from the kind's own form."""
        return writing.add(self, request)

    def _of_document(self, screen: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """A screen of one document of this kind; another kind's document is not found here."""

        def view(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            documents = Document.objects.filter(kind=self.kind.slug).select_related("head__author", "live", "clash")
            document = with_states(documents).filter(pk=pk).first()
            if document is None:
                raise Http404("no such document of this kind")
            return screen(self, request, document, **more)

        return view


for _slug, _entry in ENTRIES.items():
    desk.register(_entry, type(f"{_entry.__name__}Admin", (DocumentAdmin,), {"kind": KINDS[_slug]}))
