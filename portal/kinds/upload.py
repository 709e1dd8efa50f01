"""A field that names an uploaded picture, and its input: the picture itself, and a button to choose another file."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kinds.base import Gap
from portal.kinds.fields import PatternField
from portal.kinds.index import UPLOAD, Index
from portal.kinds.widgets import LineInput
from portal.text.references import Ref

NAME = r"[0-9a-f]{64}\.(?:jpg|png)"
# What browsers offer first; what a file really is, its bytes say.
OFFERED = "image/jpeg,image/png,image/webp"
_NOTHING: Mapping[str, Any] = {}


class UploadInput(LineInput):
    """The name of the file travels unseen; beside it the picture is shown, and another file can be chosen.

    Whoever takes in what a browser sent puts the name of a chosen file in the place of the old one.
    """

    template_name = "admin/widgets/upload.html"
    needs_multipart_form = True
    # What is known of the picture of this name (address, width, height, weight); asked for only when it is drawn.
    look_up: Callable[[str], Mapping[str, Any]] = staticmethod(lambda _name: _NOTHING)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        found = super().value_from_datadict(data, files, name)
        return "" if data.get(f"{name}-without") else found

    @staticmethod
    def sent_as(name: str) -> str:
        """Under which name a browser sends the file that was chosen for the field `name`."""
        return f"{name}-upload"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "offered": OFFERED,
            "sent_as": self.sent_as(name),
            "picture": self.look_up(value) if value else _NOTHING,
        }
        return context


class UploadField(PatternField):
    """The name of an uploaded picture: the SHA-256 of its bytes and its ending."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        what = gettext_lazy("the name of an uploaded picture")
        super().__init__(
            *args, longest=80, pattern=NAME, what=what, such_as=f"{'0' * 63}….jpg", widget=UploadInput(), **kwargs
        )
        self.index = Index()

    def set_up(self, *, index: Index, **kwargs: Any) -> None:
        super().set_up(index=index, **kwargs)
        self.index = index

    def gaps(self, value: Any) -> Iterator[Gap]:
        yield from super().gaps(value)
        if value and not self.index.has(Ref(UPLOAD, value)):
            words = _("%(field)s: there is no picture “%(name)s”; choose its file on the desk, or put it into content/")
            yield Gap(words % {"field": self.called, "name": value})
