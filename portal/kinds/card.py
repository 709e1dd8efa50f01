"""Cards: words that must reach the reader at once."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.choices import ChoiceField
from portal.kinds.fields import TextField
from portal.kinds.form import DocumentForm
from portal.kinds.numbers import WholeField

PLACES = {"every_page": _("every page"), "after_treatment": _("pages about treatments and recovery")}


class CardForm(DocumentForm):
    """An emergency card, shown on the pages it belongs to."""

    noun = _("a card")
    needs_body = True

    title = TextField(_("Title"), _("Example: “Get help now”."), longest=100, needed=True)
    position = WholeField(_("Position"), _("Its place among the cards: 1 comes first."), low=0, high=9999)
    shown_on = ChoiceField(_("Shown on"), _("The pages that carry the card."), answers=PLACES, needed=True)
