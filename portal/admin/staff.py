"""The people of the desk, and the roles that say what each of them may do."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.signing_in import factors
from portal.admin.site import desk
from portal.desk.people import User

NAMES = ("first_name", "last_name", "email", "role", "registration")


class NewPersonForm(UserCreationForm):
    """A new account and its first password."""

    class Meta:
        model = User
        fields = ("username", *NAMES, "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PersonForm(UserChangeForm):
    """An account. The person who sends the form is `by`, set by the admin."""

    by: User

    class Meta:
        model = User
        fields = ("username", *NAMES, "groups", "is_active", "is_superuser")
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        if not is_active and self.instance == self.by:
            raise ValidationError(_("You cannot shut yourself out. Ask a colleague to do it."))
        return bool(is_active)

    def clean(self) -> None:
        super().clean()
        stays = self.cleaned_data.get("is_active") and self.cleaned_data.get("is_superuser", True)
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.instance.pk)
        if self.instance.is_superuser and not stays and not others.exists():
            raise ValidationError(_("This is the last account that may do everything. Give that to another one first."))


class PersonAdmin(UserAdmin):
    """Accounts. Nobody is deleted, because history names them; who leaves is made inactive and is out at once."""

    form, add_form = PersonForm, NewPersonForm
    list_display = ("username", "first_name", "last_name", "role", "is_active")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    actions = None
    show_facets = ShowFacets.NEVER
    add_fieldsets = ((None, {"fields": ("username", *NAMES, "groups", "password1", "password2")}),)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Staff"), **(extra_context or {})})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What may be set. Only who may do everything gives that to others."""
        if obj is None:
            return self.add_fieldsets
        rights = ("is_active", "groups", "is_superuser") if request.user.is_superuser else ("is_active", "groups")
        return (
            (None, {"fields": ("username", "password")}),
            (_("Person"), {"fields": NAMES}),
            (_("What this person may do"), {"fields": rights}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        made.by = request.user
        # A role is made where roles are, not on the way.
        made.base_fields["groups"].widget.can_add_related = False
        return made

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
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
        own = path("<int:pk>/new-app/", self.admin_site.admin_view(self.let_begin_anew), name="portal_user_new_app")
        return [own, *super().get_urls()]

    def let_begin_anew(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let somebody who has lost telephone and codes set up an app anew; who did it stands in the log of changes."""
        person = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        address = reverse("admin:portal_user_change", args=[pk])
        if request.method == "POST":
            factors.take_away(person)
            self.log_change(request, person, _now("Second factor taken away, to be set up anew."))
            messages.success(request, _now("At the next sign-in this person sets up a new app."))
            return redirect(address)
        context = {**self.admin_site.each_context(request), "title": _("Lost telephone"), "person": person}
        return TemplateResponse(request, "admin/signing_in/new_app.html", context | {"back": address})


class PermissionsField(forms.ModelMultipleChoiceField):
    """Boxes to tick, each with the words of a permission."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RoleAdmin(GroupAdmin):
    """Roles. A role that nobody should have any more is left without people: history of rights is not thrown away."""

    filter_horizontal = ()
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Roles"), **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        """Only the permissions that the desk asks for, in words; nobody deletes anything here."""
        known = Permission.objects.filter(content_type__app_label__in=("portal", "auth"))
        asked_for = known.filter(codename__regex=r"^(?!delete_).*_(document|user|group)$").order_by("name")
        return PermissionsField(queryset=asked_for, required=False, label=_("May"))


desk.register(User, PersonAdmin)
desk.register(Group, RoleAdmin)
