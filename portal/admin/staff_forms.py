"""What is asked about a staff member, and about a role. A form has no field that its user may not change."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.admin.sign_in.forms import in_plain_words
from portal.desk.accounts import AccountRefused, must_leave_somebody
from portal.desk.people import User

# What the desk asks for; the other permissions that Django makes for each table open nothing here.
MEANINGFUL = {
    ("portal", "view_document"): _("See everything on the desk"),
    ("portal", "add_document"): _("Begin new pages, findings, pictures and so on"),
    ("portal", "change_document"): _("Write, and hand texts in"),
    ("portal", "approve_document"): _("Approve texts of others and send them back"),
    ("portal", "sign_off_document"): _("Record a clinical review"),
    ("portal", "publish_document"): _("Publish, schedule and withdraw"),
    ("portal", "view_user"): _("See who has an account"),
    ("portal", "add_user"): _("Make accounts"),
    ("portal", "change_user"): _("Change accounts, set passwords, take lost telephones off"),
    ("auth", "view_group"): _("See what each role may do"),
}


class PersonFields(forms.ModelForm):
    """What both screens of a staff member share; `by`, who is at work, is set by the admin."""

    by: User

    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=_("Roles on the desk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What this person may do. Somebody may have several roles, or none yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "email": _("E-mail"),
            "is_active": _("May sign in"),
            "is_superuser": _("Superuser"),
        }
        helps = {
            "username": _(
                "For signing in: letters, digits and @ . + - _ only. Nothing that changes when somebody marries."
            ),
            "is_active": _("Take the tick away when somebody leaves: they are signed out at once, their work stays."),
            "is_superuser": _("May do everything, with roles and other superusers too. For one or two people."),
        }
        for name in self.fields.keys() & labels.keys():
            self.fields[name].label = labels[name]
        for name in self.fields.keys() & helps.keys():
            self.fields[name].help_text = helps[name]

    def clean(self) -> dict[str, Any]:
        """Refuse what would leave nobody in charge, in words."""
        found = super().clean()
        changed = User(pk=self.instance.pk, is_active=self.instance.is_active, is_superuser=self.instance.is_superuser)
        for name in ("is_active", "is_superuser"):
            setattr(changed, name, found.get(name, getattr(self.instance, name)))
        try:
            must_leave_somebody(user=changed, by=self.by)
        except AccountRefused as error:
            raise forms.ValidationError(str(error)) from error
        return found


class PersonForm(PersonFields):
    """A staff member as they are."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "role", "registration", "groups", "is_active")


class NewPersonForm(PersonFields, UserCreationForm):
    """Somebody new, with a password for the first sign-in only."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "role", "registration", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plain_words(self, "password1", "password2")
        self.fields["password1"].label = _("Password for the first sign-in")
        self.fields["password2"].label = _("The same again")

    def save(self, commit: bool = True) -> User:
        """Everybody here is staff, and keeps no password that somebody else has chosen."""
        self.instance.is_staff = self.instance.must_change_password = True
        return super().save(commit)


class NamedPermissions(forms.ModelMultipleChoiceField):
    """Permissions in our words, where we have some."""

    def label_from_instance(self, obj: Permission) -> str:
        return str(MEANINGFUL.get((obj.content_type.app_label, obj.codename), obj.name))


class RoleForm(forms.ModelForm):
    """A role: its name, and what whoever has it may do."""

    permissions = NamedPermissions(
        Permission.objects.none(),
        label=_("Whoever has this role may"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Group
        fields = ("name", "permissions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "permissions" in self.fields:
            self.fields["permissions"].queryset = self._offered()

    def _offered(self) -> QuerySet[Permission]:
        """What means something here, and what the role has already: saving must not take that away unseen."""
        wanted = Q(group=self.instance.pk) if self.instance.pk else Q(pk__in=[])
        for app, codename in MEANINGFUL:
            wanted |= Q(content_type__app_label=app, codename=codename)
        found = Permission.objects.filter(wanted).distinct().select_related("content_type")
        return found.order_by("content_type__model", "pk")
