"""Fields of readers' forms that Django does not have."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")
NOT_WHOLE = _("Enter the day, the month and the year.")
NO_NUMBERS = _("Write the day, the month and the year in numbers.")
NO_SUCH_DAY = _("There is no such day. Check the day, the month and the year.")


class DayInputs(forms.MultiWidget):
    """Three short inputs for numbers, because people know a date by heart faster than they find it in a calendar.

    `autocomplete` "bday" lets a browser fill in the parts of a date of birth.
    """

    def __init__(self, autocomplete: str = "") -> None:
        attrs = [{"inputmode": "numeric", "maxlength": "4" if part == "year" else "2"} for part in PARTS]
        if autocomplete:
            attrs = [more | {"autocomplete": f"{autocomplete}-{part}"} for more, part in zip(attrs, PARTS, strict=True)]
        super().__init__({part: forms.TextInput(more) for part, more in zip(PARTS, attrs, strict=True)})

    def decompress(self, value: date | None) -> list[int | None]:
        """A date as day, month and year."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date, typed as day, month and year; its value is a `datetime.date`, or None when left empty."""

    def __init__(self, *, autocomplete: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": NOT_WHOLE})
        labels = (_("Day"), _("Month"), _("Year"))
        fields = tuple(forms.IntegerField(label=label, error_messages={"invalid": NO_NUMBERS}) for label in labels)
        super().__init__(fields, widget=DayInputs(autocomplete), **kwargs)

    def compress(self, data_list: list[int | None]) -> date | None:
        """The parts as one date. ValidationError for parts that are missing or name no day."""
        if not data_list:
            return None
        day, month, year = data_list
        if day is None or month is None or year is None:
            raise ValidationError(NOT_WHOLE)
        try:
            return date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(NO_SUCH_DAY) from error
