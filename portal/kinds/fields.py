"""Fields of words: a line of text, a longer text, a list of lines, texts of a fixed pattern."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kinds.base import DocumentField, Gap, Wrong, yaml_kind
from portal.kinds.widgets import LineInput, TextArea
from portal.text.characters import hidden_characters
from portal.text.frontmatter import unix_lines


class TextField(DocumentField):
    """One line of text of at most `longest` characters."""

    def __init__(self, *args: Any, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": LineInput({"size": 80})} | kwargs)
        self.longest = longest

    def typed(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, list | dict):
            raise self.wrong(_("%(field)s must be one text, not %(kind)s"), kind=yaml_kind(value))
        shown = str(value).lower() if isinstance(value, bool) else value
        raise self.wrong(_('%(field)s must be text; put it in quotes: "%(value)s"'), value=shown)

    def to_python(self, value: Any) -> str:
        text = self.tidy(str(value or ""))
        if hidden := hidden_characters(text):
            raise self.wrong("%(field)s: %(fault)s", fault=hidden[0].message)
        if len(text) > self.longest:
            words = _("%(field)s is %(length)s characters long; shorten it to %(longest)s")
            raise self.wrong(words, length=len(text), longest=self.longest)
        self.check(text)
        return text

    def tidy(self, text: str) -> str:
        """The text without what does not matter: blanks around it."""
        return text.strip()

    def check(self, text: str) -> None:
        """Refuse what one line of text cannot hold."""
        if "\n" in text or "\r" in text:
            raise self.wrong(_("%(field)s must be on one line; take the line breaks out"))


class LongTextField(TextField):
    """A text of several lines, without marks; `most_words` is asked for at publishing."""

    def __init__(self, *args: Any, longest: int = 4000, most_words: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, longest=longest, widget=TextArea(4), **kwargs)
        self.most_words = most_words

    def tidy(self, text: str) -> str:
        return "\n".join(line.rstrip(" \t") for line in unix_lines(text).split("\n")).strip()

    def check(self, text: str) -> None:
        """Line breaks are welcome here."""

    def gaps(self, value: Any) -> Iterator[Gap]:
        yield from super().gaps(value)
        if self.most_words and (count := len(str(value or "").split())) > self.most_words:
            words = _("%(field)s is %(count)s words long; shorten it to %(most)s")
            yield Gap(words % {"field": self.called, "count": count, "most": self.most_words})


class PatternField(TextField):
    """A line of text of one pattern, explained by `what` and an example."""

    def __init__(self, *args: Any, pattern: str, what: Any, such_as: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pattern = re.compile(pattern)
        self.what, self.such_as = what, such_as

    def typed(self, value: Any) -> str:
        if isinstance(value, str) or value is None:
            return super().typed(value)
        raise self.mismatch()

    def check(self, text: str) -> None:
        if text and not self.pattern.fullmatch(text):
            raise self.mismatch()

    def mismatch(self) -> Wrong:
        """The fault of a text that is not of the pattern."""
        words = _('%(field)s must be %(what)s, such as "%(such_as)s"')
        return self.wrong(words, what=self.what, such_as=self.such_as)


class RangeField(PatternField):
    """A whole number or a range of two, low first: "0-1" or "1", kept as written."""

    def __init__(self, *args: Any, what: Any, such_as: str, **kwargs: Any) -> None:
        super().__init__(*args, pattern=r"[0-9]{1,4}(-[0-9]{1,4})?", what=what, such_as=such_as, **kwargs)

    def tidy(self, text: str) -> str:
        return re.sub(r"\s*[-\N{EN DASH}]\s*", "-", text.strip())

    def check(self, text: str) -> None:
        super().check(text)
        low, _dash, high = text.partition("-")
        if high and int(low) > int(high):
            raise self.wrong(_("%(field)s must start with the lower number: write %(mend)s"), mend=f"{high}-{low}")


class MonthField(PatternField):
    """A month or a day, as 2026-11 or 2026-11-23."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        month = r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?"
        super().__init__(*args, pattern=month, what=gettext_lazy("a month"), such_as="2026-11", **kwargs)
