"""What has changed since a review, ready to be shown: texts side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.desk.approvals import SignOff
from portal.desk.care.since import Change, since_review
from portal.desk.documents import Document
from portal.desk.titles import title_in
from portal.text.diff import compared


@dataclass(frozen=True)
class Side:
    """One document that reads differently now; without `stretches` it has come since."""

    title: str
    kind: Any
    stretches: Any


@dataclass(frozen=True)
class Changes:
    """What has changed on a page since it was signed; `signed` is None before its first review."""

    signed: SignOff | None
    own: Side | None
    parts: tuple[Side, ...]

    @property
    def is_any(self) -> bool:
        return self.own is not None or bool(self.parts)


def changes_of(documents: Iterable[Document]) -> dict[int, Changes]:
    """For each document, by its number, what has changed since its review."""
    return {
        number: Changes(since.signed, since.own and _side(since.own), tuple(map(_side, since.parts)))
        for number, since in since_review(documents).items()
    }


def _side(change: Change) -> Side:
    stretches = compared(change.before.text, change.after.text) if change.before else []
    return Side(title_in(change.after.text) or change.document.slug, change.document.kind_row.name, stretches)
