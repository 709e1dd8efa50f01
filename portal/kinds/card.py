"""Cards: words that must reach the reader at once."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField
from portal.kinds.fields import TextField
from portal.kinds.form import DocumentForm
from portal.kinds.numbers import WholeField

EVERY_PAGE = "every_page"
PLACES = {EVERY_PAGE: _("every page"), "after_treatment": _("pages about treatments and recovery")}


class CardForm(DocumentForm):
    """An emergency card, shown on the pages it belongs to."""

    noun = _("a card")
    needs_body = True
    is_part = True

    title = TextField(_("Title"), _("Example: “Get help now”."), longest=100, needed=True)
    position = WholeField(_("Position"), _("Its place among the cards: 1 comes first."), low=0, high=9999)
    shown_on = ChoiceField(_("Shown on"), _("The pages that carry the card."), answers=PLACES, needed=True)
    in_brief = TextField(
        _("In brief"),
        _(
            "The worst signs in one line, for the band on top of every page; the emergency number follows by itself."
            " Example: “New or worse: numb between the legs; cannot pass urine; a leg going weak fast.”"
        ),
        longest=300,
    )

    def rules(self) -> Iterator[Gap]:
        """The band on top of every page must never be without its signs."""
        if self.value("shown_on") == EVERY_PAGE and not self.value("in_brief"):
            words = gettext("%(field)s is needed on a card for every page: the worst signs in one line")
            yield Gap(words % {"field": self.called("in_brief")}, ("in_brief",))
