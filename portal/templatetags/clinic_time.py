"""Whose time a screen shows, in words for people who have never met the name of a time zone."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

register = template.Library()

# What a server has that was told no time zone.
UNSET = ("UTC", "Etc/UTC")


@register.simple_tag
def clinic_time() -> str:
    """One sentence: "Times are those of Oslo." for Europe/Oslo; the clock of London in winter where none is set."""
    name = timezone.get_current_timezone_name()
    if name in UNSET:
        return _("Times are those of London in winter, because the clinic’s own are not set.")
    place = name.rpartition("/")[2].replace("_", " ")
    return _("Times are those of %(place)s.") % {"place": place}
