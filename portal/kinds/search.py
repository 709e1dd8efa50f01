"""Words for searching: what means the same, what says nothing, and what somebody types in an emergency."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kinds.card import EVERY_PAGE
from portal.kinds.choices import ChoiceField
from portal.kinds.fields import LongTextField, TextField
from portal.kinds.form import DocumentForm
from portal.kinds.rows import RowsField
from portal.kinds.widgets import TextArea

CRISIS_LINE = "crisis_line"
LEADS = {
    EVERY_PAGE: _("the card on every page"),
    "after_treatment": _("the card for after a treatment"),
    CRISIS_LINE: _("the crisis line"),
}


def words_field(label: Any, help_text: Any, *, needed: bool = False) -> TextField:
    """Words and short phrases with commas between them; the words of a phrase may stand in any order."""
    return TextField(label, help_text, longest=1900, widget=TextArea(3), needed=needed)


class SearchForm(DocumentForm):
    """How the search of one language understands readers. Readers never see these words."""

    noun = _("search words")
    has_body = False

    title = TextField(_("Title"), _("For the desk only. Example: “How readers say it”."), longest=100, needed=True)
    left_out = LongTextField(
        _("Words that say nothing"),
        _(
            "Words that stand in any question, with blanks between them. The search passes over them."
            " Example: “please”."
        ),
        longest=6000,
    )
    elsewhere = LongTextField(
        _("Words of other matters"),
        _(
            "With commas between them. Whoever types one is told that nothing here is about it. Example:"
            " “knee replacement”."
        ),
        longest=6000,
    )
    here = LongTextField(
        _("Words of this matter"),
        _(
            "With blanks between them. Whoever types one besides words of another matter is answered all the same."
            " Example: “spine”."
        ),
    )
    same = RowsField(
        _("Words that mean the same"),
        _("Whoever types one of the words of a row also finds what is written in another. Only true equals."),
        columns={
            "words": words_field(
                _("Words"), _("With commas between them. Example: “pee, wee, pass urine”."), needed=True
            )
        },
    )
    urgent = RowsField(
        _("Words of an emergency"),
        _("When one word of each list is typed, what to do at once stands above all that was found."),
        columns={
            "one_of": words_field(_("One of"), _("With commas between them. Example: “pee, bladder”."), needed=True),
            "and_one_of": words_field(_("And one of"), _("Example: “cannot”. Empty: the first list is enough.")),
            "unless": words_field(_("But none of"), _("Words that show that it is no emergency. Example: “catheter”.")),
            "leads_to": ChoiceField(_("Shows"), _("What stands above."), answers=LEADS, needed=True),
        },
    )
