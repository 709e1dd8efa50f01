"""The content linter over all files at once: what stops a page, what its writer should look at again, its scores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from portal.desk.exchange.files import ContentFile, Tree
from portal.desk.press.checking import Drawn, form_of
from portal.desk.press.sheets import line_of, sheet_of
from portal.desk.press.surroundings import Rooms, rooms_for
from portal.kinds.page import PageForm
from portal.kinds.registry import KINDS
from portal.shelf.pages import Page
from portal.shelf.reference import Term
from portal.shelf.rows import ROWS
from portal.text import lint
from portal.text.readability import Grade
from portal.text.references import Ref

Anchors = Mapping[Ref, frozenset[str]]


class Line(NamedTuple):
    """One remark with its line in the file."""

    line: int
    message: str
    rule: str


@dataclass(frozen=True)
class Looked:
    """One page's file as the linter sees it."""

    path: str
    grade: Grade
    obstacles: tuple[Line, ...]
    remarks: tuple[Line, ...]

    def as_data(self) -> dict[str, Any]:
        """The same for programs that read JSON."""
        lines = {"obstacles": self.obstacles, "remarks": self.remarks}
        said = {name: [line._asdict() for line in some] for name, some in lines.items()}
        return {"path": self.path, "scores": self.grade._asdict()} | said


def reviews_due() -> dict[str, date]:
    """The date of the next review of every published page that has one, by the path of its file."""
    rows = Page.objects.exclude(review_due_on=None).values_list("language", "kind", "slug", "review_due_on")
    return {KINDS[kind].path(language, slug): due for language, kind, slug, due in rows if due}


def look_over(tree: Tree, *, today: date, reviews: Mapping[str, date]) -> Iterator[Looked]:
    """Look at every page among files that were all checked just now; `reviews` are dates of next review, by path."""
    pages = [file for file in tree.files if KINDS[file.ref.kind].is_page]
    rooms, phrases, anchors = rooms_for(tree.addresses), _phrases(tree), _anchors(pages)
    for file in pages:
        look = _Look(rooms, phrases.get(file.language, frozenset()), anchors[file.language], today)
        yield look.at(file, reviews.get(file.path))


@dataclass(frozen=True)
class _Look:
    """A look with all that it needs to know around a page."""

    rooms: Rooms
    explained: frozenset[str]
    anchors: Anchors
    today: date

    def at(self, file: ContentFile, due: date | None) -> Looked:
        form = form_of(file.text, file.ref, self.rooms[file.language])
        assert isinstance(form, PageForm), "only pages are looked at"
        sheet = replace(
            sheet_of(form),
            parts=form.parts.get(file.language, ()),
            plain=_drawn(file).plain,
            explained=self.explained,
            anchors=self.anchors,
            today=self.today,
            review_due=due,
        )
        obstacles, remarks = (
            tuple(Line(line_of(form, remark), remark.message, remark.rule) for remark in some)
            for some in (lint.obstacles(sheet), lint.remarks(sheet))
        )
        return Looked(file.path, sheet.grade, obstacles, remarks)


def _drawn(file: ContentFile) -> Drawn:
    assert file.drawn is not None, "nothing is trusted when files are looked over"
    drawn: Drawn = file.drawn.back()
    return drawn


def _phrases(tree: Tree) -> dict[str, frozenset[str]]:
    """The words of the glossary by language."""
    found: dict[str, set[str]] = {}
    for file in tree.files:
        row = ROWS[file.ref.kind]
        if issubclass(row, Term):
            found.setdefault(file.language, set()).update(row(**row.columns(_drawn(file).fields)).phrases)
    return {language: frozenset(phrases) for language, phrases in found.items()}


def _anchors(pages: list[ContentFile]) -> dict[str, dict[Ref, frozenset[str]]]:
    """The headings of every page, by language."""
    found: dict[str, dict[Ref, frozenset[str]]] = {}
    for file in pages:
        headings = frozenset(heading.anchor for heading in _drawn(file).rendered.headings)
        found.setdefault(file.language, {})[file.ref] = headings
    return found
