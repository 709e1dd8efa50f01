"""“Was this clear?”: two questions about a part of a page, and none about the reader."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.guarded import GuardedForm
from portal.forms.words import PlainWords
from portal.visitors.feedback import MOST_WORDS, Clear


class FeedbackForm(GuardedForm):
    """Sent about one part of one page, which the address names."""

    clear = forms.ChoiceField(
        label=_("Is it clear to you?"),
        choices=Clear.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is clear to you"), "invalid_choice": _("Choose one of these")},
    )
    words = PlainWords(
        label=_("What was not clear?"),
        help_text=_("A word, a number, a picture, or something that is missing"),
        required=False,
        most=MOST_WORDS,
    )

    @property
    def helper(self) -> FormHelper:
        """The questions, the guards, and the one button."""
        helper = FormHelper()
        helper.layout = Layout("clear", "words", *self.guards())
        helper.add_input(Submit("send", _("Send this to the team")))
        return helper
