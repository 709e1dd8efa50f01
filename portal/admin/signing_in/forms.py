"""The small forms of signing in: a code, and the password once more."""

import re
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code from the app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={"required": _("Type the code.")},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """People type codes in groups and in capitals."""
        return re.sub(r"[\s-]", "", self.cleaned_data["code"]).lower()


class PasswordForm(forms.Form):
    """The password once more, before something that would open the desk to whoever sits at an open screen."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        error_messages={"required": _("Type your password.")},
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Try it as signing in does, so that guesses are counted here too."""
        password = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) != self.request.user:
            raise forms.ValidationError(_("This is not your password. Try again."))
        return str(password)


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password for somebody else. An account without a password is one that nobody can use: make it inactive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True
