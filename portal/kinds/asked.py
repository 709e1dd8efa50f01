"""How readers ask for a page or a word."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.lines import LinesField


def asked_as_field() -> LinesField:
    """Words and questions by which people look for it: for the search only."""
    return LinesField(
        _("What people ask"),
        _(
            "Words and short questions by which people look for it, one a line. Readers never see them. Example: “when"
            " can I drive”."
        ),
    )
