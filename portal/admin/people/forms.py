"""The forms of accounts and roles: what of them can be set at the desk. Whatever else is sent is not looked at."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm, UsernameField
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.admin.offered import not_offered
from portal.desk.documents import Document
from portal.desk.people import User
from portal.visitors.feedback import Feedback

NAMES = ("first_name", "last_name", "email", "role", "registration")
# What the desk asks for; Django makes other permissions too, which nothing looks at.
ASKED_FOR = (
    *(f"{verb}_document" for verb in ("view", "add", "change")),
    *(codename for codename, _words in Document._meta.permissions),
    *(f"{verb}_feedback" for verb in Feedback._meta.default_permissions),
    *("view_user", "add_user", "change_user", "view_group"),
)
_USERNAME_HELP = _("For signing in. Letters, figures and @ . + - _ only.")


def _roles() -> forms.ModelMultipleChoiceField:
    """Boxes instead of a list in which several are held down with a key."""
    return forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def permission_words(permission: Permission) -> str:
    """What a permission lets somebody do: “publish and withdraw documents”."""
    return permission.name.removeprefix("Can ")


class _Permissions(forms.ModelMultipleChoiceField):
    """Permissions by what they let somebody do, without the names of tables."""

    def label_from_instance(self, permission: Permission) -> str:
        """The words beside a box."""
        return permission_words(permission).capitalize()


class OnlyWhatIsOffered:
    """Refuses what was sent besides: whoever makes such a request by hand gets nothing by it, and is told so."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if words := not_offered(User, self.data, self.fields):
            raise ValidationError(words)
        return cleaned


class NewPersonForm(OnlyWhatIsOffered, UserCreationForm):
    """A new account and its first password."""

    groups = _roles()

    class Meta:
        model = User
        fields = ("username", *NAMES, "groups")
        field_classes = {"username": UsernameField}
        help_texts = {"username": _USERNAME_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("First password")
        self.fields["password2"].label = _("First password, once more")
        self.fields["password2"].help_text = _("Tell it to the person. They choose their own at the first sign-in.")

    def save(self, commit: bool = True) -> User:
        """Whoever adds a person knows the first password, so it opens nothing but the choice of another."""
        self.instance.must_change_password = True
        user: User = super().save(commit=commit)
        return user


class PersonForm(OnlyWhatIsOffered, forms.ModelForm):
    """An account. Who sends the form is `by`, set by the admin."""

    by: User
    groups = _roles()

    class Meta:
        model = User
        fields = ("username", *NAMES, "groups", "is_active", "is_superuser")
        field_classes = {"username": UsernameField}
        labels = {"is_active": _("May sign in"), "is_superuser": _("May do everything")}
        help_texts = {
            "username": _USERNAME_HELP,
            "is_active": _("Take this away from who leaves. They are out at once; their name stays in the history."),
            "is_superuser": _("All of the above, and accounts and roles besides. Two people at least should have it."),
        }

    def clean_is_active(self) -> bool:
        """Nobody shuts themselves out."""
        is_active = bool(self.cleaned_data["is_active"])
        if not is_active and self.instance == self.by:
            raise ValidationError(_("You cannot shut yourself out. Ask a colleague to do it."))
        return is_active

    def clean(self) -> dict[str, Any] | None:
        """Somebody is left who may do everything."""
        cleaned = super().clean()
        stays = self.cleaned_data.get("is_active", True) and self.cleaned_data.get("is_superuser", True)
        if not stays and self.initial.get("is_superuser") and User.objects.get(pk=self.instance.pk).is_last_of_all:
            raise ValidationError(_("This is the last account that may do everything. Give that to another one first."))
        return cleaned


class RoleForm(forms.ModelForm):
    """A role and its permissions: those of documents, messages, people and roles, for the desk asks for no others."""

    permissions = _Permissions(
        label=_("What people of this role may do"),
        queryset=Permission.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Group
        fields = ("name", "permissions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "permissions" in self.fields:
            self.fields["permissions"].queryset = Permission.objects.filter(
                content_type__app_label__in=("portal", "auth"), codename__in=ASKED_FOR
            ).order_by("content_type__model", "codename")
