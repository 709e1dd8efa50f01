"""What people type while they sign in and when they change how they do."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.sign_in.steps import knows_password

PASSWORD_RULES = _(
    "At least 12 characters. Three or four words that have nothing to do with each other are easy to keep in mind. "
    "Not your name, not a password that many people use, not digits only."
)
WRONG_PASSWORD = _("That is not your password. Look at the keyboard’s capital letters, then type it again.")


class CodeForm(forms.Form):
    """A code of the telephone, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": _("Type the code here.")},
    )


class FirstCodeForm(CodeForm):
    """The first code of a telephone that is being set up: digits only, so that a telephone shows its number keys."""

    code = forms.CharField(
        label=_("The six digits that the app shows now"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Type the six digits here.")},
    )


class ConfirmForm(forms.Form):
    """The password again, of whoever is signed in."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": _("Type your password here.")},
    )

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(*args)
        self.request = request

    def clean_password(self) -> str:
        """Refuse a wrong one."""
        if not knows_password(self.request, self.cleaned_data["password"]):
            raise forms.ValidationError(WRONG_PASSWORD)
        return self.cleaned_data["password"]


class NewPasswordForm(PasswordChangeForm):
    """Another password for oneself, with the present one."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request.user, *args)
        self.request = request
        self.fields["old_password"].label = _("Your present password")
        in_plain_words(self)

    def clean_old_password(self) -> str:
        """Refuse a wrong one, and count it as at the sign-in form."""
        if not knows_password(self.request, self.cleaned_data["old_password"]):
            raise forms.ValidationError(WRONG_PASSWORD)
        return self.cleaned_data["old_password"]

    def clean_new_password1(self) -> str:
        """A password that somebody else knows is not kept."""
        if self.cleaned_data["new_password1"] == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(_("That is the password you have now. Choose another one."))
        return self.cleaned_data["new_password1"]

    def save(self, commit: bool = True) -> Any:
        """Keep the password; nobody needs to change it any more."""
        self.user.must_change_password = False
        return super().save(commit)


class FirstPasswordForm(SetPasswordForm):
    """A password for a colleague, who has to choose another one at the next sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plain_words(self)

    def save(self, commit: bool = True) -> Any:
        """Keep the password, until its owner signs in."""
        self.user.must_change_password = True
        return super().save(commit)


def in_plain_words(form: Any, first: str = "new_password1", again: str = "new_password2") -> None:
    """Give the two fields of a new password our labels and our one sentence of rules."""
    form.fields[first].label, form.fields[first].help_text = _("New password"), PASSWORD_RULES
    form.fields[again].label, form.fields[again].help_text = _("New password again"), ""
