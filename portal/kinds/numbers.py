"""Fields of figures: whole numbers, and decimals kept exactly as they were reported (1.10 stays 1.10)."""

import re
from abc import abstractmethod
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.kinds.base import DocumentField, yaml_kind
from portal.kinds.widgets import LineInput

# Six decimals at most: beyond that Decimal writes an exponent, which nobody would have reported.
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,9}")


class NumberField(DocumentField):
    """A figure between `low` and `high` (both may be met), None when left out."""

    such_as = "3"

    def __init__(
        self, *args: Any, low: int | None = None, high: int | None = None, such_as: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, widget=LineInput({"size": 12, "inputmode": "decimal"}), **kwargs)
        self.low, self.high = low, high
        self.such_as = such_as or self.such_as

    def typed(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            words = _("%(field)s must be a number without quotes, such as %(such_as)s")
            raise self.wrong(words, such_as=self.such_as)
        if isinstance(value, bool | list | dict):
            words = _("%(field)s must be a number, such as %(such_as)s, not %(kind)s")
            raise self.wrong(words, such_as=self.such_as, kind=yaml_kind(value))
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def shown(self, value: Any) -> str:
        return value if isinstance(value, str) else str(super().shown(value))

    def to_python(self, value: Any) -> int | Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        number = self.read(text)
        if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
            words = _("%(field)s must be between %(low)s and %(high)s")
            if self.high is None:
                words = _("%(field)s must be %(low)s or more")
            raise self.wrong(words, low=self.low, high=self.high)
        return number

    @abstractmethod
    def read(self, text: str) -> int | Decimal:
        """The number that the text is. ValidationError when it is none of this field's."""


class WholeField(NumberField):
    """A whole number, not below zero."""

    def read(self, text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise self.wrong(_("%(field)s must be a whole number, such as %(such_as)s"), such_as=self.such_as)
        return int(text)


class DecimalField(NumberField):
    """A number as it was reported, with the zeros at its end."""

    such_as = "12.5"

    def read(self, text: str) -> Decimal:
        text = text.replace("\N{MINUS SIGN}", "-")
        if not _DECIMAL.fullmatch(text):
            words = _("%(field)s must be a number with a point for decimals, such as %(such_as)s")
            raise self.wrong(words, such_as=self.such_as)
        return Decimal(text)
