"""Fields that name other documents: by short name, when the kind is plain, or as kind:slug."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kinds.base import Gap
from portal.kinds.fields import PatternField
from portal.kinds.index import Found, Index, Use
from portal.kinds.lines import LinesField
from portal.kinds.widgets import MOST_OFFERED, SlugInput, SlugsArea
from portal.text.references import LONGEST_SLUG, PAGE_KINDS, SLUG, Ref


class NameField(PatternField):
    """A short name as addresses hold it; words typed in the admin are turned into one."""

    def __init__(self, *args: Any, such_as: str = "slipped-disc", **kwargs: Any) -> None:
        what = gettext_lazy("a short name in small letters, figures and hyphens")
        super().__init__(*args, longest=LONGEST_SLUG, pattern=SLUG.pattern, what=what, such_as=such_as, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(slugify(value) or value if isinstance(value, str) else value)


class SlugField(NameField):
    """The short name of one document of `kind`."""

    def __init__(self, *args: Any, kind: str, how: str, **kwargs: Any) -> None:
        super().__init__(*args, widget=SlugInput(), **kwargs)
        self.kind, self.how = kind, how

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        super().set_up(called=called, languages=languages, index=index)
        self.widget.known = partial(_offered, index, self.kind)

    def uses(self, value: Any) -> Iterator[Found]:
        if value:
            yield Found((), Use(self.how, Ref(self.kind, value)))


class SlugsField(LinesField):
    """Short names of documents of `kind`, one a line."""

    def __init__(self, *args: Any, kind: str, how: str, such_as: str, **kwargs: Any) -> None:
        super().__init__(*args, each=NameField("", such_as=such_as), widget=SlugsArea(), **kwargs)
        self.kind, self.how = kind, how

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        super().set_up(called=called, languages=languages, index=index)
        self.widget.known = partial(_offered, index, self.kind)

    def uses(self, value: Any) -> Iterator[Found]:
        for number, slug in enumerate(value or ()):
            yield Found((number,), Use(self.how, Ref(self.kind, slug)))


class RefsField(LinesField):
    """Pages of any kind, each as kind:slug, one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        what = gettext_lazy("the kind of a page, a colon and its short name")
        kinds = "|".join(PAGE_KINDS)
        one = PatternField(
            "", longest=100, pattern=f"(?:{kinds}):{SLUG.pattern}", what=what, such_as="condition:slipped-disc"
        )
        super().__init__(*args, each=one, widget=SlugsArea(), **kwargs)

    def set_up(self, *, called: str, languages: Sequence[str], index: Index) -> None:
        super().set_up(called=called, languages=languages, index=index)
        self.widget.known = lambda: [str(ref) for ref in index.first(PAGE_KINDS, MOST_OFFERED + 1)]

    def uses(self, value: Any) -> Iterator[Found]:
        for number, text in enumerate(value or ()):
            yield Found((number,), Use("relates", Ref.parse(text)))


def _offered(index: Index, kind: str) -> list[str]:
    return [ref.slug for ref in index.first((kind,), MOST_OFFERED + 1)]


def unknown(called: str, found: Found, index: Index) -> Iterator[Gap]:
    """What stops publishing when the document that is named does not exist."""
    ref = found.use.ref
    if index.has(ref):
        return
    words = _("%(field)s names the %(kind)s “%(slug)s”, which does not exist; write it first or take it out")
    if near := index.near(ref):
        words = _("%(field)s names the %(kind)s “%(slug)s”, which does not exist; did you mean “%(near)s”?")
    yield Gap(words % {"field": called, "kind": ref.kind, "slug": ref.slug, "near": near}, found.path)


def new_name(words: str, taken: set[str]) -> str:
    """A short name made from the words, unlike those that are taken: "Driving" -> "driving", then "driving-2"."""
    stem = slugify(words)[: LONGEST_SLUG - 4].strip("-_").replace("_", "-") or "row"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name
