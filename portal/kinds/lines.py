"""A list of single lines, such as the names people use for a condition."""

import copy
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.kinds.base import DocumentField, Wrong
from portal.kinds.fields import TextField
from portal.kinds.index import Index
from portal.kinds.widgets import TextArea, Written
from portal.text.frontmatter import unix_lines

MOST_LINES = 200


class LinesField(DocumentField):
    """A list of texts, typed one a line. `each` is the field that checks one of them."""

    def __init__(self, *args: Any, each: TextField | None = None, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, widget=widget or TextArea(), **kwargs)
        self.each = each or TextField("", longest=300)

    def __deepcopy__(self, memo: dict[int, Any]) -> "LinesField":
        result = super().__deepcopy__(memo)
        result.each = copy.deepcopy(self.each, memo)
        return result

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        super().set_up(called=called, languages=languages, index=index)
        self.each.set_up(called=called, languages=languages, index=index)

    def typed(self, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(_('%(field)s must be a list: put each entry on its own line, after "- "'))
        return [Written(item) for item in value]

    def shown(self, value: Any) -> list[str]:
        entries = value if isinstance(value, list) else [] if value is None else [value]
        return [self.each.shown(entry) for entry in entries]

    def to_python(self, value: Any) -> list[str]:
        entries = value if isinstance(value, list) else _lines(str(value or ""))
        if len(entries) > MOST_LINES:
            raise self.wrong(
                _("%(field)s has %(count)s entries; keep at most %(most)s"), count=len(entries), most=MOST_LINES
            )
        cleaned: list[str] = []
        faults: list[Wrong] = []
        for number, entry in enumerate(entries):
            text = self._one(number, entry, faults)
            if text in cleaned:
                faults.append(self.wrong(_('%(field)s has "%(text)s" twice; take one out'), (number,), text=text))
            elif text:
                cleaned.append(text)
        if faults:
            raise ValidationError(faults)
        return cleaned

    def _one(self, number: int, entry: Any, faults: list[Wrong]) -> str:
        self.each.called = _("%(field)s, entry %(number)s") % {"field": self.called, "number": number + 1}
        try:
            return str(self.each.clean(entry))
        except Wrong as wrong:
            faults.append(Wrong(wrong.words, (number,)))
            return ""


def _lines(text: str) -> list[str]:
    return [line for line in unix_lines(text).split("\n") if line.strip()]
