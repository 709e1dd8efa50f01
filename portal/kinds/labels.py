"""Short texts kept in every language of the site, as a mapping: en: Leg pain."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from portal.kinds.base import DocumentField, Gap, Wrong
from portal.kinds.fields import LongTextField, TextField
from portal.kinds.index import Index
from portal.kinds.widgets import FileValues, LineInput, TextArea, Written


def language_name(code: str) -> str:
    """The language in words, or its code when Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def in_language(texts: Mapping[str, str] | None, language: str) -> str:
    """A text in a language, else in the site's first one, else in any that it has; "" without any.

    The first one is asked for by name, because PostgreSQL forgets the order in which JSON names were written.
    """
    if not texts:
        return ""
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()))


class LabelsInput(forms.Widget):
    """One input for each language of the site."""

    template_name = "admin/widgets/labels.html"
    use_fieldset = True
    languages: Sequence[str] = ("en",)

    def __init__(self, part: forms.Widget) -> None:
        super().__init__()
        self.part = part

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if isinstance(data, FileValues):
            return Written(data.get(name))
        return {code: data.get(f"{name}-{code}", "") for code in self.languages}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        texts = value if isinstance(value, dict) else {}
        inputs = []
        for code in self.languages:
            words = language_name(code)
            more = {"id": f"{own.get('id', 'id_' + name)}-{code}", "lang": code}
            if "aria-label" in own:
                more["aria-label"] = f"{own['aria-label']}, {words}"
            part = self.part.get_context(f"{name}-{code}", texts.get(code, ""), more)["widget"]
            inputs.append({"widget": part, "language": words})
        context["widget"] |= {"inputs": inputs, "is_labelled": "aria-label" in own}
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class LabelsField(DocumentField):
    """A text a language. The first language of the site must be there when the field is needed."""

    def __init__(self, *args: Any, longest: int = 200, is_long: bool = False, **kwargs: Any) -> None:
        part = TextArea(3) if is_long else LineInput({"size": 60})
        super().__init__(*args, widget=LabelsInput(part), **kwargs)
        self.longest, self.is_long = longest, is_long

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        super().set_up(called=called, languages=languages, index=index)
        self.widget.languages = tuple(languages)

    def typed(self, value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            words = _('%(field)s must hold a text for each language: write "%(code)s: …" on a line of its own below it')
            raise self.wrong(words, code=self.languages[0])
        words = _('%(field)s has a text in "%(code)s", which is not a language of this site (%(languages)s)')
        strange = [code for code in value if code not in self.languages]
        if strange:
            listed = ", ".join(self.languages)
            raise ValidationError([self.wrong(words, (code,), code=code, languages=listed) for code in strange])
        return {code: Written(text) for code, text in value.items()}

    def shown(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            return {self.languages[0]: str(value)} if isinstance(value, str) else {}
        return {code: self._part(code).shown(text) for code, text in value.items()}

    def to_python(self, value: Any) -> dict[str, str]:
        texts = value if isinstance(value, dict) else {}
        cleaned: dict[str, str] = {}
        faults: list[Wrong] = []
        for code in self.languages:
            try:
                cleaned[code] = self._part(code).clean(texts.get(code, ""))
            except Wrong as wrong:
                faults.append(Wrong(wrong.words, (code,)))
        if faults:
            raise ValidationError(faults)
        return {code: text for code, text in cleaned.items() if text}

    def gaps(self, value: Any) -> Iterator[Gap]:
        yield from super().gaps(value)
        if value and self.languages[0] not in value:
            words = _("%(field)s has no text in %(language)s, the main language of this site; add it")
            yield Gap(words % {"field": self.called, "language": language_name(self.languages[0])})

    def _part(self, code: str) -> TextField:
        part = (LongTextField if self.is_long else TextField)("", longest=self.longest)
        part.called = f"{self.called} ({code})"
        return part
