"""The people of the desk, and the roles that say what each of them may do.

Accounts are switched off, never deleted. A site manager looks after everybody but superusers; what only superusers may
set is in no form that a site manager gets, so nothing that is sent besides has an effect.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from portal.admin.sign_in.forms import FirstPasswordForm
from portal.admin.site import desk
from portal.admin.staff_forms import NewPersonForm, PersonForm, RoleForm
from portal.desk import second_factor
from portal.desk.people import User

WHO = (gettext_lazy("Who"), {"fields": ("username", "first_name", "last_name", "email")})
SEEN = (gettext_lazy("Beside a clinical review"), {"fields": ("role", "registration")})
FIRST_PASSWORD = (
    gettext_lazy("First password"),
    {
        "fields": ("password1", "password2"),
        "description": gettext_lazy("Hand it over in person or by telephone. It must be changed at the first sign-in."),
    },
)


def may_do(*names: str) -> tuple[Any, dict[str, Any]]:
    """The last part of a screen: roles, and what else is named."""
    return (gettext_lazy("What this person may do"), {"fields": ("groups", *names)})


class ByRole(admin.RelatedFieldListFilter):
    """The list narrowed to a role."""

    include_empty_choice = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("role")


class ByStanding(admin.BooleanFieldListFilter):
    """The list narrowed to who may sign in, or to who may not any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("permission to sign in")


class Named:
    """Screens that say in our words what they are a list of."""

    plural: Any
    new: Any

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.plural, "new": self.new} | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= {"plural": self.plural, "title": self.new if kwargs.get("obj") is None else context["title"]}
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().history_view(request, object_id, {"plural": self.plural} | (extra_context or {}))


class StaffAdmin(Named, UserAdmin):
    """Staff: looked after by site managers, superusers by superusers only."""

    plural, new = gettext_lazy("Staff"), gettext_lazy("Add somebody")
    form, add_form = PersonForm, NewPersonForm
    change_form_template = add_form_template = "admin/staff/person.html"
    object_history_template = "admin/staff/history.html"
    list_display = ("username", "name", "roles", "standing", "signed_in")
    list_filter = (("is_active", ByStanding), ("groups", ByRole))
    filter_horizontal = ()
    actions = None

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        named = [str(group) for group in person.groups.all()]
        return ", ".join([_("Superuser"), *named] if person.is_superuser else named)

    @admin.display(description=gettext_lazy("sign-in"))
    def standing(self, person: Any) -> str:
        if not person.is_active:
            return _("switched off")
        return _("telephone set up") if person.has_second_factor else _("no telephone yet")

    @admin.display(description=gettext_lazy("last there"), ordering="last_login")
    def signed_in(self, person: User) -> str:
        at = person.last_login and timezone.localtime(person.last_login)
        return date_format(at, "j M Y, H:i") if at else _("never there")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).with_second_factor().prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        own = ("is_superuser",) if request.user.is_superuser else ()
        if obj is None:
            return [WHO, SEEN, may_do(*own), FIRST_PASSWORD]
        return [WHO, SEEN, may_do("is_active", *own)]

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        """A form with the fields of this screen and no others, which knows who is at work."""
        return type("OwnForm", (super().get_form(request, obj, **kwargs),), {"by": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        reset = self.admin_site.admin_view(self.reset_second_factor)
        return [path("<int:pk>/reset/", reset, name="portal_user_reset"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The screen, which also says whether a telephone is set up."""
        person = kwargs.get("obj")
        context["has_telephone"] = person is not None and second_factor.has_telephone(person)
        context["is_own"] = person == request.user
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(sensitive_post_parameters())
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A password for a colleague who has forgotten theirs; one's own has its own screen."""
        person = self._changed(request, id)
        if person == request.user:
            return redirect("admin:password_change")
        form = FirstPasswordForm(person, request.POST or None)
        if form.is_valid():
            self.log_change(request, form.save(), "Set a password, to be changed at the next sign-in.")
            messages.success(request, _("The password is set. It has to be changed at the next sign-in."))
            return redirect("admin:portal_user_change", person.pk)
        return self._screen(request, person, "password", _("Set a password"), form=form)

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Somebody has lost the telephone: ask once more, then take it off the account. Noted in its history."""
        person, refused = self._changed(request, str(pk)), ""
        if request.method == "POST":
            try:
                second_factor.reset(user=person, by=request.user)
            except second_factor.SecondFactorRefused as error:
                refused = str(error)
            else:
                self.log_change(request, person, "Took the telephone and the recovery codes off the account.")
                messages.success(request, _("Done. At the next sign-in, a telephone has to be set up again."))
                return redirect("admin:portal_user_change", person.pk)
        shown = {"refused": refused, "has_telephone": second_factor.has_telephone(person)}
        return self._screen(request, person, "reset", _("Lost telephone"), **shown)

    def _changed(self, request: HttpRequest, pk: str) -> User:
        """The person whose account is to be changed, for somebody who may."""
        person = self.get_object(request, pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404("no such person")
        return person

    def _screen(self, request: HttpRequest, person: User, name: str, title: str, **more: Any) -> HttpResponse:
        back = reverse("admin:portal_user_change", args=(person.pk,))
        context = {**self.admin_site.each_context(request), "title": title, "person": person, "back": back, **more}
        status = 409 if more.get("refused") else 200
        return TemplateResponse(request, f"admin/staff/{name}.html", context, status=status)


class RoleAdmin(Named, GroupAdmin):
    """Roles: seen by site managers, changed by superusers only, whoever has got which permission."""

    plural, new = gettext_lazy("Roles"), gettext_lazy("Add a role")
    form = RoleForm
    delete_confirmation_template = "admin/staff/role_delete.html"
    change_form_template = "admin/staff/role.html"
    object_history_template = "admin/staff/history.html"
    filter_horizontal = ()
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


desk.register(User, StaffAdmin)
desk.register(Group, RoleAdmin)
