"""Words of the glossary."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.asked import asked_as_field
from portal.kinds.fields import LongTextField, TextField
from portal.kinds.form import DocumentForm
from portal.kinds.lines import LinesField


class TermForm(DocumentForm):
    """A word that pages explain where they first use it."""

    noun = _("a term")
    is_part = True

    title = TextField(_("Word"), _("As it stands in texts. Example: “sciatica”."), longest=100, needed=True)
    also = LinesField(
        _("Other forms"), _("Plurals and other spellings to be marked too, one a line. Example: “discs”.")
    )
    asked_as = asked_as_field()
    definition = LongTextField(
        _("Meaning"),
        _("What it means, in at most 40 everyday words. Example: “Pain down the leg, from a nerve in the back.”"),
        longest=600,
        most_words=40,
        needed=True,
    )
    say = TextField(_("How to say it"), _("Example: “sy-AT-i-ka”."), longest=120)
