"""What a password must be, in plain words. Django's own checks do the work; its words speak to programmers."""

from typing import Any

from django.contrib.auth import password_validation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

LEAST = 12


class LongEnough(password_validation.MinimumLengthValidator):
    """At least twelve characters. Length is what makes guessing slow, so nothing is asked of which characters."""

    def __init__(self) -> None:
        super().__init__(min_length=LEAST)

    def get_error_message(self) -> str:
        """Said when it is too short."""
        return (
            ngettext(
                "This password is too short: it needs at least %d character.",
                "This password is too short: it needs at least %d characters.",
                self.min_length,
            )
            % self.min_length
        )

    def get_help_text(self) -> str:
        """Said beforehand."""
        words = _("At least %(least)s characters. Four words that do not belong together are easy to keep in mind.")
        return str(words) % {"least": self.min_length}


class NotAboutYou(password_validation.UserAttributeSimilarityValidator):
    """Not like the name, the e-mail or the user name; twice the user name is like it too."""

    def __init__(self) -> None:
        super().__init__(max_similarity=0.6)

    def get_error_message(self) -> Promise:
        """Said when it is."""
        return _("This password is too much like your %(verbose_name)s.")

    def get_help_text(self) -> Promise:
        """Said beforehand."""
        return _("Nothing like your name, user name or e-mail.")


class NotOnlyFigures(password_validation.NumericPasswordValidator):
    """No telephone number, no date."""

    def get_error_message(self) -> Promise:
        """Said when it is one."""
        return _("A password of figures only is quickly guessed. Add words.")

    def get_help_text(self) -> Promise:
        """Said beforehand."""
        return _("Not figures only.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the twenty thousand that are tried first."""

    def get_error_message(self) -> Promise:
        """Said when it is."""
        return _("Too many people use this password, so it is among the first to be guessed.")

    def get_help_text(self) -> Promise:
        """Said beforehand."""
        return _("None that many people use, such as “password1234”.")

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a common one, also with figures or signs behind it that make it twelve characters long."""
        super().validate(password, user)
        super().validate(password.rstrip("0123456789!?.*#-_ ") or password, user)
