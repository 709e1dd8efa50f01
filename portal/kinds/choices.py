"""Fields with a fixed list of answers: one of them, some of them, yes or no."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from portal.kinds.base import DocumentField, Path, Wrong
from portal.kinds.widgets import Pick, PickSome, Tick

Answers = Mapping[str, Any]


def not_an_answer(field: DocumentField, value: Any, answers: Answers, path: Path = ()) -> Wrong:
    """The fault of a value that is not among the answers, with the nearest of them."""
    words = _('%(field)s cannot be "%(value)s"; choose one of: %(answers)s')
    near = get_close_matches(str(value), answers, n=1)
    if near:
        words = _('%(field)s cannot be "%(value)s"; did you mean "%(near)s"? The choices are: %(answers)s')
    return field.wrong(words, path, value=str(value)[:80], near="".join(near), answers=", ".join(answers))


class ChoiceField(DocumentField):
    """One of the answers: what files hold, mapped to what people read."""

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, widget=Pick(choices=[("", "—"), *answers.items()]), **kwargs)
        self.answers = answers

    def typed(self, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise not_an_answer(self, value, self.answers)
        return value

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        if text and text not in self.answers:
            raise not_an_answer(self, text, self.answers)
        return text


class ChoicesField(DocumentField):
    """Some of the answers, always kept in the order in which they are offered."""

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, widget=PickSome(choices=list(answers.items())), **kwargs)
        self.answers = answers

    def typed(self, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(_('%(field)s must be a list: put each choice on its own line, after "- "'))
        return value

    def shown(self, value: Any) -> list[str]:
        return [str(entry) for entry in value] if isinstance(value, list) else []

    def to_python(self, value: Any) -> list[str]:
        chosen = value if isinstance(value, list | tuple) else []
        for number, entry in enumerate(chosen):
            if not isinstance(entry, str) or entry not in self.answers:
                raise not_an_answer(self, entry, self.answers, (number,))
        return [answer for answer in self.answers if answer in chosen]


class YesField(DocumentField):
    """Yes or no; no is left out of the text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=Tick(), **kwargs)

    def typed(self, value: Any) -> bool:
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self.wrong(_("%(field)s must be true or false, without quotes"))

    def shown(self, value: Any) -> bool:
        return value is True

    def to_python(self, value: Any) -> bool:
        return bool(value)
