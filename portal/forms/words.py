"""What readers type, in the shape in which it may be kept: no unseen characters, one sort of line break."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from portal.text.characters import only_seen

EMPTY_LINES = re.compile(r"\n{3,}")


class PlainWords(forms.CharField):
    """Some lines of text. Characters that nobody types on purpose go; too many words are told, not cut off."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": 5}))
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> str:
        """The words as they are kept: composed letters, at most one empty line in a row, no blanks around them."""
        return EMPTY_LINES.sub("\n\n", only_seen(str(value or ""))).strip()

    def validate(self, value: str) -> None:
        """ValidationError that says by how much it is too long."""
        super().validate(value)
        if over := max(0, len(value) - self.most):
            more = {"most": self.most, "over": over}
            raise ValidationError(
                ngettext(
                    "Shorten what you wrote by %(over)s character: %(most)s fit",
                    "Shorten what you wrote by %(over)s characters: %(most)s fit",
                    over,
                )
                % more
            )
