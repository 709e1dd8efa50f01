"""Guides: help with one step of a patient's way."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.choices import ChoiceField
from portal.kinds.fields import PatternField
from portal.kinds.numbers import WholeField
from portal.kinds.page import PageForm, check_items_field, related_field, safety_field

STAGES = {
    "pain": _("living with the pain"),
    "diagnosis": _("finding out what it is"),
    "surgery_suggested": _("surgery has been suggested"),
    "getting_ready": _("getting ready"),
    "recovering": _("recovering"),
}


def country_field() -> PatternField:
    """A country by its two letters."""
    return PatternField(
        _("Country"),
        _("Two capital letters. Fill it in only when the rules of one country are meant. Example: “GB”."),
        pattern="[A-Z]{2}",
        what=_("the two capital letters of a country"),
        such_as="GB",
    )


class GuideForm(PageForm):
    """A guide. One that is about safety must be reviewed by a clinician before the site goes live."""

    noun = _("a guide")
    needs_body = True

    stage = ChoiceField(_("Stage"), _("Where the reader is on the way."), answers=STAGES, needed=True)
    position = WholeField(_("Position"), _("Its place among the guides of the stage: 1 comes first."), high=9999, low=0)
    is_safety = safety_field()
    country = country_field()
    related = related_field()
    check_items = check_items_field()
