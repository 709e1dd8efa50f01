"""The small forms of signing in: a code, and the password once more."""

import re
from typing import Any

from axes.utils import reset
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AdminPasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from portal.desk.people import User

# Blanks, and the dashes that keyboards put in the place of a hyphen.
GAPS = re.compile(r"[\s\u00ad\u2010-\u2015\u2212-]")


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
        return GAPS.sub("", self.cleaned_data["code"]).lower()


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


class OwnPasswordForm(SetPasswordForm):
    """The first password of one's own, in the place of the one that somebody else has set and knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Your own password")
        self.fields["new_password1"].widget.attrs["autofocus"] = True
        self.fields["new_password2"].label = _("Your own password, once more")
        self.fields["new_password2"].help_text = ""

    @sensitive_variables("password")
    def clean_new_password1(self) -> str:
        """Refuse the one that was given: whoever gave it knows it."""
        password = str(self.cleaned_data["new_password1"])
        if self.user.check_password(password):
            raise forms.ValidationError(_("This is the password that you were given. Choose another one."))
        return password

    def save(self, commit: bool = True) -> User:
        """Take it; nothing else of the account is written, for a colleague may be changing it just now."""
        user: User = super().save(commit=False)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        return user


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password for somebody else, who then has to choose their own.

    An account without a password is one that nobody can use: make it inactive.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True

    def save(self, commit: bool = True) -> User:
        """Both at once, so that no sign-in comes between them."""
        self.user.must_change_password = True
        user: User = super().save(commit=commit)
        # Whoever is locked out and asks for a new password is let in with it.
        reset(username=user.get_username())
        return user
