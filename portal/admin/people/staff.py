"""The people of the desk, and the roles that say what each of them may do."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets, display
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.people.filters import ByRole, ByStanding
from portal.admin.people.forms import NAMES, NewPersonForm, PersonForm, RoleForm, permission_words
from portal.admin.signing_in.forms import NewPasswordForm
from portal.admin.site import desk
from portal.desk import factors
from portal.desk.people import User


class PersonAdmin(UserAdmin):
    """Accounts. Nobody is deleted, because history names them; who leaves is made inactive and is out at once."""

    form, add_form, change_password_form = PersonForm, NewPersonForm, NewPasswordForm
    add_form_template = change_form_template = "admin/people/change_form.html"
    object_history_template = "admin/people/history.html"
    change_user_password_template = "admin/people/new_password.html"  # noqa: S105  a file's name
    list_display = ("called", "username", "role", "roles", "standing")
    list_filter = (ByStanding, ByRole)
    readonly_fields = ("roles", "standing")
    show_facets = ShowFacets.NEVER
    filter_horizontal = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """Everybody, with the roles that the list shows."""
        return super().get_queryset(request).prefetch_related("groups")

    @display(description=_("name"), ordering="first_name")
    def called(self, person: User) -> str:
        """The name by which colleagues know somebody."""
        return person.called

    @display(description=_("may"))
    def roles(self, person: User) -> str:
        """What somebody may do, by the names of roles."""
        names = [_now("everything")] if person.is_superuser else sorted(group.name for group in person.groups.all())
        return ", ".join(names)

    @display(description=_("signing in"), ordering="-is_active")
    def standing(self, person: User) -> str:
        """Whether somebody may sign in, in words."""
        return _now("may sign in") if person.is_active else _now("has left")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with a title that says what it is."""
        return super().changelist_view(request, {"title": _("Staff"), **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        """One account, under the name of its person."""
        person = kwargs.get("obj")
        titles = {"title": person.called if person else _("Add a person"), "subtitle": None}
        return super().render_change_form(request, context | titles, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What may be set. Only who may do everything gives that to others."""
        rights = ("groups", "is_active", "is_superuser") if request.user.is_superuser else ("groups", "is_active")
        if obj and not self.has_change_permission(request, obj):
            rights = self.readonly_fields
        first = {"fields": ("username",) if obj else ("username", "password1", "password2")}
        return (
            (_("Signing in"), first),
            (_("Person"), {"fields": NAMES}),
            (_("What this person may do"), {"fields": rights if obj else ("groups",)}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told who sends it."""
        made = super().get_form(request, obj, change=change, **kwargs)
        made.by = request.user
        return made

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes anybody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may do everything is changed only by their like."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_above

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Everybody here works at the desk."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        """The stock screens, and the one for a lost telephone."""
        own = path("<int:pk>/new-app/", self.admin_site.admin_view(self.let_begin_anew), name="portal_user_new_app")
        return [own, *super().get_urls()]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A new password for somebody else; the own one is changed where the old one is asked for."""
        # As the stock screen reads it: "01" and "_31" are the first person too.
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)

    def let_begin_anew(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let somebody who has lost telephone and codes set up an app anew.

        It is noted in the admin's own log, where all else that is done to an account stands: “History” shows it.
        """
        person = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person == request.user:
            return redirect("admin:my_sign_in")
        address = reverse("admin:portal_user_change", args=[pk])
        if request.method == "POST":
            factors.take_away(person)
            self.log_change(request, person, _now("Second factor taken away, to be set up anew."))
            messages.success(request, _now("At the next sign-in this person sets up a new app."))
            return redirect(address)
        context = {**self.admin_site.each_context(request), "title": _("Lost telephone"), "person": person}
        return TemplateResponse(request, "admin/people/new_app.html", context | {"back": address})


class RoleAdmin(GroupAdmin):
    """Roles. Nobody deletes one, because people may be in it; a role that is no longer needed is left empty."""

    form = RoleForm
    add_form_template = change_form_template = "admin/people/change_form.html"
    object_history_template = "admin/people/history.html"
    readonly_fields = ("what",)
    filter_horizontal = ()
    search_fields = ()
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with a title that says what it is."""
        return super().changelist_view(request, {"title": _("Roles"), **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        """One role, under its name."""
        role = kwargs.get("obj")
        titles = {"title": role.name if role else _("Add a role"), "subtitle": None}
        return super().render_change_form(request, context | titles, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Boxes to tick, or their words for who may only look."""
        return ("name", "permissions" if self.has_change_permission(request, obj) else "what")

    @display(description=_("what people of this role may do"))
    def what(self, role: Group) -> str:
        """Its permissions, as the form names them."""
        return ", ".join(permission_words(permission) for permission in role.permissions.all()) or _now("nothing yet")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only who may do everything: a role is what others may do."""
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only who may do everything."""
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a role."""
        return False


desk.register(User, PersonAdmin)
desk.register(Group, RoleAdmin)
