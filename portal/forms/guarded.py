"""Forms that anybody may send: programs are kept away without puzzles, and people keep what they have typed."""

import hashlib
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

QUICKEST_SECONDS = 3
LONGEST_SECONDS = 4 * 3600
TOO_QUICK = _("This came faster than people write. Nothing is lost: wait a moment, then send it again.")
TOO_OLD = _("This page was open for very long. Nothing is lost: look at it once more, then send it again.")
NOT_OURS = _("Something was missing from this form. Nothing is lost: send it again from here.")
A_PROGRAM = _("This looked as if a program had filled it in. If you are a person, send it again from here.")
_SIGNER = TimestampSigner(salt="portal.forms.stamp")


def new_stamp() -> str:
    """A word that nobody can guess, with the time, signed."""
    return _SIGNER.sign(get_random_string(22))


class StampField(forms.CharField):
    """When the form was shown, signed. Its value is a digest that is the same each time this form is sent."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=new_stamp)

    def bound_data(self, data: Any, initial: Any) -> str:
        """A form that is shown again gets a new stamp."""
        return new_stamp()

    def clean(self, value: Any) -> str:
        """SHA-256 of the signed word. ValidationError for a stamp that is not ours, too young or too old."""
        try:
            word = _SIGNER.unsign(str(value or ""), max_age=LONGEST_SECONDS)
        except SignatureExpired as error:
            raise ValidationError(TOO_OLD) from error
        except BadSignature as error:
            raise ValidationError(NOT_OURS) from error
        if self._is_younger(str(value), QUICKEST_SECONDS):
            raise ValidationError(TOO_QUICK)
        return hashlib.sha256(word.encode()).hexdigest()

    @staticmethod
    def _is_younger(stamp: str, seconds: int) -> bool:
        try:
            _SIGNER.unsign(stamp, max_age=seconds)
        except SignatureExpired:
            return False
        return True


class EmptyField(forms.CharField):
    """A field that people do not see. What a program filled into it is never given back.

    The program may be a person's own browser: somebody who cannot see a field cannot empty it, and could never send.
    """

    def __init__(self) -> None:
        off = forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
        super().__init__(label=_("Leave this empty"), required=False, widget=off)

    def bound_data(self, data: Any, initial: Any) -> str:
        """A form that is shown again has it empty."""
        return ""


class GuardedForm(forms.Form):
    """A form with a stamp and a field that people do not see and leave empty.

    `refused` is why this request cannot be taken, whatever is in it ("" for any other); such a form is never valid, and
    is shown again with all that was typed.
    """

    # No name that browsers know from other forms, or they fill it in: not a website, an address or a company.
    nothing_here = EmptyField()
    stamp = StampField()

    def __init__(self, *args: Any, refused: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused

    def clean(self) -> dict[str, Any]:
        """One reason for the whole form, the gravest; it stands above all fields, because none of them is wrong.

        Where a field is wrong, that is told alone: the form comes back with a new stamp anyway.
        """
        stamp = self.errors.pop("stamp", [])
        guarded = [] if self.errors else [A_PROGRAM if self.cleaned_data.get("nothing_here") else "", *stamp]
        if reason := next((reason for reason in (self.refused, *guarded) if reason), ""):
            raise ValidationError(reason)
        return self.cleaned_data

    @staticmethod
    def guards() -> tuple[Any, ...]:
        """What a layout has to hold besides the questions."""
        return "stamp", Div("nothing_here", css_class="left-empty", aria_hidden="true")
