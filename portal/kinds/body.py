"""What a form asks of a document's body: that it can be drawn, and that everything it names exists."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from portal.kinds.fields import LongTextField
from portal.kinds.index import Found, Use
from portal.kinds.slugs import unknown
from portal.text.blocks import split
from portal.text.frontmatter import trimmed, unix_lines
from portal.text.references import Ref
from portal.text.render import Rendered

if TYPE_CHECKING:
    from portal.kinds.form import DocumentForm

CHECK_ITEMS = "check_items"
DRAWS_FIELDS = ("summary", "recovery", "claims")


class BodyField(LongTextField):
    """Markdown, kept as typed but for blank lines around it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs["rows"] = 30

    def to_python(self, value: Any) -> str:
        """The limits and the hidden characters of a body are found when it is drawn, with their lines."""
        return trimmed(unix_lines(str(value or "")))


def body_uses(rendered: Rendered) -> Iterator[Use]:
    """The documents whose words the reader meets inside this body."""
    named = {
        "source": rendered.cited,
        "finding": rendered.findings,
        "picture": rendered.pictures,
        "card": rendered.cards,
    }
    for kind, slugs in named.items():
        for slug in slugs:
            yield Use("includes", Ref(kind, slug))


def body_gaps(form: "DocumentForm") -> Iterator[tuple[int, str]]:
    """What stops publishing in a body that can be drawn: its line, and what to do."""
    rendered, lines = form.rendered, str(form.value("body") or "").split("\n")
    if rendered is None:
        return
    for use in body_uses(rendered) if form.is_part else ():
        words = _("%(noun)s is shown inside other pages, so it cannot hold the %(kind)s “%(slug)s”; take it out")
        yield _first_line(lines, use.ref), words % {"noun": form.noun, "kind": use.ref.kind, "slug": use.ref.slug}
    for use in [*body_uses(rendered), *(Use("relates", ref) for ref in rendered.links)]:
        for gap in unknown(_("the text"), Found((), use), form.index):
            yield _first_line(lines, use.ref), gap.message
    blocks = [(chunk.line, chunk.name, chunk.argument) for chunk in split("\n".join(lines))[0] if chunk.name]
    yield from _check_gaps(form, blocks)
    yield from _doubled(blocks)
    for name in DRAWS_FIELDS:
        yield from _drawing_gaps(form, name, [number for number, block, _argument in blocks if block == name])


def _check_gaps(form: "DocumentForm", blocks: list[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    items = [row["id"] for row in form.value(CHECK_ITEMS) or ()]
    called = form.called(CHECK_ITEMS) or CHECK_ITEMS
    for number, block, argument in blocks:
        if block == "check" and argument not in items:
            words = _("the text asks for “%(item)s”, which is not among %(fields)s; choose one of: %(items)s")
            yield number, words % {"item": argument, "fields": called, "items": ", ".join(items) or "—"}


def _doubled(blocks: list[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    """What is drawn twice would have the same anchor twice, and readers would count one result as two."""
    seen: set[tuple[str, str]] = set()
    for number, block, argument in blocks:
        if argument and block != "callout" and (block, argument) in seen:
            words = _('"::: %(block)s %(name)s" is here a second time; take one out')
            yield number, words % {"block": block, "name": argument}
        seen.add((block, argument))


def _drawing_gaps(form: "DocumentForm", block: str, places: list[int]) -> Iterator[tuple[int, str]]:
    fields = form.shows.get(block, ())
    is_filled = any(form.value(name) for name in fields)
    more = {"block": block, "fields": form.called(*fields), "noun": form.noun}
    if is_filled and not places:
        words = _(
            'the text does not show %(fields)s; write "::: %(block)s" where it belongs, and ":::" on the next line'
        )
        yield 1, words % more
    words = _('"::: %(block)s" does not belong to %(noun)s; take it out')
    if fields:
        words = _('"::: %(block)s" has nothing to show here; fill in %(fields)s, or take it out')
    if is_filled:
        words = _('"::: %(block)s" is here a second time; take one out')
    for number in places[1:] if is_filled else places:
        yield number, words % more


def _first_line(lines: list[str], ref: Ref) -> int:
    """The first line that names the document in any of the ways a body can."""
    slug = re.escape(ref.slug)
    names = re.compile(rf"\[@{slug}\]|:::\s*\S+\s+{slug}\s*$|\({re.escape(str(ref))}[)#]")
    return next((number for number, line in enumerate(lines, 1) if names.search(line)), 1)
