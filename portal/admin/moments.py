"""Days and times as the desk says them, in the clinic's time zone."""

from datetime import date, datetime

from django.utils import formats, timezone


def said(moment: datetime) -> str:
    """A moment, such as "3 Dec 2026, 09:00"."""
    return formats.date_format(timezone.localtime(moment), "j M Y, H:i")


def said_day(day: date) -> str:
    """A day, such as "3 Dec 2026"."""
    return formats.date_format(day, "j M Y")
