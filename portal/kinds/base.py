"""What every field of a document has in common: strict reading of files, mends in its messages, a canonical value."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.kinds.index import Found, Index
from portal.kinds.widgets import Written

Path = tuple[str | int, ...]


class Wrong(ValidationError):
    """One thing to mend. `path` leads from the field to the place, such as (1, "range"); `line` counts in a body."""

    def __init__(self, message: str, path: Path = (), line: int = 0) -> None:
        super().__init__(message)
        self.path = path
        self.line = line

    @property
    def words(self) -> str:
        """The message as text."""
        return str(self.message)


class Gap(NamedTuple):
    """Something that stops publishing, though a draft may have it: what to do, and where."""

    message: str
    path: Path = ()


def is_blank(value: object) -> bool:
    """Whether a value is left out of the canonical text. A zero says something, so it stays."""
    return value is None or value is False or value in ("", [], {})


class DocumentField(forms.Field, ABC):
    """A field of a document. `needed` is asked for at publishing only: a draft may leave everything out.

    A file's value comes wrapped as `Written` and keeps its YAML type until `typed` has checked it; from then on
    words from a file and from the admin take the same way, so they cannot end in different texts.
    """

    def __init__(self, label: Any, help_text: Any = "", *, needed: bool = False, widget: Any = None) -> None:
        super().__init__(required=False, label=label, help_text=help_text, widget=widget)
        self.needed = needed
        self.called = str(label)
        self.languages: Sequence[str] = ("en",)

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        """Tell the field its name for messages, the languages of the site and the known documents."""
        self.called = called
        self.languages = languages

    def clean(self, value: Any) -> Any:
        if isinstance(value, Written):
            value = self.typed(value.value)
        return super().clean(value)

    @abstractmethod
    def typed(self, value: Any) -> Any:
        """A file's value as the admin's inputs would give it. ValidationError when its YAML type is wrong."""

    def shown(self, value: Any) -> Any:
        """A file's value for the admin's inputs, however wrong: what cannot be typed is shown as words to mend."""
        try:
            return self.typed(value)
        except ValidationError:
            return "" if isinstance(value, list | dict) else str(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.shown(data.value) if isinstance(data, Written) else data

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(initial) != self.clean(data))
        except ValidationError:
            return True

    def stored(self, value: Any) -> Any:
        """The cleaned value as front matter holds it."""
        return value

    def uses(self, value: Any) -> Iterator[Found]:
        """The documents that the cleaned value names."""
        return iter(())

    def gaps(self, value: Any) -> Iterator[Gap]:
        """What the cleaned value lacks for publishing."""
        if self.needed and is_blank(value):
            yield Gap(_("%(field)s is needed: %(help)s") % {"field": self.called, "help": self.help_text})

    def wrong(self, words: str, path: Path = (), **more: object) -> Wrong:
        """A fault of this field: `words` is a translated phrase with %(field)s in it."""
        return Wrong(words % ({"field": self.called} | more), path)


def yaml_kind(value: object) -> str:
    """What a YAML value is, in plain words."""
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, dict):
        return _("a group of named values")
    if isinstance(value, bool):
        return _("true or false")
    return _("a text") if isinstance(value, str) else _("a number")
