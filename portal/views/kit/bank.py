"""What can be ticked in the visit kit, as the clinic's lists have it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.kinds.guide import STAGES
from portal.kinds.kit import QUESTION
from portal.shelf.kit import KitList


@dataclass(frozen=True)
class Line:
    """One sentence or question. `name` is how forms call it: the short name of its list, a slash, its own id."""

    name: str
    words: str
    why: str


@dataclass(frozen=True)
class Stage:
    """The questions for one stage of a patient's way."""

    slug: str
    label: Any
    lines: tuple[Line, ...]


class Bank:
    """All lists of one language, read in one query. `lines` are all by name; `asked` are the names of questions."""

    def __init__(self, language: str) -> None:
        self.lists = list(KitList.objects.in_language(language).in_order())
        self.lines = {line.name: line for one in self.lists for line in _lines(one)}
        self.asked = frozenset(line.name for stage in self.stages() for line in stage.lines)

    def of_part(self, part: str) -> tuple[Line, ...]:
        """The lines of one part, in order."""
        return tuple(line for one in self.lists if one.part == part for line in _lines(one))

    def stages(self) -> list[Stage]:
        """The questions by stage, in a patient's order; stages without questions are left out."""
        asked = [one for one in self.lists if one.part == QUESTION]
        found = [
            Stage(slug, label, tuple(line for one in asked if one.stage == slug for line in _lines(one)))
            for slug, label in STAGES.items()
        ]
        return [stage for stage in found if stage.lines]


def _lines(one: KitList) -> Iterator[Line]:
    for row in one.lines:
        yield Line(f"{one.slug}/{row['id']}", row["words"], row.get("why") or "")
