"""The clinic: what a site shows of those who run it. Everything may stay empty."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kinds.choices import YesField
from portal.kinds.fields import PatternField, TextField
from portal.kinds.form import DocumentForm
from portal.kinds.guide import country_field
from portal.kinds.rows import RowsField


def telephone_field(label: Any, help_text: Any) -> PatternField:
    """A telephone number as people dial it."""
    return PatternField(
        label,
        help_text,
        pattern=r"[+]?[0-9][0-9 ()/-]{1,28}",
        what=_("a telephone number in quotes"),
        such_as="+44 20 7946 0000",
    )


class ClinicForm(DocumentForm):
    """The clinic's settings. Where one is empty, the site shows words that hold everywhere."""

    noun = _("the clinic")
    has_body = False
    has_aliases = False

    is_demo = YesField(_("Is a demonstration"), _("Tick while no clinic runs this site: every page then says so."))
    name = TextField(_("Name"), _("The clinic's name as patients know it."), longest=120)
    country = country_field()
    publisher = TextField(_("Publisher"), _("Who is answerable for this site."), longest=200)
    funder = TextField(_("Paid for by"), _("Who pays for this site."), longest=200)
    clinic_phone = telephone_field(_("Telephone"), _("In opening hours. Example: “+44 20 7946 0000”."))
    out_of_hours_phone = telephone_field(_("Telephone out of hours"), _("At night and at weekends."))
    emergency_number = telephone_field(_("Emergency number"), _("Of the country. Example: “112”."))
    crisis_line = telephone_field(_("Crisis line"), _("For people who fear that they may harm themselves."))
    email = PatternField(
        _("Email"),
        _("Where readers may write to. Example: “spine@clinic.example”."),
        pattern=r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}",
        what=_("an email address"),
        such_as="spine@clinic.example",
    )
    owners = RowsField(
        _("Who looks after this site"),
        _("Each person with a task. Example: “Sister M. Ward”, “answers readers”."),
        columns={
            "name": TextField(_("Name"), _("Of the person."), longest=120, needed=True),
            "role": TextField(_("Task"), _("What the person does here."), longest=120, needed=True),
        },
    )
