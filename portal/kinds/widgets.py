"""Inputs that read either a file's front matter or what a browser sent. All of them work without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms


class FileValues(dict[str, Any]):
    """A file's front matter (and its body), handed to a form in place of what a browser sends."""


@dataclass(frozen=True)
class Written:
    """A value as a file holds it: its YAML type is still to be checked."""

    value: Any


class _FromFile(forms.Widget):
    """Takes a file's value as it stands, and a browser's as its sibling class reads it."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if isinstance(data, FileValues):
            return Written(data.get(name))
        return super().value_from_datadict(data, files, name)


class LineInput(_FromFile, forms.TextInput):
    """One line of text."""


class TextArea(_FromFile, forms.Textarea):
    """Several lines of text; a list is shown one item a line."""

    def __init__(self, rows: int = 3) -> None:
        super().__init__({"rows": rows, "cols": 80})

    def format_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else super().format_value(value)


class Tick(_FromFile, forms.CheckboxInput):
    """A box to tick."""


class Pick(_FromFile, forms.Select):
    """One of a short list."""


class PickSome(_FromFile, forms.CheckboxSelectMultiple):
    """Any of a short list, a box each."""


# Short names that are shown beside an input; any other can be named too. A screen with thousands would be slow.
MOST_OFFERED = 500


class SlugInput(LineInput):
    """The short name of one document, with the known ones to choose from, the first of them where there are many."""

    template_name = "admin/widgets/slug.html"
    known: Callable[[], Sequence[str]] = tuple  # asked for only when it is drawn

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"known-{context['widget']['attrs'].get('id', name)}"
        context["widget"]["attrs"]["list"] = listed
        context["widget"] |= {"known": self.known()[:MOST_OFFERED], "listed": listed}
        return context


class SlugsArea(TextArea):
    """Short names of documents, one a line, with the known ones to look up below, the first where there are many."""

    template_name = "admin/widgets/slugs.html"
    known: Callable[[], Sequence[str]] = tuple

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known = self.known()
        context["widget"] |= {"known": known[:MOST_OFFERED], "shown": MOST_OFFERED, "is_cut": len(known) > MOST_OFFERED}
        return context
